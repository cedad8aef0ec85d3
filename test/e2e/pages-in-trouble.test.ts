import { afterEach, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { chromium } from '../requirement.js';
import {
  enrol,
  openBrowser,
  photosSent,
  scan,
  shown,
  withCamera,
  type BrowserSettings,
  type TestBrowser,
} from './browser.js';

const executablePath = chromium();
const apiKey = '0123456789abcdef0123456789abcdef';

let opened: { close(): Promise<void> }[] = [];

async function start(
  settings: Omit<BrowserSettings, 'executablePath'>,
  env: Record<string, string> = {},
): Promise<{ desk: Desk; browser: TestBrowser; port: number }> {
  const desk = await openDesk(env);
  opened.push(desk);
  const browser = await openBrowser({ executablePath: executablePath!, ...settings });
  opened.unshift(browser);
  await browser.camera.show('anna');
  return { desk, browser, port: await desk.listen() };
}

describe.skipIf(executablePath === undefined)(
  'the pages when something is amiss',
  { timeout: 60_000 },
  () => {
    afterEach(async () => {
      for (const one of opened) await one.close();
      opened = [];
    });

    test.each([
      ['refused', '127.0.0.1', /^The camera is blocked\./],
      ['absent', '127.0.0.1', /^No camera was found\./],
      ['granted', 'desk.example', /HTTPS or on localhost/],
    ] as const)(
      'with the camera %s at %s, the page says why and takes a file',
      async (camera, host, reason) => {
        const { desk, browser, port } = await start({ camera, hostName: 'desk.example' });
        await desk.register({ id: 'B1', image: await face('anna') });
        const { page, complaints } = await browser.visit(`http://${host}:${port}/verifyPage/`);
        await page.getByText(reason).waitFor();
        expect(await scan(page, 'B1')).toMatch(/^advice \| There is no photo yet\./);

        const buffer = await face('annaAgain');
        await page.locator('#file').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
        expect(await scan(page, 'B1')).toBe('good | Welcome, B1');
        expect(complaints).toEqual([]);
      },
    );

    test('a service that has stopped is named as the reason, and the same id can be sent again', async () => {
      const { desk, browser, port } = await start({ camera: 'granted' });
      const visit = await withCamera(browser.visit(`http://127.0.0.1:${port}/registerPage/`));
      await desk.app.close();
      const said =
        'advice | The service cannot be reached. | Check the network. Press Register to try again.';
      expect(await enrol(visit.page, 'B1')).toBe(said);
      await visit.page.locator('#go').click();
      expect(await shown(visit.page)).toBe(said);
      expect(photosSent(visit)).toBe(2);
    });

    test('a service that cannot examine photos says when to try again', async () => {
      const { desk, browser, port } = await start({ camera: 'granted' });
      const { page } = await withCamera(browser.visit(`http://127.0.0.1:${port}/verifyPage/`));
      await desk.container.vision.close();
      expect(await scan(page, 'B1')).toMatch(/^advice \| .+ \| Wait 1 second, then press Verify again\.$/);
      expect(await page.locator('#id').inputValue()).toBe('B1');
    });

    test('where the service wants an API key, the page asks for it and keeps it for the tab alone', async () => {
      const { browser, port } = await start({ camera: 'granted' }, { FACEDESK_API_KEYS: apiKey });
      const visit = await withCamera(browser.visit(`http://127.0.0.1:${port}/registerPage/`));
      const { page, complaints } = visit;
      const giveKey = async (key: string): Promise<void> => {
        await page.locator('#key').fill(key);
        await page.keyboard.press('Enter');
      };
      await page.keyboard.type('B1');
      await page.locator('#consent').check();
      await page.locator('#go').click();
      await page.getByText('This service answers only to callers with an API key.').waitFor();
      await giveKey('wrong');
      await page.getByText('That key was not accepted.').waitFor();
      await giveKey(apiKey);
      expect(await shown(page)).toBe('good | Registered | B1');

      await page.reload();
      await page.waitForSelector('[data-shows=camera]');
      expect(await enrol(page, 'B1')).toBe('bad | User already exists | Check the ID.');
      expect(photosSent(visit)).toBe(4);
      expect(await page.evaluate('[localStorage.length, document.cookie]')).toEqual([0, '']);
      expect(complaints).toEqual([]);
    });

    test('without the key nothing is sent again', async () => {
      const { browser, port } = await start({ camera: 'granted' }, { FACEDESK_API_KEYS: apiKey });
      const visit = await withCamera(browser.visit(`http://127.0.0.1:${port}/verifyPage/`));
      await visit.page.keyboard.type('B1');
      await visit.page.keyboard.press('Enter');
      await visit.page.locator('#key').waitFor();
      await visit.page.keyboard.press('Escape');
      expect(await shown(visit.page)).toBe('advice | Nothing was checked. | The service needs an API key.');
      expect(photosSent(visit)).toBe(1);
    });
  },
);
