import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { face, facePng } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { chromium } from '../requirement.js';
import { enrol, openBrowser, photosSent, scan, shown, withCamera, type TestBrowser } from './browser.js';

const executablePath = chromium();

let desk: Desk;
let browser: TestBrowser;
let origin: string;

const registerPage = (): string => `${origin}/registerPage/`;
const verifyPage = (): string => `${origin}/verifyPage/`;

/** Keeps the last photo that the page sends, to be looked at by `look`. Both run in the page, where they have no types. */
const keepPhoto = `
  const send = window.fetch;
  window.fetch = (address, options) => {
    if (address === '/verify/') {
      window.sentPhoto = options.body.get('image');
      window.sentPhotos = options.body.getAll('image').length;
    }
    return send(address, options);
  };`;

/** Type and size of the photo, and how bright it is at its edges: the camera's room has a dark wall on its left. */
const look = `(async () => {
  const picture = await createImageBitmap(window.sentPhoto);
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const red = (x) => context.getImageData(x, 360, 1, 1).data[0];
  return {
    type: window.sentPhoto.type,
    size: [picture.width, picture.height],
    left: red(20) < 70 ? 'dark' : 'bright',
    right: red(1260) < 70 ? 'dark' : 'bright',
  };
})()`;

const photoFile = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'photo',
  mimeType: 'image/jpeg',
  buffer,
});

