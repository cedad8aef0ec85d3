import axe from 'axe-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { chromium } from '../requirement.js';
import { enrol, openBrowser, scan, shown, withCamera, type TestBrowser } from './browser.js';

const executablePath = chromium();

let desk: Desk;
let browser: TestBrowser;
let port: number;
let origin: string;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(executablePath === undefined)('the pages for everybody', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '1', FACEDESK_ATTEMPTS_PAUSE_MS: '60000' });
    port = await desk.listen();
    origin = `http://127.0.0.1:${port}`;
    await desk.register({ id: 'B21AI022', image: await face('anna') });
    browser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
  });
  beforeEach(() => browser.camera.show('annaAgain'));
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });

  test.each([
    ['/kiosk', 'light'],
    ['/kiosk', 'dark'],
    ['/registerPage/', 'light'],
    ['/registerPage/', 'dark'],
  ] as const)('axe finds nothing serious at %s in the %s', async (path, colorScheme) => {
    const { page } = await withCamera(browser.visit(`${origin}${path}`, { colorScheme }));
    await page.waitForSelector('[data-coach=good]');
    // Evaluated from outside, since the page itself runs no foreign script.
    await page.evaluate(axe.source);
    const violations: Violation[] = await page.evaluate(`axe.run().then(({ violations }) => violations)`);
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  test('whoever has no mouse registers by keyboard alone, and consent is kept with them', async () => {
    await browser.camera.show('dora');
    const { page } = await withCamera(browser.visit(`${origin}/registerPage/`));
    await page.keyboard.type('D1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#consent:focus');
    expect(await page.locator('.slot img').count()).toBe(0);
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    expect(await shown(page)).toBe('good | Registered | D1');
    const { body } = await desk.call({ method: 'GET', url: '/v1/subjects/D1' });
    expect(body).toMatchObject({ metadata: { consent: { version: '1', language: 'en' } } });
  });

  test('Hindi is a touch away, and remembered', async () => {
    const { page } = await withCamera(browser.visit(`${origin}/kiosk`));
    await page.locator('#language').click();
    expect(await page.locator('html').getAttribute('lang')).toBe('hi');
    await page.reload();
    await page.waitForSelector('[data-shows=camera]');
    expect(await page.locator('h1').innerText()).toBe('कैमरे की ओर देखिए और अपनी आईडी दीजिए');
    expect(await scan(page, 'B21AI022')).toBe('good | स्वागत है, B21AI022');
  });

  test.each([
    ['twoPeople', 'day', 'mend', /^Only one person, please$/],
    ['nobody', 'day', 'seek', /^Step in front of the camera$/],
    ['annaAgain', 'night', /^(mend|seek)$/, /^(Turn to the light|Step in front of the camera)$/],
  ] as const)('before %s by %s the coach says what to do', async (name, light, tone, words) => {
    await browser.camera.show(name, light);
    const { page } = await withCamera(browser.visit(`${origin}/kiosk`));
    await page.waitForSelector('#coach:not(:empty)');
    expect(await page.locator('#stage').getAttribute('data-coach')).toMatch(tone);
    expect(await page.locator('#coach').innerText()).toMatch(words);
  });

  test('after too many tries the page counts down, and goes on for others', async () => {
    const { page } = await withCamera(browser.visit(`${origin}/kiosk`));
    expect(await scan(page, 'X9')).toBe('bad | X9 | Not confirmed | Try again, or ask at the desk.');
    await page.locator('#again').click();
    await page.waitForSelector('[data-tone=advice]');
    expect(await shown(page)).toMatch(/^advice \| X9 \| A short pause \| Too many tries with this ID\. Wait/);
    expect(Number(await page.locator('#countdown').innerText())).toBeGreaterThan(30);
    expect(await scan(page, 'B21AI022')).toBe('good | Welcome, B21AI022');
  });

  test('a service that went away is missed, and found again without anybody’s help', async () => {
    const { page } = await withCamera(browser.visit(`${origin}/kiosk`));
    await desk.app.close();
    await page.getByText('No connection to the service.').waitFor();
    const revived = await desk.container.buildApp();
    await revived.listen({ host: '127.0.0.1', port });
    try {
      await page.locator('#connection').waitFor({ state: 'hidden' });
      expect(await scan(page, 'B21AI022')).toBe('good | Welcome, B21AI022');
    } finally {
      await revived.close();
    }
  });
});

describe.skipIf(executablePath === undefined)('a class list', { timeout: 90_000 }, () => {
  test('goes from person to person, skips, and goes on where it stopped', async () => {
    const classDesk = await openDesk();
    const classBrowser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
    try {
      await classBrowser.camera.show('emma');
      const address = `http://127.0.0.1:${await classDesk.listen()}/registerPage/`;
      const { page } = await withCamera(classBrowser.visit(address));
      const buffer = Buffer.from('\uFEFFid;name\r\nP1;"Rao; Asha"\r\nP2;Ravi\r\n');
      const list = { name: 'class.csv', mimeType: 'text/csv', buffer };
      await page.locator('#roll-file').setInputFiles(list);
      await page.getByText('Rao; Asha · P1').waitFor();
      await page.locator('#roll-skip').click();
      expect(await page.locator('#id').inputValue()).toBe('P2');
      expect(await enrol(page, 'P2')).toBe('good | Registered | P2');
      expect(await page.locator('#roll-progress').innerText()).toBe('1 of 2 registered');
      const { body } = await classDesk.call({ method: 'GET', url: '/v1/subjects/P2' });
      expect(body).toMatchObject({ metadata: { name: 'Ravi' } });

      await page.reload();
      await page.locator('#roll-file').setInputFiles(list);
      await page.getByText('Rao; Asha · P1').waitFor();
      expect(await page.evaluate('JSON.stringify(localStorage)')).toBe(
        '{"facedesk-class-done":"[\\"P2\\"]"}',
      );
    } finally {
      await classBrowser.close();
      await classDesk.close();
    }
  });
});
