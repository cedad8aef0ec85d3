/**
 * The service on a database of 100,000 people, of each kind that is here: how long until it is ready, and how long the whole
 * list of users takes and what memory, when it is read as it comes and never kept.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config/index.js';
import { createContainer } from '../src/container.js';
import { createLogger } from '../src/observability/logger.js';
import { makeKeyText } from '../src/sealing/index.js';
import { findServer } from '../test/servers/find-server.js';
import { TestServer } from '../test/servers/test-server.js';
import { connectToFile, fillWithCrowd } from './crowd.js';
import { startDeskServer, type DeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import { figureText, median, spread, timeMs } from './statistics.js';

const people = 100_000;
const rounds = 3;
const listings = 3;
const sampleMs = 100;

interface Home {
  readonly name: string;
  readonly settings: Record<string, string>;
  dispose(): Promise<void>;
}

/** The table, and the sentences under it. */
export async function crowdTable(): Promise<string> {
  const key = makeKeyText();
  const modelId = await runningModelId();
  const rows: string[][] = [];
  for (const home of [onSqlite, onServer('MariaDB'), onServer('PostgreSQL')]) {
    const crowd = await home(key, modelId);
    if (crowd === undefined) continue;
    try {
      rows.push(await measureOn(crowd));
    } finally {
      await crowd.dispose();
    }
  }
  const header = ['100,000 people on', 'start to ready, ms', 'whole list, ms', 'before', 'most', 'grown'];
  return `${markdownTable(header, rows)}

Everybody has a sealed template, which the start opens and compares by. \`GET /register/\` was read as it came, ${listings} times
after each of ${rounds} starts. The last three columns are the server's own memory in MiB: before the first list, at its
highest while a list was read, looked at every ${sampleMs} ms, and the difference between the highest in the last list and in the
first.`;
}

async function measureOn({ name, settings }: Home): Promise<string[]> {
  const [ready, list, before, most, grown]: number[][] = [[], [], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const server = await startDeskServer(settings);
    try {
      ready!.push(server.readyAfterMs);
      before!.push(server.residentMib().server);
      const peaks: number[] = [];
      for (let i = 0; i < listings; i++) {
        const { ms, peakMib } = await readList(server);
        list!.push(ms);
        peaks.push(peakMib);
      }
      most!.push(Math.max(...peaks));
      grown!.push(peaks.at(-1)! - peaks[0]!);
    } finally {
      await server.close();
    }
  }
  const memory = [before!, most!, grown!].map((figures) => figureText(median(figures)));
  return [name, spread(ready!), spread(list!), ...memory];
}

/** @throws Error where somebody is missing from the list */
async function readList(server: DeskServer): Promise<{ ms: number; peakMib: number }> {
  let peakMib = server.residentMib().server;
  const timer = setInterval(() => (peakMib = Math.max(peakMib, server.residentMib().server)), sampleMs);
  try {
    const ms = await timeMs(async () => {
      const answer = await fetch(`${server.url}/register/`);
      let users = 0;
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream()))
        users += chunk.split('"timestamp"').length - 1;
      // A word that lies across two chunks is not counted.
      if (answer.status !== 200 || users < people * 0.99) throw new Error(`${answer.status}, ${users} users`);
    });
    return { ms, peakMib };
  } finally {
    clearInterval(timer);
  }
}

async function onSqlite(key: string, modelId: string): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-bench-crowd-'));
  const path = join(folder, 'facedesk.sqlite');
  const url = `sqlite:${path}`;
  await fillWithCrowd({ url, key, modelId, people, connection: () => connectToFile(path) });
  const settings = { FACEDESK_DATABASE_URL: url, FACEDESK_ENCRYPTION_KEY: key };
  return { name: 'SQLite', settings, dispose: () => rm(folder, { recursive: true }) };
}

/** Nothing where the server is not here, which is said. */
function onServer(name: 'MariaDB' | 'PostgreSQL') {
  return async (key: string, modelId: string): Promise<Home | undefined> => {
    if (findServer(name) === undefined) return undefined;
    const server = await TestServer.start(name);
    const url = await server.createDatabase();
    await fillWithCrowd({ url, key, modelId, people, connection: () => server.kind.connect(url) });
    const settings = { FACEDESK_DATABASE_URL: url, FACEDESK_ENCRYPTION_KEY: key };
    return { name, settings, dispose: () => server.dispose() };
  };
}

/** Under which templates have to be kept for the service to compare by them. */
export async function runningModelId(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'facedesk-bench-model-'));
  const env = { FACEDESK_DATA_DIR: dataDir, FACEDESK_VISION_WORKERS: '1' };
  const services = await createContainer(loadConfig({ env }), createLogger({ level: 'silent' }));
  try {
    await services.vision.ready();
    return services.vision.modelId;
  } finally {
    await services.close();
    await rm(dataDir, { recursive: true });
  }
}