describe.skipIf(executablePath === undefined)('the pages in a browser', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    desk = await openDesk();
    origin = `http://127.0.0.1:${await desk.listen()}`;
    await desk.register({ id: 'B21AI022', image: await face('anna') });
    browser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
  });
  beforeEach(() => browser.camera.show('annaAgain'));
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });

  test('a person registers at one page and is welcomed at the other, and no page complains', async () => {
    await browser.camera.show('bella');
    const registering = await withCamera(browser.visit(registerPage()));
    expect(await enrol(registering.page, 'Bella_1')).toBe('good | Registered | Bella_1');
    expect(await desk.ids()).toContain('Bella_1');

    const verifying = await withCamera(browser.visit(verifyPage()));
    expect(await scan(verifying.page, 'bella_1')).toBe('good | Welcome, Bella_1');
    const { complaints, requests } = registering;
    expect([...complaints, ...verifying.complaints]).toEqual([]);
    const addresses = [...requests, ...verifying.requests].map((one) => one.split(' ')[1]!);
    expect(addresses.filter((one) => !one.startsWith(`${origin}/`) && !one.startsWith('blob:'))).toEqual([]);
  });

  test('the photo is sent whole and as the camera saw it, while the preview is a mirror', async () => {
    const { page } = await withCamera(browser.visit(verifyPage()));
    await page.evaluate(keepPhoto);
    await scan(page, 'B21AI022');
    expect(await page.evaluate('window.sentPhotos')).toBe(3);
    expect(await page.evaluate(look)).toEqual({
      type: 'image/jpeg',
      size: [1280, 720],
      left: 'dark',
      right: 'bright',
    });
    const transform = `getComputedStyle(document.querySelector('#preview')).transform`;
    expect(await page.evaluate(transform)).toBe('matrix(-1, 0, 0, 1, 0, 0)');
  });

  test('another person is refused, and the page is ready again by itself', async () => {
    await browser.camera.show('stranger');
    const { page } = await withCamera(browser.visit(verifyPage()));
    expect(await scan(page, 'B21AI022')).toBe(
      'bad | B21AI022 | Not confirmed | Try again, or ask at the desk.',
    );
    await page.locator('#result[data-tone=none]').waitFor();
    expect(await page.locator('#id').inputValue()).toBe('');
    expect(await page.locator('#id:focus').count()).toBe(1);
  });

  test('the next person need not wait for the result to go', async () => {
    const { page } = await withCamera(browser.visit(verifyPage()));
    expect(await scan(page, 'B21AI022')).toBe('good | Welcome, B21AI022');
    await page.keyboard.type('B2');
    expect(await page.locator('#result').getAttribute('data-tone')).toBe('none');
    expect(await page.locator('#id').inputValue()).toBe('B2');
  });

  test('what is wrong with a photo is said, the id stays, and the preview can be seen meanwhile', async () => {
    await browser.camera.show('nobody');
    const empty = await withCamera(browser.visit(verifyPage()));
    expect(await scan(empty.page, 'B21AI022')).toBe(
      'advice | No face was found. | Face the camera, in the light, with the whole face in the picture.',
    );
    expect(await empty.page.locator('#id').inputValue()).toBe('B21AI022');
    const [preview, result] = await Promise.all(
      ['#preview', '#result'].map((one) => empty.page.locator(one).boundingBox()),
    );
    expect(result!.height).toBeLessThan(preview!.height / 2);

    await browser.camera.show('twoPeople');
    const crowded = await withCamera(browser.visit(registerPage()));
    expect(await enrol(crowded.page, 'C1')).toBe(
      'advice | More than one face is in the picture. | Only one person, please.',
    );
    expect(await desk.ids()).not.toContain('C1');
  });

  test('an id that is taken is refused and left to be corrected', async () => {
    const { page } = await withCamera(browser.visit(registerPage()));
    expect(await enrol(page, 'b21ai022')).toBe('bad | User already exists | Check the ID.');
    expect(await page.locator('#id').inputValue()).toBe('b21ai022');
  });

  test('without an id nothing is sent', async () => {
    const visit = await withCamera(browser.visit(verifyPage()));
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Scan or type an ID first.').waitFor();
    expect(photosSent(visit)).toBe(0);
  });

  test('a double click and an impatient Enter send one photo', async () => {
    const visit = await withCamera(browser.visit(verifyPage()));
    await visit.page.locator('#id').fill('B21AI022');
    await visit.page.locator('#go').dblclick();
    await visit.page.locator('#id').press('Enter');
    expect(await shown(visit.page)).toBe('good | Welcome, B21AI022');
    expect(photosSent(visit)).toBe(1);
  });

  test('an id that is scanned while the camera starts is not lost', async () => {
    const { page } = await browser.visit(verifyPage());
    expect(await scan(page, 'B21AI022')).toBe('good | Welcome, B21AI022');
  });

  test('keys that are typed beside the field land in it', async () => {
    const { page } = await withCamera(browser.visit(verifyPage()));
    await page.locator('h1').click();
    await page.keyboard.type('B21');
    expect(await page.locator('#id').inputValue()).toBe('B21');
  });

  test('photos from files are judged as they come, and register somebody', async () => {
    const { page, complaints } = await withCamera(browser.visit(registerPage()));
    await page.locator('#file').setInputFiles(photoFile(await facePng('carla')));
    await page.waitForSelector('.slot[data-state=good]');
    expect(await enrol(page, 'Carla')).toBe('good | Registered | Carla');
    await page.locator('#file').setInputFiles(photoFile(Buffer.from('no picture')));
    await page.waitForSelector('.slot:has(img)');
    expect(await enrol(page, 'Dora')).toMatch(/^advice \| This file is not a picture/);
    expect(complaints).toEqual([]);
    expect((await desk.verify({ id: 'Carla', image: await face('carla') })).status).toBe(200);
  });

  test('the camera is off while nobody sees the page', async () => {
    const { page } = await withCamera(browser.visit(verifyPage()));
    const tracks = (): Promise<number> =>
      page.evaluate(`document.querySelector('video').srcObject?.getTracks().length ?? 0`);
    // Headless windows are always in sight, so the page is told otherwise.
    const turn = (hidden: boolean): Promise<void> =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await turn(true);
    expect(await tracks()).toBe(0);
    await turn(false);
    await page.waitForSelector('[data-shows=camera]');
    expect(await tracks()).toBe(1);
  });

  test.each(['/registerPage/', '/verifyPage/'])(
    '%s fits a narrow telephone, with targets for thumbs',
    async (path) => {
      const viewport = { width: 320, height: 568 };
      const { page } = await withCamera(browser.visit(`${origin}${path}`, { viewport }));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      for (const target of await page.locator('a, button, input[type=text], label.plain').all()) {
        const box = await target.boundingBox();
        if (box !== null) expect(box.height).toBeGreaterThanOrEqual(44);
      }
    },
  );

  test('an id that looks like markup is shown as it was typed', async () => {
    const { page } = await withCamera(browser.visit(registerPage()));
    await enrol(page, '<img src=x>');
    expect(await page.locator('#result').innerText()).toContain('<img src=x>');
    expect(await page.locator('#result img').count()).toBe(0);
  });
});
