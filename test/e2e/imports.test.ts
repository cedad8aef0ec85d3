/** An import over the API as a program runs it with the client: the server is killed in the middle of it, and nothing comes twice. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Facedesk } from 'facedesk-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { face } from '../faces.js';
import { until } from '../services/webhook-receiver.js';
import { zipFile } from '../zip-file.js';
import { type Serving, startServing } from './serving.js';

const people = 60;
let dataDir: string;
let server: Serving;
let desk: Facedesk;

const env = { FACEDESK_VISION_TASK_TIMEOUT_MS: '20000', FACEDESK_REQUEST_TIMEOUT_MS: '2000' };
const start = async (): Promise<void> => {
  server = await startServing({ dataDir, env });
  desk = new Facedesk({ url: server.url });
};

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'facedesk-imports-'));
  await start();
});
afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

const folders = (): string[] => {
  const root = join(dataDir, 'imports');
  return existsSync(root) ? readdirSync(root) : [];
};

async function archive(): Promise<string> {
  const [anna, bella] = [await face('anna'), await face('bella')];
  const file = join(dataDir, 'people.zip');
  const entries = Array.from({ length: people }, (_, n) => ({
    path: `P${String(n).padStart(3, '0')}_20230101080000.jpg`,
    content: n === 0 ? bella : anna,
  }));
  await writeFile(file, zipFile(...entries));
  return file;
}

test(
  'an import that was cut off by SIGKILL goes on, and enrols everybody once',
  { timeout: 180_000 },
  async () => {
    const { id } = await desk.imports.start({ archive: await archive(), mode: 'write' });
    const list = async () => (await desk.subjects.list({ limit: 100 }).all()).map((one) => one.id);
    await until(async () => (await list()).length >= 5);
    await server.kill();
    const onDisk = folders();
    expect(onDisk).toEqual([id]);
    await start();
    const before = await list();
    expect(before.length).toBeLessThan(people);
    // Somebody who was enrolled by it and is erased before it goes on is not enrolled by it again.
    await desk.subjects.delete(before[0]!);
    const state = await desk.imports.wait(id, {
      everyMs: 200,
    });
    expect(state).toMatchObject({ state: 'finished', progress: { photos: people, done: people } });
    expect(await list()).toHaveLength(people - 1);
    // Events are written a moment after what they tell of.
    const told = async () =>
      (await desk.events.list({ kind: ['import.finished'] }).all()).map((one) => one.reason);
    await until(async () => (await told()).length > 0);
    expect(await told()).toEqual([id]);
    const rows = await desk.imports.rows(id, { limit: 100 }).all();
    expect(rows.map((row) => row.id)).toEqual((await list()).toSorted());
    // Whoever was written in the very moment of the kill is known from the store alone.
    const noted = rows.filter(({ outcome }) => outcome === 'enrolled');
    expect(noted.length).toBeGreaterThan(people - 6);
    expect(rows.every(({ outcome }) => ['enrolled', 'already_enrolled'].includes(outcome))).toBe(true);
    await until(() => folders().length === 0);
    expect(server.logLines.join('\n')).not.toMatch(/P0\d\d_2023/);
  },
);

test('a server that ends in order leaves an import to its next start', { timeout: 120_000 }, async () => {
  const { id } = await desk.imports.start({ archive: await archive(), mode: 'write' });
  await until(async () => (await desk.imports.get(id)).state === 'running');
  expect(await server.stop()).toBe(0);
  expect(server.logLines.join('\n')).not.toContain('an import failed');
  await start();
  const state = await desk.imports.wait(id, { everyMs: 200 });
  expect(state).toMatchObject({ state: 'finished', summary: { enrolled: people } });
});

test(
  'an archive may take longer to arrive than other requests, and one whose sender falls silent is refused',
  { timeout: 60_000 },
  async () => {
    const boundary = 'x';
    const zip = zipFile({ path: 'x_20230101080000.jpg', content: createHash('sha512').digest() });
    const body = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="mode"\r\n\r\nlook\r\n`),
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n`,
      ),
      zip,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const send = (pausesMs: readonly number[]): Promise<{ status: number; text: string }> =>
      new Promise((resolve, reject) => {
        const sent = request(`${server.url}/v1/imports`, {
          method: 'POST',
          headers: {
            'content-type': `multipart/form-data; boundary=${boundary}`,
            'content-length': body.length,
          },
        });
        sent.on('error', reject);
        sent.on('response', (answer) => {
          let text = '';
          answer.on('data', (piece: Buffer) => (text += piece.toString()));
          answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        });
        void (async () => {
          const length = Math.ceil(body.length / (pausesMs.length + 1));
          for (let n = 0; n <= pausesMs.length; n++) {
            sent.write(body.subarray(n * length, (n + 1) * length));
            if (n < pausesMs.length) await setTimeout(pausesMs[n]);
          }
          sent.end();
        })();
      });
    expect(await send(Array.from({ length: 6 }, () => 800))).toMatchObject({ status: 202 });
    const silent = await send([3500]);
    expect(silent.status).toBe(408);
    expect(JSON.parse(silent.text)).toMatchObject({ code: 'request_timeout' });
  },
);
