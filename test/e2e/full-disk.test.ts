/**
 * A disk that has no room, fails, or is read-only: what would have to be stored is refused and leaves nothing behind, matches
 * are still answered, and all goes on by itself when the disk does.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { requirement } from '../requirement.js';
import { inspectDatabase } from './database-state.js';
import { readiness, registeredIds, untilTrue } from './on-servers.js';
import { register, verify } from './sending.js';
import { type Serving, startServing } from './serving.js';

const env = { FACEDESK_TEMPLATE_REFRESH: 'off', FACEDESK_DUPLICATE_FACES: 'allow', FACEDESK_REPLAYS: 'off' };

const canLimit = requirement('prlimit', !spawnSync('prlimit', ['--version']).error, 'Install util-linux.');
const canMount = requirement('the right to mount', mayMount(), 'Run as root on Linux, where mount works.');

describe('a disk that cannot be written', { timeout: 120_000 }, () => {
  let sandbox: string;
  let server: Serving | undefined;
  let photo: Buffer;
  let other: Buffer;
  const mounted: string[] = [];

  const mount = (...args: string[]): void => {
    execFileSync('mount', args);
    if (!args.includes('-o') || !args.some((arg) => arg.startsWith('remount'))) mounted.push(args.at(-1)!);
  };

  beforeAll(async () => {
    [photo, other] = await Promise.all([face('anna'), face('bella')]);
  });
  beforeEach(() => {
    sandbox = mkdtempSync(join(tmpdir(), 'facedesk-disk-'));
  });
  afterEach(async () => {
    await server?.stop();
    for (const folder of mounted.splice(0).reverse()) execFileSync('umount', ['--lazy', folder]);
    rmSync(sandbox, { recursive: true });
  });

  /** With 'first' registered: registers until that is refused, holds what else is promised, and returns who was answered 201. */
  const registerUntilRefused = async (
    url: string,
    leaveNoRoom: () => void,
    mayStillFit = false,
  ): Promise<string[]> => {
    const taken = ['first'];
    for (let no = 0; ; no++) {
      const { status, body } = await register(url, `person ${no}`, photo);
      if (status === 201) taken.push(`person ${no}`);
      else {
        expect([status, body]).toEqual([503, expect.objectContaining({ code: 'store_full' })]);
        break;
      }
      if (no > 500) throw new Error('500 people fit, where there was to be no room');
    }
    leaveNoRoom();
    expect(await register(url, 'refused again', photo)).toMatchObject({ status: 503 });
    expect(await verify(url, 'first', photo)).toMatchObject({ status: 200 });
    // A failure that cannot be counted is not decided either; so little may still fit into the log that is there.
    const failed = await verify(url, 'first', other);
    expect(failed.body).toMatchObject({ verified: false });
    expect(mayStillFit ? [400, 503] : [503]).toContain(failed.status);
    expect((await registeredIds(url)).toSorted()).toEqual(taken.toSorted());
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    return taken;
  };

  const mustGoOn = async (url: string, dataDir: string, taken: readonly string[]): Promise<void> => {
    expect(await register(url, 'with room again', photo)).toMatchObject({ status: 201 });
    expect(await verify(url, 'with room again', photo)).toMatchObject({ status: 200 });
    expect(await server!.stop()).toBe(0);
    const state = inspectDatabase(join(dataDir, 'facedesk.sqlite'), [...taken, 'with room again']);
    expect(state).toMatchObject({ integrity: ['ok'], lost: [], notWhole: [], usersWithoutSubject: [] });
    expect(state.enrolled).toBe(taken.length + 1);
  };

  test.skipIf(!canMount)('a full one refuses registrations until there is room', async () => {
    mount('-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', sandbox);
    const dataDir = join(sandbox, 'data');
    server = await startServing({ dataDir, env });
    expect(await register(server.url, 'first', photo)).toMatchObject({ status: 201 });
    // What is left is used up at the latest when the log has grown to its usual size.
    const filler = join(sandbox, 'filler');
    writeFileSync(filler, Buffer.alloc(1.5 * 2 ** 20));
    const rest = join(sandbox, 'rest');
    const taken = await registerUntilRefused(server.url, () => fill(rest), true);
    for (const file of [filler, rest]) rmSync(file);
    await mustGoOn(server.url, dataDir, taken);
  });

  test.skipIf(!canLimit)('one whose writes fail refuses registrations until they do not', async () => {
    const dataDir = join(sandbox, 'data');
    server = await startServing({ dataDir, env });
    expect(await register(server.url, 'first', photo)).toMatchObject({ status: 201 });
    const limit = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(server!.pid), `--fsize=${bytes}:unlimited`]);
    // A write beyond this size is an error of the device to SQLite (SQLITE_IOERR_WRITE).
    limit(String(statSync(join(dataDir, 'facedesk.sqlite-wal')).size + 100_000));
    const taken = await registerUntilRefused(server.url, () => limit('4096'));
    limit('unlimited');
    await mustGoOn(server.url, dataDir, taken);
  });

  test.skipIf(!canMount)('a service that starts on a read-only one waits until it can write', async () => {
    const dataDir = join(sandbox, 'data');
    mkdirSync(dataDir);
    const first = await startServing({ dataDir, env });
    expect(await register(first.url, 'first', photo)).toMatchObject({ status: 201 });
    expect(await first.stop()).toBe(0);
    mount('--bind', dataDir, dataDir);
    mount('-o', 'remount,bind,ro', dataDir);
    server = await startServing({ dataDir, env });
    expect(await readiness(server.url)).toBe(503);
    expect(await register(server.url, 'second', photo)).toMatchObject({ status: 503 });
    mount('-o', 'remount,bind,rw', dataDir);
    await untilTrue(async () => (await readiness(server!.url)) === 200, 30_000);
    expect(await verify(server.url, 'first', photo)).toMatchObject({ status: 200 });
    await mustGoOn(server.url, dataDir, ['first']);
  });
});

/** Writes into a file until not one more page fits. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-mount-'));
  try {
    const options = { stdio: 'ignore' } as const;
    const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], options).status === 0;
    if (done) spawnSync('umount', [folder], options);
    return done;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
