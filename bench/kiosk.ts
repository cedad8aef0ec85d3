/**
 * What somebody at the kiosk waits for, in a real browser with a film for a camera, on a service with 10,000 people: the page,
 * its coaching, and the verdict after the id was given, or after the button was pressed that does without one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeKeyText } from '../src/sealing/index.js';
import { openBrowser, withCamera, type TestBrowser } from '../test/e2e/browser.js';
import { face } from '../test/faces.js';
import { chromium } from '../test/requirement.js';
import { runningModelId } from './crowd-start.js';
import { connectToFile, fillWithCrowd } from './crowd.js';
import { startDeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { spread } from './statistics.js';

const people = 10_000;
const visits = 3;
const verdicts = 8;
const coachedMs = 5000;
const id = 'B21AI022';
const title = 'Kiosk: what somebody at the door waits for';

export async function measureKiosk(): Promise<Section> {
  const executablePath = chromium();
  if (executablePath === undefined) return { title, text: 'Not measured: there is no Chromium here.' };
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-bench-kiosk-'));
  const path = join(folder, 'facedesk.sqlite');
  const key = makeKeyText();
  const url = `sqlite:${path}`;
  await fillWithCrowd({
    ...{ url, key, people, modelId: await runningModelId() },
    connection: () => connectToFile(path),
  });
  const server = await startDeskServer({
    FACEDESK_DATABASE_URL: url,
    FACEDESK_ENCRYPTION_KEY: key,
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
  });
  const browser = await openBrowser({ executablePath, camera: 'granted' });
  try {
    await register(server.url);
    await browser.camera.show('annaAgain');
    return { title, text: textOf(await measureVisits(browser, `${server.url}/kiosk`)) };
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

type Figures = Record<'paint' | 'camera' | 'coached' | 'verdict' | 'found', number[]>;

async function measureVisits(browser: TestBrowser, address: string): Promise<Figures> {
  const figures: Figures = { paint: [], camera: [], coached: [], verdict: [], found: [] };
  for (let visit = 0; visit < visits; visit++) {
    const { page, requests } = await withCamera(browser.visit(address));
    figures.camera.push(await page.evaluate<number>('performance.now()'));
    figures.paint.push(await page.evaluate<number>(firstPaint));
    await setTimeout(1000);
    const before = requests.length;
    await setTimeout(coachedMs);
    const judged = requests.slice(before).filter((one) => one.endsWith('/v1/quality')).length;
    figures.coached.push((judged * 1000) / coachedMs);
    for (let no = 0; no < verdicts; no++) {
      await setTimeout(1500);
      await page.locator('#id').fill(id);
      figures.verdict.push(
        await page.evaluate<number>(untilWelcome(`document.querySelector('form').requestSubmit()`)),
      );
      await setTimeout(1500);
      figures.found.push(
        await page.evaluate<number>(untilWelcome(`document.querySelector('#without-id').click()`)),
      );
    }
  }
  return figures;
}

/** These run in the page, which has no types here. */
const firstPaint = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
const untilWelcome = (begin: string): string => `new Promise((resolve, reject) => {
  const result = document.querySelector('#result');
  const begun = performance.now();
  new MutationObserver((_changes, observer) => {
    const { tone } = result.dataset;
    if (tone === 'none') return;
    observer.disconnect();
    if (tone === 'good') requestAnimationFrame(() => resolve(performance.now() - begun));
    else reject(new Error('the verdict is ' + result.textContent));
  }).observe(result, { attributeFilter: ['data-tone'] });
  ${begin};
})`;

async function register(url: string): Promise<void> {
  const form = new FormData();
  form.set('id', id);
  form.set('image', new Blob([new Uint8Array(await face('anna'))], { type: 'image/jpeg' }), 'photo.jpg');
  const answer = await fetch(`${url}/register/`, { method: 'POST', body: form });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
}

function textOf({ paint, camera, coached, verdict, found }: Figures): string {
  const rows = [
    ['first contentful paint, ms', spread(paint)],
    ["page and camera's picture there, ms", spread(camera)],
    ['pictures judged for coaching, per second', spread(coached)],
    ['id given until the verdict is shown, ms', spread(verdict)],
    ['found without an id, verified and shown, ms', spread(found)],
  ];
  return `${markdownTable(['What', 'figure'], rows)}

${visits} visits of an empty browser, ${verdicts} verdicts with an id and ${verdicts} without in each; the camera is a film of 1280x720 with a face that stays. The verdict takes three
pictures of the moment, which the service judges all; without an id, one of them is looked for first. The browser drew in software on the same processors as the service.`;
}
