/** The console in a real browser: the face of a visit beside the registered photos, and where those come from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { v1Client, type V1Client } from '../http/v1/v1-client.js';
import { chromium } from '../requirement.js';
import { openBrowser, type TestBrowser } from './browser.js';

const executablePath = chromium();
const adminKey = 'a-key-of-the-settings-for-the-console';

let desk: Desk;
let admin: V1Client;
let browser: TestBrowser;
let origin: string;

describe.skipIf(executablePath === undefined)('faces in the console', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    desk = await openDesk({
      FACEDESK_API_KEYS: adminKey,
      FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
      FACEDESK_KEEP_PROBES: 'refusals',
    });
    origin = `http://127.0.0.1:${await desk.listen()}`;
    admin = v1Client(desk, adminKey);
    await admin({ path: '/subjects', form: { id: 'B21AI022', photos: await face('anna') } });
    await admin({ path: '/verifications', form: { id: 'B21AI022', photos: await face('bella') } });
    // A clear match, and new to the service: it becomes a template.
    await admin({ path: '/verifications', form: { id: 'B21AI022', photos: await face('annaAgain') } });
    await desk.container.events.flush();
    browser = await openBrowser({ executablePath: executablePath!, camera: 'absent' });
  }, 60_000);
  afterAll(() => browser.close().then(() => desk.close()));

  const open = async (route: string) => {
    const { page } = await browser.visit(`${origin}/console#/${route}`);
    await page.locator('#key').fill(adminKey);
    await page.keyboard.press('Enter');
    return page;
  };

  test('a refused visit shows its face, and a match, of which none is kept, says so', async () => {
    const page = await open('verdicts');
    await page.locator('.feed li').nth(1).getByText('B21AI022').click();
    await page.getByRole('heading', { name: 'The visit and the registered photos' }).waitFor();
    await page.locator('img.picture[alt="The face of this visit"]').waitFor();
    await expect.poll(() => page.locator('img.picture').count()).toBe(2);
    const ofMatch = await open('verdicts');
    await ofMatch.locator('.feed li').first().getByText('B21AI022').click();
    await ofMatch.getByText('The picture of this visit is not kept.').waitFor();
    await ofMatch.locator('img.picture').waitFor();
    expect(await ofMatch.locator('img.picture').count()).toBe(1);
  });

  test('a person’s page says how each photo came, and leads from what a visit added to its verdict', async () => {
    const listed = async () => (await admin({ path: '/subjects/B21AI022/photos' })).body.refreshed;
    await expect.poll(listed, { timeout: 10_000 }).toHaveLength(1);
    const page = await open('people/B21AI022');
    await page.getByText('From the registration (settings-1)').waitFor();
    await page.locator('.added-rows a').click();
    await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
  });
});
