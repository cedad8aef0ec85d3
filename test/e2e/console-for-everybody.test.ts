import axe from 'axe-core';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { v1Client } from '../http/v1/v1-client.js';
import { chromium } from '../requirement.js';
import { openBrowser, type TestBrowser, type Visit } from './browser.js';

const executablePath = chromium();

/** Every section, and the pages behind some of them. */
const routes = [
  'overview',
  'people',
  'people/B21AI022',
  'verdicts',
  'verdicts/1',
  'review',
  'devices',
  'calibration',
  'imports',
  'calibration',
  'imports',
  'keys',
  'webhooks',
  'settings',
  'models',
  'system',
];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

let desk: Desk;
let browser: TestBrowser;
let origin: string;

describe.skipIf(executablePath === undefined)('the console for everybody', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_RATE_LIMIT_PER_ADDRESS: '0' });
    origin = `http://127.0.0.1:${await desk.listen()}`;
    const v1 = v1Client(desk);
    const metadata = JSON.stringify({ name: 'Anna Berg', note: 'x'.repeat(300) });
    await v1({ path: '/verifications', form: { id: 'nobody', photos: await face('bella') } });
    await v1({ path: '/subjects', form: { id: 'B21AI022', photos: await face('anna'), metadata } });
    await v1({ path: '/subjects', form: { id: `long-${'0'.repeat(200)}`, photos: await face('annaAgain') } });
    browser = await openBrowser({ executablePath: executablePath!, camera: 'absent' });
  });
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });

  /** One place after the other in one window, each once it has settled. */
  async function atEach(
    options: BrowserContextOptions,
    look: (route: string, visit: Visit) => Promise<void>,
  ) {
    const visit = await browser.visit(`${origin}/console`, options);
    for (const route of routes) {
      await visit.page.evaluate(`location.hash = '#/${route}'`);
      await visit.page.locator('.view h1').waitFor();
      await visit.page.locator('.loading').waitFor({ state: 'detached' });
      await look(route, visit);
    }
    return visit;
  }

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in the %s, and no section complains',
    async (colorScheme) => {
      const found: string[] = [];
      const { complaints } = await atEach(
        { colorScheme, reducedMotion: 'reduce' },
        async (route, { page }) => {
          // Evaluated from outside, since the page itself runs no foreign script.
          await page.evaluate(axe.source);
          const violations: Violation[] = await page.evaluate(
            `axe.run().then(({ violations }) => violations)`,
          );
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          found.push(
            ...serious.map(({ id, nodes }) => `${route}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
          );
        },
      );
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('every section fits a telephone, in Hindi too', async () => {
    for (const language of ['en', 'hi']) {
      const wide: string[] = [];
      await atEach({ viewport: { width: 360, height: 640 }, locale: language }, async (route, { page }) => {
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
        if (width > 360) wide.push(`${route}: ${width}`);
      });
      expect(wide).toEqual([]);
    }
  });

  test('whoever has no mouse gets to a person and back by keyboard alone', async () => {
    const { page } = await browser.visit(`${origin}/console#/people`);
    await page.locator('.windowed li').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      if (await page.locator('.windowed a:focus').count()) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();
  });

  test('a service that went away is missed, and found again without anybody’s help', async () => {
    const { page } = await browser.visit(`${origin}/console#/people`);
    await page.locator('.windowed li').first().waitFor();
    const { port } = new URL(origin);
    await desk.app.close();
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.getByText('The service cannot be reached. Check the network.').waitFor();
    await page.getByText('No connection to the service.').waitFor();
    const revived = await desk.container.buildApp();
    await revived.listen({ host: '127.0.0.1', port: Number(port) });
    try {
      await page.locator('#connection').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('There is no key yet.').waitFor();
    } finally {
      await revived.close();
    }
  });
});
