/** A challenge at the kiosk: what it says, what a still picture is worth, and that a head that turns is seen. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { chromium, testData } from '../requirement.js';
import { openBrowser, scan, shown, withCamera, type TestBrowser } from './browser.js';

const executablePath = chromium();
const orl = testData('orl');

const words = [
  'Look straight at the camera',
  'Turn your head to the left',
  'Turn your head to the right',
  'Close your eyes for three seconds',
  'Open your mouth',
];

/** Notes each different thing that the page asks for. Runs in the page. */
const listen = `
  window.asked = [];
  const words = document.querySelector('#challenge-words');
  new MutationObserver(() => words.textContent && window.asked.push(words.textContent))
    .observe(words, { childList: true });`;

/** Someone who does what is asked for: a picture of them for each thing, in the place of the camera. Runs in the page. */
const actor = (pictures: Readonly<Record<string, string>>): string => `(async () => {
  const pictures = ${JSON.stringify(pictures)};
  const loaded = {};
  for (const [action, picture] of Object.entries(pictures)) {
    loaded[action] = Object.assign(new Image(), { src: picture });
    await loaded[action].decode();
  }
  const canvas = Object.assign(document.createElement('canvas'), { width: 736, height: 896 });
  const context = canvas.getContext('2d');
  let turn = 0;
  setInterval(() => {
    const { action } = document.querySelector('#challenge').dataset;
    // A camera's pictures are never the same twice.
    turn += 1;
    context.filter = 'brightness(' + (1 + (turn % 5) / 50) + ')';
    context.drawImage(loaded[action] ?? loaded.straight, turn % 7, turn % 5, 736, 896 + 8 * (turn % 3));
  }, 40);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(25);
  for (const hidden of [true, false]) {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }
  // Asks for another challenge until it is one of turns: there are no photos of the other actions.
  const send = window.fetch;
  window.fetch = async (address, options) => {
    for (;;) {
      const response = await send(address, options);
      if (address !== '/v1/challenges') return response;
      const { actions } = await response.clone().json();
      if (actions.every((action) => action.startsWith('turn_'))) return response;
    }
  };
})()`;

/** A photo of the set's first person as a camera would have it. */
async function orlPhoto(number: number): Promise<Buffer> {
  return sharp(join(orl!, 'images', 's1', `${number}.jpg`))
    .resize(736, 896)
    .jpeg({ quality: 95 })
    .toBuffer();
}

describe.skipIf(executablePath === undefined)('a kiosk that has to ask for a challenge', () => {
  let desk: Desk;
  let browser: TestBrowser;
  let kiosk: string;
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_CHALLENGE: 'required', FACEDESK_RATE_LIMIT_PER_ADDRESS: '0' });
    kiosk = `http://127.0.0.1:${await desk.listen()}/kiosk`;
    browser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
    await browser.camera.show('annaAgain');
  });
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });

  test(
    'says what to do, one thing after the other, and does not take a still picture for a person',
    { timeout: 120_000 },
    async () => {
      await desk.register({ id: 'B1', image: await face('anna') });
      const visit = await withCamera(browser.visit(kiosk));
      await visit.page.evaluate(listen);
      expect(await scan(visit.page, 'B1')).toBe(
        'advice | That was not seen. | Try again, and do what is shown.',
      );
      const asked: string[] = await visit.page.evaluate('window.asked');
      expect(asked).toHaveLength(4);
      expect(asked[0]).toBe(words[0]);
      expect(words.slice(1)).toEqual(expect.arrayContaining(asked.slice(1)));
      expect(await visit.page.locator('#challenge').getAttribute('data-action')).toBe('none');
      expect(visit.complaints).toEqual([]);

      // Now that it is known, no photos are sent without.
      const before = visit.requests.length;
      await scan(visit.page, 'B1');
      const sent = visit.requests
        .slice(before)
        .filter((one) => !one.endsWith('/v1/quality') && !one.endsWith('/livez'));
      expect(sent.map((one) => new URL(one.split(' ')[1]!).pathname)).toEqual([
        '/v1/challenges',
        '/v1/verifications',
      ]);

      // Whoever is found without an id has to do what is asked for, too, and is not named by a photo of them.
      await visit.page.evaluate('window.asked = []');
      await visit.page.locator('#without-id').click();
      await visit.page.locator('#result[data-tone=none]').waitFor();
      expect(await shown(visit.page)).toBe('advice | That was not seen. | Try again, and do what is shown.');
      expect(await visit.page.evaluate('window.asked.length')).toBe(4);
      expect(await visit.page.locator('#id').inputValue()).toBe('');
    },
  );

  test.skipIf(orl === undefined)(
    'welcomes whoever turns their head as they are told, and nobody by their name',
    { timeout: 120_000 },
    async () => {
      const [straight, left, right, enrolled] = [
        await orlPhoto(1),
        await orlPhoto(5),
        await orlPhoto(6),
        await orlPhoto(2),
      ];
      expect(await desk.register({ id: 'S1', image: enrolled })).toMatchObject({ status: 201 });
      const { page } = await withCamera(browser.visit(kiosk));
      const asUrl = (photo: Buffer): string => `data:image/jpeg;base64,${photo.toString('base64')}`;
      await page.evaluate(
        actor({ straight: asUrl(straight), turn_left: asUrl(left), turn_right: asUrl(right) }),
      );
      await page.waitForSelector('[data-shows=camera]');
      expect(await scan(page, 'S1')).toBe('good | Welcome, S1');
      await page.locator('#without-id').click();
      await page.locator('#result[data-tone=none]').waitFor();
      expect(await shown(page)).toBe('good | Welcome, S1');
      expect(await scan(page, 'B1')).toBe('bad | B1 | Not confirmed | Try again, or ask at the desk.');
    },
  );
});
