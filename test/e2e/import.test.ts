/** The commands that move people in and out, run as an operator runs them; one of them is killed twice on the way. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { face, type FaceName, shotNo } from '../faces.js';
import { facedesk, startFacedesk } from './facedesk-command.js';
import { descendantsOf, isRunning } from './processes.js';
import { eachInFlight } from './sending.js';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-import-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function answer(...args: string[]) {
  const { exitCode, stdout, stderr } = await facedesk(...args, '--json', '--data-dir', dataDir);
  return { exitCode, document: JSON.parse(stdout) as Record<string, unknown>, stderr };
}

async function ids(): Promise<string[]> {
  const { document } = await answer('list');
  return (document['data'] as { id: string }[]).map(({ id }) => id);
}

const people: readonly FaceName[] = ['anna', 'bella', 'carla', 'dora', 'emma'];

/** More, to see how a whole library moves in: 10,000 take some ten minutes on two cores. */
const photoCount = Number(process.env['FACEDESK_TEST_IMPORT_PHOTOS'] ?? 60);

describe('killed on the way', { timeout: 240_000 + 600 * photoCount }, () => {
  test('an import goes on where it was: everybody once, nobody twice, and nothing is examined for nothing', async () => {
    const count = photoCount;
    const photos = Array.from({ length: count }, (_, at) => at);
    await eachInFlight(photos, 4, async (at) => {
      await put(
        `photos/P_${String(at).padStart(5, '0')}_20230101080000.jpg`,
        await shotNo(at, people[at % people.length]!),
      );
    });
    const args = ['import', 'legacy', '--photos', join(folder, 'photos'), '--data-dir', dataDir];
    const seen: number[] = [];
    for (const enough of [Math.ceil(0.13 * count), Math.ceil(0.5 * count)]) {
      await runUntil(args, enough);
      seen.push((await ids()).length);
      expect(seen.at(-1)).toBeGreaterThanOrEqual(enough);
      expect(seen.at(-1)).toBeLessThan(count);
    }
    const last = await answer(...args.slice(0, 4), '--timings', '--report', join(folder, 'r.json'));
    expect(last).toMatchObject({
      exitCode: 0,
      document: { ids: count, enrolled: count - seen[1]!, alreadyEnrolled: seen[1], leftOut: 0 },
    });
    expect(last.document['photosExamined']).toBe(count - seen[1]!);
    expect(last.document['timings']).toContainEqual(
      expect.objectContaining({ stage: 'embed', count: count - seen[1]! }),
    );
    const { photosExamined, seconds } = last.document as { photosExamined: number; seconds: number };
    console.log(
      `killed at ${seen.join(' and ')} of ${count}; then ${(photosExamined / seconds).toFixed(1)}/s`,
    );
    const everybody = await ids();
    expect(new Set(everybody).size).toBe(count);
    expect(everybody.length).toBe(count);
    const report = JSON.parse(await readFile(join(folder, 'r.json'), 'utf8')) as {
      rows: { verdict: string }[];
    };
    expect(report.rows.length).toBe(count);
    const file = join(folder, 'out.ndjson');
    const counts = { subjects: count, templates: count, photos: count };
    expect((await answer('export', '--to', file)).document).toMatchObject(counts);
  });

  /** Starts an import and kills it with its children when the store has this many people. */
  async function runUntil(args: readonly string[], enough: number): Promise<void> {
    const child = startFacedesk(args);
    const ended = once(child, 'exit');
    while (child.exitCode === null && (await journalLines()) < enough)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const children = descendantsOf(child.pid!);
    child.kill('SIGKILL');
    await ended;
    for (const pid of children) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }

  async function journalLines(): Promise<number> {
    const text = await readFile(join(dataDir, 'import-journal.ndjson'), 'utf8').catch(() => '');
    return text.split('\n').length - 1;
  }
});

