/** The console in a real browser: what each of its sections shows and does, with 10,000 people in the database. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyone } from '../../src/domain/access.js';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { v1Client, type V1Client } from '../http/v1/v1-client.js';
import { chromium } from '../requirement.js';
import { zipFile } from '../zip-file.js';
import { openBrowser, type TestBrowser, type Visit } from './browser.js';
import { addManyPeople } from './many-people.js';

const executablePath = chromium();
const adminKey = 'a-key-of-the-settings-for-the-console';
const people = 10_000;

let desk: Desk;
let admin: V1Client;
let browser: TestBrowser;
let origin: string;

/** The console at a place, signed in. */
async function open(route: string, options: Parameters<TestBrowser['visit']>[1] = {}): Promise<Visit> {
  const visit = await browser.visit(`${origin}/console#/${route}`, options);
  await signIn(visit.page, adminKey);
  return visit;
}

async function signIn(page: Page, key: string): Promise<void> {
  await page.locator('#key').fill(key);
  await page.keyboard.press('Enter');
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const menu = (page: Page): Promise<string[]> => page.locator('#nav a').allInnerTexts();

describe.skipIf(executablePath === undefined)('the console in a browser', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    desk = await openDesk({
      FACEDESK_API_KEYS: adminKey,
      FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
      FACEDESK_WEBHOOK_NETWORKS: '127.0.0.0/8',
    });
    origin = `http://127.0.0.1:${await desk.listen()}`;
    admin = v1Client(desk, adminKey);
    const metadata = JSON.stringify({ name: 'Anna Berg', department: 'chemistry' });
    await admin({ path: '/subjects', form: { id: 'B21AI022', photos: await face('anna'), metadata } });
    await admin({ path: '/subjects', form: { id: 'B21AI122', photos: await face('annaAgain') } });
    await admin({ path: '/groups', json: { id: 'library' } });
    addManyPeople(join(desk.dataDir, 'facedesk.sqlite'), people);
    desk.container.importRunner.start();
    browser = await openBrowser({ executablePath: executablePath!, camera: 'absent' });
  }, 60_000);
  afterAll(() => browser.close().then(() => desk.close()));

  test('a key that nobody has is refused in a sentence, and the right one is kept for the tab alone', async () => {
    const { page } = await browser.visit(`${origin}/console`);
    await signIn(page, 'a-key-that-nobody-has');
    await page.locator('#key-problem:not(:empty)').waitFor();
    expect(await page.locator('#key-problem').innerText()).toMatch(/key/i);
    expect(await page.evaluate('[sessionStorage.length, localStorage.length]')).toEqual([0, 0]);
    await signIn(page, adminKey);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]')).toEqual([
      1,
      0,
      '',
    ]);
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await press(page, 'Sign out');
    await page.locator('#key').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  test('the menu has what the key allows, and an address beyond it shows nothing', async () => {
    const { secret } = await desk.container.keys.create({ name: 'Desk', role: 'desk' }, anyone);
    const { page } = await browser.visit(`${origin}/console#/keys`);
    await signIn(page, secret);
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
    expect(await menu(page)).toEqual(['Overview', 'People', 'Verdicts', 'Devices']);
    await page.getByRole('link', { name: 'People' }).click();
    await page.locator('.windowed li').first().waitFor();
    expect(await page.getByRole('link', { name: 'Register a person' }).count()).toBe(0);
  });

  test('ten thousand people are scrolled through with few elements, and found by id, metadata and state', async () => {
    const { page } = await open('people');
    const rows = page.locator('.windowed li');
    await rows.first().waitFor();
    for (let turn = 0; turn < 12; turn++) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page.waitForTimeout(120);
    }
    expect(await rows.count()).toBeLessThan(60);
    expect(await page.locator('.head [role=status]').innerText()).toMatch(/^[\d,]{3,6} people so far/);
    expect(await rows.last().getByRole('link').innerText()).toMatch(/\bP\d{6}\b/);

    const search = page.getByLabel('Search');
    await search.fill('p00999');
    await page.getByText('10 people', { exact: true }).waitFor();
    await search.fill('department:chemistry');
    await page.getByText('1 person', { exact: true }).waitFor();
    expect(await rows.innerText()).toContain('Anna Berg');
    await search.fill('');
    await page.getByLabel('State').selectOption('enrolled');
    await page.getByText('2 people', { exact: true }).waitFor();
    // The way back leads to what was searched for.
    await rows.first().getByRole('link').click();
    await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();
    await page.goBack();
    await page.getByText('2 people', { exact: true }).waitFor();
  });

  test('somebody is erased only when the time to take it back is over, or the page is left', async () => {
    const { page } = await open('people/P000002');
    const exists = async (id: string): Promise<boolean> =>
      (await admin({ path: `/subjects/${id}` })).status === 200;
    const erase = async (id: string): Promise<void> => {
      await press(page, 'Erase the person');
      await page.getByRole('dialog').getByRole('button', { name: 'Erase the person' }).click();
      await page.getByText(`${id} is being erased.`).waitFor();
    };
    await erase('P000002');
    await page.getByText('P000003').waitFor();
    expect(await page.locator('.windowed').innerText()).not.toContain('P000002');
    await press(page, 'Undo');
    await page.locator('.windowed').getByText('P000002').click();
    expect(await exists('P000002')).toBe(true);
    await erase('P000002');
    expect(await exists('P000002')).toBe(true);
    await page.getByText('P000002 is erased.').waitFor({ timeout: 15_000 });
    expect(await exists('P000002')).toBe(false);

    await page.locator('.windowed').getByText('P000003').click();
    await erase('P000003');
    expect(await exists('P000003')).toBe(true);
    await page.goto('about:blank');
    await expect.poll(() => exists('P000003')).toBe(false);
  });

  test('what is noted is changed, and nothing is overwritten where somebody else was faster', async () => {
    const { page } = await open('people/B21AI022');
    const metadata = async (): Promise<unknown> =>
      (await admin({ path: '/subjects/B21AI022' })).body.metadata;
    const value = page.getByLabel('Value');
    await value.nth(1).fill('physics');
    await press(page, 'Save');
    await page.getByText('Saved.').waitFor();
    expect(await metadata()).toEqual({ name: 'Anna Berg', department: 'physics' });
    await value.nth(1).fill('history');
    await admin({ method: 'PATCH', path: '/subjects/B21AI022', json: { metadata: { year: 3 } } });
    await press(page, 'Save');
    await page.getByText('Somebody else changed this person meanwhile.').waitFor();
    expect(await metadata()).toEqual({ name: 'Anna Berg', department: 'physics', year: 3 });
  });

  test('the photos of a person are seen, and another one is added with what became of it', async () => {
    const { page } = await open('people/B21AI022');
    await page.locator('img.picture').first().waitFor();
    const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await face('bella') };
    await page.locator('#add-photos').setInputFiles(file);
    await page.getByText(/different people|look like/).waitFor();
    await page.locator('#add-photos').setInputFiles({ ...file, buffer: await face('annaAgain') });
    await page.getByText('Photo 1 was added.').waitFor();
    expect((await admin({ path: '/subjects/B21AI022/photos' })).body.items).toHaveLength(2);
  });

  test('a verdict appears as it is made, is explained, and can be called wrong', async () => {
    const { page } = await open('verdicts');
    await page.getByText('Live', { exact: true }).waitFor();
    const { body } = await admin({
      path: '/verifications',
      form: { id: 'B21AI122', photos: await face('annaAgain') },
    });
    expect(body.outcome).toBe('match');
    await page.locator('.feed .new').getByText('B21AI122').click();
    await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
    await page.getByText('Too few people are registered to say').waitFor();
    await page.locator('img.picture').first().waitFor();
    await page.getByLabel('Remark').fill('It was her sister.');
    await press(page, 'It was wrong');
    await page.getByText('“It was her sister.”').waitFor();
    const [event] = (await admin({ path: '/events?kind=verification.decided&limit=1' })).body.items;
    expect(event.feedback).toMatchObject({ correct: false, note: 'It was her sister.' });
  });

  test('two registrations of one face are shown side by side, and settled when the page is left', async () => {
    const pairs = async (): Promise<number> => (await admin({ path: '/duplicates' })).body.total;
    expect(await pairs()).toBe(1);
    const { page } = await open('review');
    await page.locator('.side-by-side img').nth(1).waitFor();
    await press(page, 'Not the same person');
    await page.getByText('are noted as two people').waitFor();
    expect(await pairs()).toBe(1);
    await page.goto('about:blank');
    await expect.poll(pairs).toBe(0);
  });

  test('a key is made, its secret is shown once and works, and it is ended', async () => {
    const { page, complaints } = await open('keys');
    await press(page, 'Make a key');
    await page.getByLabel('Name').fill('Front door');
    await page.getByLabel('It may also find people without an ID').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
    const secret = await page.locator('.secret').innerText();
    expect((await v1Client(desk, secret)({ path: '/caller' })).body.scopes).toContain('identify');
    await press(page, 'Done');
    const row = page.locator('.rows li', { hasText: /Front door.*Kiosk · finds people/s });
    await row.waitFor();
    expect(await page.content()).not.toContain(secret);
    await row.getByRole('button', { name: 'End it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await page.getByText('The key is ended.').waitFor();
    expect((await v1Client(desk, secret)({ path: '/caller' })).status).toBe(401);
    expect(complaints).toEqual([]);
  });

  test('a webhook is set up, tried out and removed', async () => {
    const { page } = await open('webhooks');
    await press(page, 'Set up a webhook');
    await page.getByLabel('Address').fill('http://127.0.0.1:9/nobody-listens');
    await page.getByRole('dialog').getByRole('button', { name: 'Set up a webhook' }).click();
    expect(await page.locator('.secret').innerText()).toMatch(/^whsec_/);
    await press(page, 'Done');
    await page.getByText('nobody-listens').click();
    await press(page, 'Send a test');
    await page.getByText('The test did not arrive').waitFor();
    await press(page, 'Remove');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No webhook is set up.').waitFor();
  });

  test('an archive is sent, its import is followed to its end, and nobody is registered by a look', async () => {
    const { page } = await open('imports');
    await press(page, 'Import an archive');
    const content = await face('carla');
    const buffer = Buffer.from(zipFile({ path: 'Carla_20230723123456.jpg', content }));
    const archive = { name: 'people.zip', mimeType: 'application/zip', buffer };
    await page.getByLabel('ZIP file of photos').setInputFiles(archive);
    await page.getByRole('dialog').getByRole('button', { name: 'Import an archive' }).click();
    await page.getByText('Would be registered').first().waitFor();
    await page.getByText('Finished').waitFor();
    expect((await admin({ path: '/subjects/Carla' })).status).toBe(404);
    await page.getByRole('link', { name: '← Imports' }).click();
    await page.getByText('1 of 1').waitFor();
  });
});
