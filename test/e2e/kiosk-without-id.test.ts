/** The kiosk without an id: who may ask it to find them, whom it names then, and that a no says nothing of anybody. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anyone, type Scope } from '../../src/domain/access.js';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { v1Client, type V1Client } from '../http/v1/v1-client.js';
import { chromium } from '../requirement.js';
import { openBrowser, scan, shown, withCamera, type TestBrowser, type Visit } from './browser.js';

const executablePath = chromium();
const adminKey = '0123456789abcdef0123456789abcdef';
const unrecognised = 'advice | Not recognised | Type your ID, or scan your card.';

/** The largest lead over everybody else that can be demanded; these people do not have it. */
const unreachableMargin = '0.5';

/** Requests about somebody, in the order in which they were made. */
const asked = ({ requests }: Visit): string[] =>
  requests
    .filter((one) => one.startsWith('POST') && !one.endsWith('/v1/quality'))
    .map((one) => new URL(one.split(' ')[1]!).pathname);

/** Presses the button, and reads what the page shows then. */
async function askToBeFound(page: Page): Promise<string> {
  await page.locator('#without-id').click();
  return shown(page);
}

interface Gate {
  readonly desk: Desk;
  readonly admin: V1Client;
  readonly keyWith: (scopes: readonly Scope[]) => Promise<string>;
  /** Opens the kiosk with this key. */
  readonly open: (key?: string, query?: string) => Promise<Visit>;
}

async function openGate(browser: TestBrowser, env: Record<string, string> = {}): Promise<Gate> {
  const desk = await openDesk({ FACEDESK_API_KEYS: adminKey, ...env });
  const kiosk = `http://127.0.0.1:${await desk.listen()}/kiosk`;
  const admin = v1Client(desk, adminKey);
  await admin({ path: '/subjects', form: { id: 'B21AI022', photos: await face('anna') } });
  await admin({ path: '/subjects', form: { id: 'B21CS014', photos: await face('bella') } });
  return {
    desk,
    admin,
    keyWith: async (scopes) =>
      (await desk.container.keys.create({ name: 'Gate', role: 'kiosk', scopes }, anyone)).secret,
    open: async (key, query = '') => {
      const visit = await withCamera(browser.visit(`${kiosk}${query}`));
      if (key === undefined) return visit;
      await visit.page.evaluate(`sessionStorage.setItem('facedesk-api-key', '${key}')`);
      await visit.page.reload();
      await visit.page.waitForSelector('[data-shows=camera]');
      return visit;
    },
  };
}