describe('what it says', { timeout: 120_000 }, () => {
  test('a dry run names what it found, writes nobody, and its exit code says that somebody would be left out', async () => {
    await put('photos/A_20230101080000.jpg', await face('anna'));
    await put('photos/B_20230101080000.jpg', await face('nobody'));
    const { exitCode, stdout, stderr } = await facedesk(
      ...['import', 'legacy', '--photos', join(folder, 'photos'), '--dry-run', '--data-dir', dataDir],
      ...['--report', join(folder, 'r.csv')],
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Found 2 photos named <ID>_<YYYYMMDDhhmmss>, as the old service names them.');
    expect(stderr).toMatch(/2 of 2 photos, [\d.]+\/s/);
    expect(stdout).toMatch(/Would enrol +1\n/);
    expect(stdout).toContain('Nothing was written.');
    expect(await readFile(join(folder, 'r.csv'), 'utf8')).toContain(
      'B,B_20230101080000.jpg,2023-01-01T08:00:00,no_face_found,',
    );
    expect(await ids()).toEqual([]);
  });

  test('a command line or a source that is wrong is exit code 2, a damaged export 3', async () => {
    await put('empty/notes.txt', 'nothing');
    const legacy = ['import', 'legacy'];
    expect(await answer(...legacy)).toMatchObject({ exitCode: 2 });
    const nothing = await answer(...legacy, '--photos', join(folder, 'empty'));
    expect(nothing).toMatchObject({ exitCode: 2, document: { code: 'photos_unusable' } });
    const report = [...legacy, '--photos', join(folder, 'empty'), '--report', 'x.txt'];
    expect(await answer(...report)).toMatchObject({ exitCode: 2 });
    const torn = await put('torn.ndjson', '{"format":"facedesk-export","version":1}\n');
    expect(await answer('import', 'export', torn)).toMatchObject({
      exitCode: 3,
      document: { code: 'export_unusable', error: expect.stringContaining('cut off') as string },
    });
  });

  test("the old database's users keep their time, and its file is left as it is", async () => {
    await put('photos/A_20230101080000.jpg', await face('anna'));
    await put('photos/gone_20230101080000.jpg', await face('bella'));
    const { DatabaseSync } = await import('@photostructure/sqlite');
    const old = new DatabaseSync(join(folder, 'old.sqlite'));
    old.exec(
      'CREATE TABLE users (id VARCHAR(255) PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)',
    );
    old.exec("INSERT INTO users VALUES ('a', '2022-02-02 03:04:05')");
    const done = await answer(
      ...['import', 'legacy', '--photos', join(folder, 'photos')],
      ...['--users-from', `sqlite:${join(folder, 'old.sqlite')}`],
    );
    expect(done).toMatchObject({ exitCode: 0, document: { enrolled: 1, verdicts: { not_a_user: 1 } } });
    expect((await answer('list')).document).toEqual({
      data: [{ id: 'a', timestamp: '2022-02-02T03:04:05' }],
    });
    expect(
      old
        .prepare('SELECT name FROM sqlite_schema')
        .all()
        .map((row) => row['name']),
    ).not.toContain('facedesk_subjects');
    old.close();
  });
});

describe('other services', { timeout: 120_000 }, () => {
  test("DeepFace's folder is read without opening its pickles", async () => {
    await put('db/Ann/1.jpg', await face('anna'));
    await put('db/ds_model_vggface_detector_opencv.pkl', 'no pickle');
    const { exitCode, stdout } = await facedesk(
      'import',
      'deepface',
      '--photos',
      join(folder, 'db'),
      '--data-dir',
      dataDir,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('One .pkl file was not opened');
    expect(await ids()).toEqual(['Ann']);
  });

  test("CompreFace's examples are fetched once, and a photo that it did not keep is reported", async () => {
    const examples = new Map<string, { subject: string; photo: Uint8Array }>([
      ['6b135f5b-a365-4522-b1f1-4c9ac2dd0728', { subject: 'Ann / "1"', photo: await face('anna') }],
      ['7b135f5b-a365-4522-b1f1-4c9ac2dd0728', { subject: 'Bob', photo: new Uint8Array() }],
    ]);
    const asked: string[] = [];
    const compreface = await serveCompreface(examples, asked);
    try {
      const { port } = compreface.address() as AddressInfo;
      const args = [
        'import',
        'compreface',
        '--photos',
        join(folder, 'fetched'),
        '--url',
        `http://127.0.0.1:${port}`,
      ];
      const key = ['--api-key-file', await put('key.txt', 'the-key\n')];
      const wrong = ['--api-key-file', await put('wrong.txt', 'another\n')];
      expect(await answer(...args, ...wrong)).toMatchObject({
        exitCode: 2,
        document: { code: 'photos_unusable' },
      });
      const done = await answer(...args, ...key);
      expect(done).toMatchObject({
        exitCode: 1,
        document: { enrolled: 1, verdicts: { image_unreadable: 1 } },
      });
      expect(await ids()).toEqual(['Ann / "1"']);
      const fetched = asked.filter((path) => path.endsWith('/img')).length;
      expect(await answer(...args, ...key)).toMatchObject({ document: { alreadyEnrolled: 1 } });
      expect(asked.filter((path) => path.endsWith('/img')).length).toBe(fetched);
    } finally {
      compreface.close();
    }
  });
});

/** Answers as docs/Rest-API-description.md of CompreFace has it, one example to a page. */
async function serveCompreface(
  examples: ReadonlyMap<string, { subject: string; photo: Uint8Array }>,
  asked: string[],
): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://compreface');
    asked.push(url.pathname);
    if (request.headers['x-api-key'] !== 'the-key') return response.writeHead(401).end();
    const [, id] = /\/faces\/([^/]+)\/img$/.exec(url.pathname) ?? [];
    if (id !== undefined) return response.end(examples.get(id)!.photo);
    const page = Number(url.searchParams.get('page'));
    const faces = [...examples]
      .slice(page, page + 1)
      .map(([image_id, { subject }]) => ({ image_id, subject }));
    const body = {
      faces,
      page_number: page,
      page_size: 1,
      total_pages: examples.size,
      total_elements: examples.size,
    };
    return response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
