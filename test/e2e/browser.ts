/** A headless browser on a served desk, with a film for a camera; whatever a page says or asks for goes on record. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { createFakeCamera, type FakeCamera } from './fake-camera.js';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Visit {
  readonly page: Page;
  /** Errors of scripts and of the content security policy; a refused photo is an answer, not one of them. */
  readonly complaints: string[];
  /** Every request as method and address. */
  readonly requests: string[];
}

export interface TestBrowser {
  readonly camera: FakeCamera;
  /** Opens a page in a window of its own and closes the one before, which would keep the camera. */
  visit(url: string, options?: BrowserContextOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface BrowserSettings {
  readonly executablePath: string;
  /** What the browser does when a page asks for the camera. */
  readonly camera: 'granted' | 'refused' | 'absent';
  /** A name that leads to this machine, but that a browser does not trust as it trusts localhost. */
  readonly hostName?: string;
}

export async function openBrowser({
  executablePath,
  camera,
  hostName,
}: BrowserSettings): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-browser-'));
  const fake = createFakeCamera(folder);
  const answers = {
    granted: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${fake.film}`,
    ],
    refused: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
    absent: ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
  };
  const names = hostName === undefined ? [] : [`--host-resolver-rules=MAP ${hostName} 127.0.0.1`];
  const browser = await chromium.launch({ executablePath, args: [...quiet, ...answers[camera], ...names] });

  return {
    camera: fake,
    visit: async (url, options = {}) => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const context = await browser.newContext(options);
      const visit: Visit = { page: await context.newPage(), complaints: [], requests: [] };
      record(visit);
      await visit.page.goto(url);
      return visit;
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A refusal is an answer, and beyond localhost plain HTTP cannot have every protection. */
const expected =
  /^Failed to load resource: the server responded with a status of (400|401|403|409|429|503)|^Failed to load resource: net::ERR_CONNECTION_REFUSED|^The Cross-Origin-Opener-Policy header has been ignored/;

function record({ page, complaints, requests }: Visit): void {
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
  });
}

/** Waits until the page has the camera's picture. */
export async function withCamera(visit: Promise<Visit>): Promise<Visit> {
  const opened = await visit;
  await opened.page.waitForSelector('[data-shows=camera]');
  return opened;
}

/** Types an id and presses Enter, as a barcode scanner does, and reads what the page shows then. */
export async function scan(page: Page, id: string): Promise<string> {
  await page.locator('#id').fill('');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  return shown(page);
}

/** Types an id, ticks consent and presses Register, and reads what the page shows then. */
export async function enrol(page: Page, id: string): Promise<string> {
  await page.locator('#id').fill(id);
  await page.locator('#consent').check();
  await page.locator('#go').click();
  return shown(page);
}

/** What is used here of an element of the page; the tests have no types of the browser's. */
interface Board {
  readonly dataset: { readonly tone: string };
  querySelectorAll(words: string): Iterable<{ readonly textContent: string }>;
}

/** The result as a person perceives it: its colour's name, whom it is about where it says so, its title, what to do next. */
export async function shown(page: Page): Promise<string> {
  // Read in one go, since a result goes away by itself.
  return page.locator('#result:not([data-tone=none])').evaluate((result: Board) => {
    const words = [...result.querySelectorAll('p')].map(({ textContent }) => textContent);
    return [result.dataset.tone, ...words.filter((one) => one !== '')].join(' | ');
  });
}

/** Verifications and registrations; frames that are only judged are not among them. */
export const photosSent = ({ requests }: Visit): number =>
  requests.filter((one) => one.startsWith('POST') && !one.endsWith('/v1/quality')).length;
