/** Lists of 100,000 people over HTTP: pages of 100 at the beginning, in the middle and at the end, and what filters cost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillWithCrowd, connectToFile } from './crowd.js';
import { startDeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { alternate, figureText, percentile, timeMs } from './statistics.js';
import { makeKeyText } from '../src/sealing/index.js';

const people = 100_000;
/** Of each list. */
const requests = 100;
/** So many people have one who is in a group and has something in their metadata. */
const oneIn = 100;

export async function measureDirectory(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-bench-'));
  try {
    const path = join(folder, 'facedesk.sqlite');
    const key = makeKeyText();
    const url = `sqlite:${path}`;
    // A model that the service does not use: the lists are the same, and no gallery is filled.
    await fillWithCrowd({ url, key, modelId: 'benchmark', people, connection: () => connectToFile(path) });
    await addNotes(path);
    const server = await startDeskServer({ FACEDESK_DATABASE_URL: url, FACEDESK_ENCRYPTION_KEY: key });
    try {
      return section(await measurePages(server.url));
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function addNotes(path: string): Promise<void> {
  const database = await connectToFile(path);
  const some = `SELECT subject_no FROM facedesk_subjects WHERE subject_no % ${oneIn} = 0`;
  for (const text of [
    'BEGIN',
    `INSERT INTO facedesk_metadata (subject_no, document, version)
      SELECT subject_no, '{"department":"chemistry"}', 1 FROM (${some})`,
    `INSERT INTO facedesk_metadata_values (subject_no, name, value)
      SELECT subject_no, 'department', '"chemistry"' FROM (${some})`,
    `INSERT INTO facedesk_groups (group_id, description, created_at) VALUES ('east', '', '2026-01-01 00:00:00')`,
    `INSERT INTO facedesk_group_members (group_no, subject_no)
      SELECT g.group_no, s.subject_no FROM facedesk_groups AS g, (${some}) AS s`,
    'COMMIT',
  ])
    await database.query(text, []);
  await database.end();
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

async function measurePages(url: string) {
  const read = async (query: string): Promise<Page> => {
    const answer = await fetch(`${url}/v1/subjects?limit=100${query}`);
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`a list answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Page;
  };
  const cursors = await everyCursor(read);
  const ask =
    (query: string, expected = 100) =>
    async (): Promise<number> => {
      let found = 0;
      const ms = await timeMs(async () => (found = (await read(query)).items.length));
      if (found !== expected) throw new Error(`${query}: ${found} people instead of ${expected}`);
      return ms;
    };
  const cursor = (share: number) => `&cursor=${cursors[Math.floor(share * (cursors.length - 1))]!}`;
  return alternate(requests, {
    'the first page': ask(''),
    'a page in the middle': ask(cursor(0.5)),
    'the last page': ask(cursor(1)),
    'ids that begin alike': ask('&idPrefix=p05'),
    'by metadata, one in a hundred': ask('&metadata=department:chemistry'),
    'of a group, one in a hundred': ask('&group=east'),
    'those enrolled': ask('&state=enrolled'),
    'those without a photo, of whom there are none': ask('&state=awaitingPhoto', 0),
  });
}

async function everyCursor(read: (query: string) => Promise<Page>): Promise<readonly string[]> {
  const cursors: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    ({ nextCursor: cursor } = await read(cursor === '' ? '' : `&cursor=${cursor}`));
    if (cursor !== null) cursors.push(cursor);
  }
  return cursors;
}

function section(figures: Readonly<Record<string, readonly number[]>>): Section {
  const rows = Object.entries(figures).map(([name, ms]) => [
    name,
    ...[0.5, 0.95, 0.99].map((share) => figureText(percentile(ms, share))),
  ]);
  return {
    title: `Lists: pages of ${people.toLocaleString('en')} people`,
    text: `${markdownTable(['GET /v1/subjects', 'p50, ms', 'p95, ms', 'p99, ms'], rows)}

SQLite; ${requests} requests of each in turn, one at a time, each for a page of 100. Promised: a page within 10 ms at p95.`,
  };
}