describe.skipIf(executablePath === undefined)('the kiosk without an id', { timeout: 90_000 }, () => {
  let browser: TestBrowser;
  let gate: Gate;
  let key: string;
  beforeAll(async () => {
    browser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
    gate = await openGate(browser, { FACEDESK_ATTEMPTS_BEFORE_PAUSE: '1' });
    key = await gate.keyWith(['identify']);
  });
  beforeEach(() => browser.camera.show('annaAgain'));
  afterAll(async () => {
    await browser.close();
    await gate.desk.close();
  });

  test('finds who is registered, verifies them as anybody else and welcomes them', async () => {
    const visit = await gate.open(key);
    expect(await askToBeFound(visit.page)).toBe('good | Welcome, B21AI022');
    expect(asked(visit)).toEqual(['/v1/identifications', '/verify/']);
    expect(visit.complaints).toEqual([]);
    const { body } = await gate.admin({ path: '/events?limit=2' });
    expect(body.items).toMatchObject([
      { kind: 'verification.decided', outcome: 'match' },
      { kind: 'identification.decided', outcome: 'match' },
    ]);
  });

  test('does not recognise a stranger, holds them against nobody and names nobody', async () => {
    await browser.camera.show('stranger');
    const visit = await gate.open(key);
    expect(await askToBeFound(visit.page)).toBe(unrecognised);
    expect(asked(visit)).toEqual(['/v1/identifications']);
    expect(await visit.page.locator('body').innerText()).not.toMatch(/B21/);
    // Whoever is not recognised types their id, which needs no other touch.
    await visit.page.keyboard.type('X1');
    expect(await visit.page.locator('#id').inputValue()).toBe('X1');
  });

  test('who is found but has to pause is told no more than a stranger, until they give the id', async () => {
    const paused = await gate.keyWith(['identify']);
    const claim = { id: 'B21AI022', photos: await face('stranger') };
    await v1Client(gate.desk, paused)({ path: '/verifications', form: claim });
    const visit = await gate.open(paused);
    expect(await askToBeFound(visit.page)).toBe(unrecognised);
    expect(asked(visit)).toEqual(['/v1/identifications', '/verify/']);
    expect(await visit.page.locator('body').innerText()).not.toMatch(/B21/);
    expect(await scan(visit.page, 'B21AI022')).toMatch(/^advice \| B21AI022 \| A short pause/);
  });

  test('is there by keyboard alone, and the next key goes into the field', async () => {
    const { page } = await gate.open(key);
    await page.locator('#without-id').waitFor();
    await page.locator('#id').focus();
    for (let tabs = 0; (await page.locator('#without-id:focus').count()) === 0; tabs++) {
      expect(tabs).toBeLessThan(5);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    expect(await shown(page)).toBe('good | Welcome, B21AI022');
    expect(await page.locator('#id:focus').count()).toBe(1);
  });

  test('an id that is typed after all counts, and not the search that was begun', async () => {
    await browser.camera.show('nobody');
    const visit = await gate.open(key);
    await visit.page.locator('#without-id').click();
    await visit.page.waitForSelector('form[data-phase=looking]');
    await visit.page.locator('#id').focus();
    expect(await scan(visit.page, 'B21AI022')).toMatch(/^advice \| No face was found/);
    expect(asked(visit)).toEqual(['/verify/']);
  });

  test('a kiosk whose key may not look for people does not offer it; a key that may, given later, does', async () => {
    const plain = await gate.open(await gate.keyWith([]));
    await expect.poll(() => plain.requests.filter((one) => one.endsWith('/v1/caller')).length).toBe(2);
    expect(await scan(plain.page, 'B21AI022')).toBe('good | Welcome, B21AI022');
    expect(await plain.page.locator('#without-id').isHidden()).toBe(true);

    const { page } = await gate.open();
    await page.locator('#id').fill('B21AI022');
    await page.keyboard.press('Enter');
    await page.locator('#key').fill(key);
    await page.keyboard.press('Enter');
    expect(await shown(page)).toBe('good | Welcome, B21AI022');
    expect(await askToBeFound(page)).toBe('good | Welcome, B21AI022');
  });

  test('a gate that looks in one group recognises its members only', async () => {
    await gate.admin({ path: '/groups', json: { id: 'east-gate' } });
    const visit = await gate.open(key, '?group=east-gate');
    expect(await askToBeFound(visit.page)).toBe(unrecognised);
    await gate.admin({ method: 'PUT', path: '/groups/east-gate/members/B21AI022' });
    expect(await askToBeFound(visit.page)).toBe('good | Welcome, B21AI022');
    // Whoever gives an id is not asked where they belong.
    expect(await scan(visit.page, 'B21AI022')).toBe('good | Welcome, B21AI022');

    const lost = await gate.open(key, '?group=no-gate');
    expect(await askToBeFound(lost.page)).toBe(
      'bad | The group that this page looks in does not exist. | Please ask at the desk.',
    );
  });

  test('where two people pass, it asks for the id', async () => {
    const twin = { id: 'Twin', photos: await face('anna') };
    expect((await gate.admin({ path: '/subjects', form: twin })).status).toBe(201);
    try {
      const visit = await gate.open(key);
      expect(await askToBeFound(visit.page)).toBe(unrecognised);
      expect(asked(visit)).toEqual(['/v1/identifications']);
    } finally {
      await gate.admin({ method: 'DELETE', path: '/subjects/Twin' });
    }
  });

  test('after too many unknown faces it says what else there is', async () => {
    const slow = await openGate(browser, { FACEDESK_UNKNOWN_FACES_PER_MINUTE: '1' });
    try {
      await browser.camera.show('stranger');
      const { page, complaints } = await slow.open(await slow.keyWith(['identify']));
      expect(await askToBeFound(page)).toBe(unrecognised);
      await page.locator('#without-id').click();
      await page.getByText('Too many faces were not recognised here.').waitFor();
      expect(await shown(page)).toBe(
        'advice | Too many faces were not recognised here. | Type your ID, or scan your card.',
      );
      expect(complaints).toEqual([]);
    } finally {
      await slow.desk.close();
    }
  });

  test('who is found and then refused by the verification is not named', async () => {
    const strict = await openGate(browser, { FACEDESK_RIVAL_MARGIN: unreachableMargin });
    try {
      const visit = await strict.open(await strict.keyWith(['identify']));
      expect(await askToBeFound(visit.page)).toBe(unrecognised);
      expect(asked(visit)).toEqual(['/v1/identifications', '/verify/']);
      expect(await visit.page.locator('body').innerText()).not.toMatch(/B21/);
    } finally {
      await strict.desk.close();
    }
  });
});
