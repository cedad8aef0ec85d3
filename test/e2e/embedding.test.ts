/** The kiosk in another site's page: it verifies, tells the page what it may know, and is not there for sites that are not named. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anyone } from '../../src/domain/access.js';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { v1ClientAs } from '../http/v1/v1-client.js';
import { chromium } from '../requirement.js';
import { openBrowser, scan, shown, withCamera, type TestBrowser } from './browser.js';
import { freePort, openHostPage, type HostPage } from './host-page.js';

const executablePath = chromium();
const adminKey = '0123456789abcdef0123456789abcdef';

interface Told {
  readonly type: string;
  readonly [detail: string]: unknown;
}

const told = async (page: Page): Promise<Told[]> => page.evaluate('window.told');

/** Waits until the page was told of it. */
async function event(page: Page, type: string): Promise<Told> {
  const last = async (): Promise<Told | undefined> => (await told(page)).findLast((one) => one.type === type);
  await expect.poll(last, { timeout: 15_000 }).toBeDefined();
  return (await last())!;
}

describe.skipIf(executablePath === undefined)('the kiosk in another page', { timeout: 90_000 }, () => {
  let desk: Desk;
  let browser: TestBrowser;
  let service: string;
  let hostPort: number;
  let key: string;
  const open: HostPage[] = [];
  beforeAll(async () => {
    hostPort = await freePort();
    desk = await openDesk({
      FACEDESK_API_KEYS: adminKey,
      FACEDESK_CORS_ORIGINS: `http://127.0.0.1:${hostPort}`,
    });
    service = `http://localhost:${await desk.listen()}`;
    const admin = await v1ClientAs(desk, 'admin');
    await admin({ path: '/subjects', form: { id: 'B21AI022', photos: await face('anna') } });
    key = (await desk.container.keys.create({ name: 'Library', role: 'kiosk' }, anyone)).secret;
    browser = await openBrowser({ executablePath: executablePath!, camera: 'granted' });
  });
  beforeEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await browser.camera.show('annaAgain');
  });
  afterAll(async () => {
    for (const one of open) await one.close();
    await browser.close();
    await desk.close();
  });

  const host = async (attributes: string, port?: number): Promise<HostPage> => {
    const page = await openHostPage({ service, attributes, ...(port !== undefined && { port }) });
    open.push(page);
    return page;
  };

  test('welcomes a person, and tells the page who was confirmed and nothing of scores', async () => {
    const { origin } = await host(`key="${key}"`, hostPort);
    const visit = await withCamera(browser.visit(origin));
    expect(await event(visit.page, 'facedesk-ready')).toEqual({ type: 'facedesk-ready' });
    await visit.page.locator('#id').focus();
    expect(await scan(visit.page, 'b21ai022')).toBe('good | Welcome, B21AI022');
    expect(await event(visit.page, 'facedesk-verdict')).toEqual({
      type: 'facedesk-verdict',
      confirmed: true,
      id: 'B21AI022',
    });
    expect(visit.complaints).toEqual([]);
    const stored = await visit.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(stored).toBe('[{},{}]');
  });

  test('another face and an id that nobody has are not confirmed, in the language that the page wants', async () => {
    await browser.camera.show('stranger');
    const { origin } = await host(`key="${key}" lang="hi"`, hostPort);
    const { page } = await withCamera(browser.visit(origin));
    await page.locator('#id').focus();
    for (const id of ['B21AI022', 'Nobody']) {
      expect(await scan(page, id)).toBe(`bad | ${id} | पुष्टि नहीं हुई | फिर कोशिश कीजिए, या डेस्क पर पूछिए।`);
      expect((await told(page)).at(-1)).toEqual({ type: 'facedesk-verdict', confirmed: false, id });
    }
    // The page's own language is its own.
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('without an id it finds people where the page and the key allow it, and tells nobody of whom it did not confirm', async () => {
    const { secret } = await desk.container.keys.create(
      { name: 'Gate', role: 'kiosk', scopes: ['identify'] },
      anyone,
    );
    const unasked = await withCamera(browser.visit((await host(`key="${secret}"`, hostPort)).origin));
    await event(unasked.page, 'facedesk-ready');
    expect(unasked.requests.filter((one) => one.endsWith('/v1/caller'))).toEqual([]);
    expect(await unasked.page.locator('#without-id').isHidden()).toBe(true);
    await open.pop()!.close();

    const { origin } = await host(`key="${secret}" without-id`, hostPort);
    const finding = await withCamera(browser.visit(origin));
    await finding.page.locator('#without-id').click();
    expect(await shown(finding.page)).toBe('good | Welcome, B21AI022');
    const confirmed = { type: 'facedesk-verdict', confirmed: true, id: 'B21AI022' };
    expect(await event(finding.page, 'facedesk-verdict')).toEqual(confirmed);

    await browser.camera.show('stranger');
    const { page } = await withCamera(browser.visit(origin));
    await page.locator('#without-id').click();
    const sentence = 'Not recognised. Type your ID, or scan your card.';
    const refused = { type: 'facedesk-refused', code: 'unrecognised', sentence, id: null };
    expect(await event(page, 'facedesk-refused')).toEqual(refused);
    await open.pop()!.close();

    const plain = await withCamera(
      browser.visit((await host(`key="${key}" without-id group="east-gate"`, hostPort)).origin),
    );
    await expect.poll(() => plain.requests.some((one) => one.endsWith('/v1/caller'))).toBe(true);
    await plain.page.locator('#id').focus();
    await scan(plain.page, 'B21AI022');
    expect(await plain.page.locator('#without-id').isHidden()).toBe(true);
  });

  test('a photo that cannot be judged is no verdict: the page gets the code and the sentence', async () => {
    await browser.camera.show('nobody');
    const { origin } = await host(`key="${key}"`, hostPort);
    const { page } = await withCamera(browser.visit(origin));
    await page.locator('#id').focus();
    await scan(page, 'B21AI022');
    const refused = await event(page, 'facedesk-refused');
    expect(refused).toMatchObject({ code: 'no_face_found', id: 'B21AI022' });
    expect(refused['sentence']).toMatch(/^No face was found\./);
    expect((await told(page)).map(({ type }) => type)).not.toContain('facedesk-verdict');
  });

  test('the example does what it says', async () => {
    const { origin } = await host(`key="${key}"`, hostPort);
    const { page, complaints } = await withCamera(browser.visit(`${origin}/embed.html`));
    await page.locator('#id').focus();
    await scan(page, 'B21AI022');
    await page.getByText('B21AI022 may come in.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a key of the page that does not do is told to the page, and visitors are not asked for one', async () => {
    const { origin } = await host('key="wrong"', hostPort);
    const { page } = await withCamera(browser.visit(origin));
    await page.locator('#id').focus();
    expect(await scan(page, 'B21AI022')).toMatch(/^advice \| Nothing was checked\./);
    expect(await event(page, 'facedesk-refused')).toMatchObject({ code: 'api_key_required' });
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('it looks as it does on its own page, and leaves the page around it alone', async () => {
    const { origin } = await host(`key="${key}"`, hostPort);
    const { page, requests } = await withCamera(browser.visit(origin));
    const kiosk = `document.querySelector('facedesk-kiosk').shadowRoot`;
    const style = (one: string, property: string): Promise<string> =>
      page.evaluate(`getComputedStyle(${one}).${property}`);
    expect(await style(`${kiosk}.querySelector('h1')`, 'textTransform')).toBe('none');
    expect(await style(`${kiosk}.querySelector('#go')`, 'fontFamily')).toMatch(/^system-ui/);
    expect(await style(`${kiosk}.querySelector('#frozen')`, 'display')).toBe('none');
    expect(await style(`document.querySelector('h1')`, 'textTransform')).toBe('uppercase');
    // Somebody who types in the page is not interrupted, and what they type is not an id.
    await page.locator('#search').focus();
    await page.keyboard.type('Dickens');
    expect(await page.locator('#search').inputValue()).toBe('Dickens');
    expect(await page.locator('#id').inputValue()).toBe('');
    const foreign = requests.filter((one) => ![origin, service].some((known) => one.includes(` ${known}/`)));
    expect(foreign).toEqual([]);
  });

  test('out of the page, it films and asks no more; put back, it starts anew', async () => {
    const { origin } = await host(`key="${key}"`, hostPort);
    const { page, requests } = await withCamera(browser.visit(origin));
    await event(page, 'facedesk-ready');
    await page.evaluate(`
      window.kiosk = document.querySelector('facedesk-kiosk');
      window.tracks = window.kiosk.shadowRoot.querySelector('video').srcObject.getTracks();
      window.kiosk.remove();`);
    expect(await page.evaluate(`window.tracks.map((track) => track.readyState)`)).toEqual(['ended']);
    const before = requests.length;
    await page.waitForTimeout(1500);
    expect(requests.slice(before)).toEqual([]);

    await page.evaluate('document.body.append(window.kiosk)');
    await page.waitForSelector('[data-shows=camera]');
    await page.locator('#id').focus();
    expect(await scan(page, 'B21AI022')).toBe('good | Welcome, B21AI022');
    expect((await told(page)).filter(({ type }) => type === 'facedesk-verdict')).toHaveLength(1);
  });

  test('for a site that the settings do not name, there is no kiosk', async () => {
    const { origin } = await host(`key="${key}"`);
    const { page, complaints } = await browser.visit(origin);
    await expect.poll(() => complaints.join('\n')).toMatch(/blocked by CORS policy/);
    expect(await page.evaluate(`customElements.get('facedesk-kiosk') === undefined`)).toBe(true);
    expect(await page.locator('facedesk-kiosk *').count()).toBe(0);
  });

  // Last, since the service is gone then.
  test('a service that goes away is told', async () => {
    const { origin } = await host(`key="${key}"`, hostPort);
    const { page } = await withCamera(browser.visit(origin));
    await event(page, 'facedesk-ready');
    await desk.app.close();
    expect(await event(page, 'facedesk-offline')).toEqual({ type: 'facedesk-offline' });
    await page.getByText('No connection to the service.').waitFor();
  });
});
