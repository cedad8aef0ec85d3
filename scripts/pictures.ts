/**
 * Makes the README's pictures of a running service: `npm run pictures [folder]`. The people in front of the fake camera are the
 * installed packages' demo photos, which are not for keeping: every picture of a face is blurred on the page before it is taken.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { loadConfig } from '../src/config/index.js';
import { createContainer } from '../src/container.js';
import { createLogger } from '../src/observability/logger.js';
import { openBrowser, scan, withCamera, type TestBrowser, type Visit } from '../test/e2e/browser.js';
import { face, type FaceName } from '../test/faces.js';
import { chromium } from '../test/requirement.js';

const folder = process.argv[2] ?? 'docs/pictures';
const apiKey = 'a-key-for-the-pictures-and-nothing-else';
const viewport = { width: 1280, height: 800 };
/** Of the pictures in the README, which shows them side by side. */
const widthPx = 960;
const mostBytes = 60_000;

/** A face before the camera is some 350 pixels wide; nothing is left of it but colours. */
const blurPx = 44;
/**
 * Runs in the page: faces are blurred in it, so that none leaves it sharp. The language sign is hidden, since few machines that make
 * pictures have its letters.
 */
const retouch = `
  for (const seen of document.querySelectorAll('video, #frozen, img'))
    if (!seen.src?.endsWith('.svg')) seen.style.filter = 'blur(${blurPx}px)';
  document.querySelector('#language').style.visibility = 'hidden';`;

const executablePath = chromium();
if (executablePath === undefined) process.exit(1);
const dataDir = await mkdtemp(join(tmpdir(), 'facedesk-pictures-'));
const config = loadConfig({
  env: {
    FACEDESK_DATA_DIR: dataDir,
    FACEDESK_API_KEYS: apiKey,
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
  },
});
const container = await createContainer(config, createLogger({ level: 'error' }));
const app = await container.buildApp();
const browser = await openBrowser({ executablePath, camera: 'granted' });
try {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  await mkdir(folder, { recursive: true });
  await fill(origin);
  await kioskPictures(browser, origin);
  await registrationPicture(browser, origin);
  await consolePicture(browser, origin);
} finally {
  await browser.close();
  await app.close();
  await container.close();
  await rm(dataDir, { recursive: true });
}

/** Enough people and verdicts that the pages have something to show. */
async function fill(origin: string): Promise<void> {
  const people: readonly (readonly [id: string, name: FaceName])[] = [
    ['B21AI022', 'anna'],
    ['B21CS014', 'bella'],
    ['B22EE007', 'carla'],
    ['B22ME031', 'dora'],
  ];
  const post = async (path: string, id: string, name: FaceName): Promise<void> => {
    const body = new FormData();
    body.append('id', id);
    body.append('image', new Blob([new Uint8Array(await face(name))]), 'photo.jpg');
    await fetch(`${origin}${path}`, { method: 'POST', body, headers: { 'x-api-key': apiKey } });
  };
  for (const [id, name] of people) await post('/register/', id, name);
  for (const [id, name] of people) await post('/verify/', id, name === 'anna' ? 'annaAgain' : name);
  await post('/verify/', 'B21CS014', 'stranger');
  await post('/verify/', 'B22EE007', 'nobody');
}

async function kioskPictures(browser: TestBrowser, origin: string): Promise<void> {
  await browser.camera.show('annaAgain');
  const { page } = await signedIn(browser, `${origin}/kiosk`);
  await page.waitForSelector('[data-coach=good]');
  await take(page, 'kiosk-ready');
  await scan(page, 'B21AI022');
  await take(page, 'kiosk-confirmed');
  await scan(page, 'B21CS014');
  await take(page, 'kiosk-refused');
}

async function registrationPicture(browser: TestBrowser, origin: string): Promise<void> {
  await browser.camera.show('emma');
  const { page } = await signedIn(browser, `${origin}/registerPage/`);
  await page.locator('#id').fill('B23PH009');
  await page.locator('#consent').check();
  await page.waitForSelector('.slot:nth-child(2) img');
  await take(page, 'registration');
}

async function consolePicture(browser: TestBrowser, origin: string): Promise<void> {
  const { page } = await browser.visit(`${origin}/console#/verdicts`, { viewport });
  await page.locator('#key').fill(apiKey);
  await page.keyboard.press('Enter');
  await page.getByText('B22ME031').first().waitFor();
  await take(page, 'console');
}

/** A page with the camera on that has its key, so that it is not asked for one. */
async function signedIn(browser: TestBrowser, address: string): Promise<Visit> {
  const opened = await withCamera(browser.visit(address, { viewport }));
  await opened.page.evaluate(`sessionStorage.setItem('facedesk-api-key', '${apiKey}')`);
  return opened;
}

/** @throws Error where the picture is larger than a README should load */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(retouch);
  // What comes in by an animation is there.
  await page.waitForTimeout(400);
  const picture = await sharp(await page.screenshot())
    .resize(widthPx)
    .webp({ quality: 80 })
    .toBuffer();
  if (picture.length > mostBytes) throw new Error(`${name} has ${picture.length} bytes`);
  await writeFile(join(folder, `${name}.webp`), picture);
  console.log(`${name}.webp, ${Math.round(picture.length / 1000)} kB`);
}
