/**
 * Backups of the embedded database: made while people register, killed in the middle, verified, and brought back. What was
 * answered 201 before a backup began is in it, and nobody is in it in part.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { seededRandom } from '../seeded-random.js';
import { inspectDatabase, letGoOfDatabases } from './database-state.js';
import { facedeskWith, startFacedesk } from './facedesk-command.js';
import { register, verify } from './sending.js';
import { type Serving, startServing } from './serving.js';

const enrolledOnly = { FACEDESK_TEMPLATE_REFRESH: 'off', FACEDESK_DUPLICATE_FACES: 'allow' };
const kills = 5;

describe('backups of the embedded database', { timeout: 240_000 }, () => {
  let sandbox: string;
  let dataDir: string;
  let photo: Buffer;
  let server: Serving | undefined;
  const acknowledged: string[] = [];

  const at = (name: string): string => join(sandbox, name);
  const run = (...args: string[]) => facedeskWith({ FACEDESK_DATA_DIR: dataDir }, ...args);
  const faultsIn = async (file: string, expected: Iterable<string>) => {
    const { enrolled, ...faults } = inspectDatabase(file, expected);
    await letGoOfDatabases();
    return { enrolled, faults: { ...faults, integrity: faults.integrity.filter((line) => line !== 'ok') } };
  };
  const noFaults = {
    integrity: [],
    brokenReferences: [],
    lost: [],
    notWhole: [],
    usersWithoutSubject: [],
    subjectsWithoutUser: [],
  };

  /** Registers people while `work` runs. */
  const whileRegistering = async <T>(work: () => Promise<T>): Promise<T> => {
    const { url } = server!;
    const done = new AbortController();
    const registering = (async () => {
      while (!done.signal.aborted) {
        const id = `person ${acknowledged.length}`;
        expect(await register(url, id, photo)).toMatchObject({ status: 201 });
        acknowledged.push(id);
      }
    })();
    try {
      return await work();
    } finally {
      done.abort();
      await registering;
    }
  };

  beforeAll(async () => {
    sandbox = mkdtempSync(join(tmpdir(), 'facedesk-backup-'));
    dataDir = at('data');
    photo = await face('anna');
    server = await startServing({ dataDir, env: enrolledOnly });
    expect(await register(server.url, 'first', photo)).toMatchObject({ status: 201 });
    acknowledged.push('first');
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(sandbox, { recursive: true });
  });

  test('a backup during registrations holds everybody who was registered before it, whole', async () => {
    const before = [...acknowledged];
    const { exitCode, stderr } = await whileRegistering(async () => {
      await sleep(500);
      before.push(...acknowledged.slice(before.length));
      return run('backup', at('sound'));
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/encryption key [0-9a-f]{8} is not in the backup/);
    expect(readdirSync(at('sound')).toSorted()).toEqual(['facedesk.sqlite', 'manifest.json']);
    const { enrolled, faults } = await faultsIn(at('sound/facedesk.sqlite'), before);
    expect(faults).toEqual(noFaults);
    expect(enrolled).toBeGreaterThanOrEqual(before.length);
    const manifest = JSON.parse(readFileSync(at('sound/manifest.json'), 'utf8')) as { people: number };
    expect(manifest.people).toBe(enrolled);
  });

  test(`of ${kills} backups that are killed none leaves a folder that passes for one`, async () => {
    const random = seededRandom();
    console.log(`kills timed with FACEDESK_TEST_SEED=${random.seed}`);
    await whileRegistering(async () => {
      for (let round = 0; round < kills; round++) {
        const folder = at(`killed ${round}`);
        const command = startFacedesk(['backup', folder], { FACEDESK_DATA_DIR: dataDir });
        const ended = new Promise((resolve) => command.once('exit', resolve));
        // From before the copy is begun until the very end of it.
        const patienceMs = performance.now() + 10_000;
        while (!existsSync(`${folder}.unfinished`) && !existsSync(folder)) {
          if (performance.now() > patienceMs) throw new Error('no backup was begun within 10 s');
          await sleep(1);
        }
        await sleep(random.below(15));
        command.kill('SIGKILL');
        await ended;
        if (existsSync(folder))
          expect((await faultsIn(join(folder, 'facedesk.sqlite'), [])).faults).toEqual(noFaults);
        else expect(await run('backup', folder)).toMatchObject({ exitCode: 0 });
        expect(existsSync(`${folder}.unfinished`)).toBe(false);
      }
    });
    expect(await verify(server!.url, 'first', photo)).toMatchObject({ status: 200 });
  });

  test('a backup is not written over another', async () => {
    const again = await run('backup', at('sound'));
    expect(again).toMatchObject({ exitCode: 3, stdout: '' });
    expect(again.stderr).toContain('is there already');
  });

  test('restore refuses a database that is there, and one that is in use, and changes nothing', async () => {
    const before = (await (await fetch(`${server!.url}/register/`)).json()) as { data: unknown[] };
    expect(await run('restore', at('sound'))).toMatchObject({ exitCode: 3 });
    const inUse = await run('restore', at('sound'), '--replace');
    expect([inUse.exitCode, inUse.stderr]).toEqual([
      3,
      expect.stringContaining('is in use. Stop the service'),
    ]);
    expect(await (await fetch(`${server!.url}/register/`)).json()).toEqual(before);
  });

  test('a restore that is killed leaves the one database or the other, whole', async () => {
    expect(await server!.stop()).toBe(0);
    const random = seededRandom();
    console.log(`kills timed with FACEDESK_TEST_SEED=${random.seed}`);
    const incoming = join(dataDir, 'facedesk.sqlite.restoring');
    expect(await run('backup', at('latest'))).toMatchObject({ exitCode: 0 });
    for (let round = 0; round < kills; round++) {
      const settings = { FACEDESK_DATA_DIR: dataDir };
      const command = startFacedesk(['restore', at('latest'), '--replace'], settings);
      const ended = new Promise<unknown>((resolve) => command.once('exit', resolve));
      while (!existsSync(incoming) && command.exitCode === null) await sleep(1);
      await sleep(random.below(200));
      command.kill('SIGKILL');
      await ended;
      expect((await faultsIn(join(dataDir, 'facedesk.sqlite'), acknowledged)).faults).toEqual(noFaults);
    }
    for (const name of readdirSync(dataDir).filter((name) => name.includes('.replaced-')))
      rmSync(join(dataDir, name));
    server = await startServing({ dataDir, env: enrolledOnly });
    expect(await verify(server.url, 'first', photo)).toMatchObject({ status: 200 });
  });

  test('restored after the service was stopped, everybody of the backup verifies', async () => {
    const later = acknowledged.at(-1)!;
    expect(await server!.stop()).toBe(0);
    const restored = await run('restore', at('sound'), '--replace');
    expect([restored.exitCode, restored.stderr]).toEqual([0, '']);
    const { people } = JSON.parse(readFileSync(at('sound/manifest.json'), 'utf8')) as { people: number };
    server = await startServing({ dataDir, env: enrolledOnly });
    const { data } = (await (await fetch(`${server.url}/register/`)).json()) as { data: { id: string }[] };
    expect(data).toHaveLength(people);
    expect(data.map(({ id }) => id)).not.toContain(later);
    expect(await verify(server.url, 'first', photo)).toMatchObject({ status: 200 });
    const aside = readdirSync(dataDir).filter((name) => /^facedesk\.sqlite\.replaced-\d{17}$/.test(name));
    expect(aside).toHaveLength(1);
    expect((await faultsIn(join(dataDir, aside[0]!), [later])).faults).toEqual(noFaults);
  });

  test('a backup with one byte changed is refused, and so is one without its key; nothing is restored', async () => {
    const elsewhere = (folder: string) => facedeskWith({ FACEDESK_DATA_DIR: at('other') }, 'restore', folder);
    const withoutKey = await elsewhere(at('sound'));
    expect([withoutKey.exitCode, withoutKey.stderr]).toEqual([4, expect.stringContaining('key is missing')]);
    const copy = at('sound/facedesk.sqlite');
    const bytes = readFileSync(copy);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(copy, bytes);
    const changed = await elsewhere(at('sound'));
    expect([changed.exitCode, changed.stderr]).toEqual([3, expect.stringContaining('another digest')]);
    expect(readdirSync(at('other'))).toEqual([]);
  });

  test('for a server the command names its own tool, without the password', async () => {
    const url = 'postgres://facedesk:secret@localhost/library';
    const { exitCode, stderr } = await facedeskWith({ FACEDESK_DATABASE_URL: url }, 'backup', at('none'));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('pg_dump --format=custom')]);
    expect(stderr).not.toContain('secret');
  });
});
