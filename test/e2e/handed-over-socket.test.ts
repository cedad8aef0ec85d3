/**
 * A service behind a socket that somebody else holds, as systemd does: it takes the socket over, says that it is ready and
 * well, and while one process follows another nobody is refused.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/config/index.js';

const longestStartMs = 30_000;

/** A bound socket that this process never listens on: Node has no public way to hold one without taking its callers. */
interface HeldSocket {
  readonly fd: number;
  bind(address: string, port: number): number;
  getsockname(into: { port?: number }): number;
  close(): void;
}
interface SocketBinding {
  readonly TCP: { new (type: number): HeldSocket };
  readonly constants: { readonly SERVER: number };
}

function holdSocket(): { socket: HeldSocket; port: number } {
  const { TCP, constants } = (process as unknown as { binding(name: 'tcp_wrap'): SocketBinding }).binding(
    'tcp_wrap',
  );
  const socket = new TCP(constants.SERVER);
  const name: { port?: number } = {};
  if (socket.bind('127.0.0.1', 0) !== 0 || socket.getsockname(name) !== 0) throw new Error('no port is free');
  return { socket, port: name.port! };
}

describe('a socket that is handed over', { timeout: 120_000 }, () => {
  let folder: string;
  let held: HeldSocket;
  let url: string;
  const running = new Set<ChildProcess>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'facedesk-socket-'));
    // Takes the place of systemd's tool, and writes down what it is told to tell.
    writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >> '${folder}/told'\n`);
    chmodSync(join(folder, 'systemd-notify'), 0o755);
    const { socket, port } = holdSocket();
    held = socket;
    url = `http://127.0.0.1:${port}`;
  });

  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    held.close();
    rmSync(folder, { recursive: true });
  });

  const told = (): string =>
    existsSync(join(folder, 'told')) ? readFileSync(join(folder, 'told'), 'utf8') : '';

  /** As systemd starts it: the socket is descriptor 3, and LISTEN_PID is the process's own number. */
  const start = async (env: Readonly<Record<string, string>> = {}): Promise<ChildProcess> => {
    const saidBefore = told().split('--ready').length;
    const command = `LISTEN_PID=$$ exec '${process.execPath}' '${join(packageRoot, 'bin/facedesk.js')}' serve`;
    const child = spawn('/bin/sh', ['-c', command], {
      stdio: ['ignore', 'ignore', 'ignore', held.fd],
      env: {
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        FACEDESK_DATA_DIR: join(folder, 'data'),
        FACEDESK_VISION_WORKERS: '1',
        LISTEN_FDS: '1',
        NOTIFY_SOCKET: join(folder, 'notify'),
        ...env,
      },
    });
    running.add(child);
    const deadline = Date.now() + longestStartMs;
    while (told().split('--ready').length === saidBefore) {
      if (Date.now() > deadline || child.exitCode !== null)
        throw new Error('the service never said that it is ready');
      await delay(20);
    }
    return child;
  };

  const stop = async (child: ChildProcess): Promise<number | null> => {
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    running.delete(child);
    return code;
  };

  test('answers there, and tells that it is well for as long as it is', async () => {
    const service = await start({ WATCHDOG_USEC: '400000' });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const before = told().split('WATCHDOG=1').length;
    await delay(1500);
    expect(told().split('WATCHDOG=1').length).toBeGreaterThan(before + 2);
    expect(await stop(service)).toBe(0);
    expect(told()).toContain('--stopping');
  });

  test('nobody is refused while one process takes the place of another', async () => {
    const first = await start();
    const answers: Promise<number | string>[] = [];
    const visits = setInterval(() => {
      const answer = fetch(`${url}/livez`, { headers: { connection: 'close' } });
      answers.push(
        answer.then(
          ({ status }) => status,
          (error: unknown) => String((error as Error).cause),
        ),
      );
    }, 50);
    await delay(300);
    expect(await stop(first)).toBe(0);
    const second = await start();
    await delay(300);
    clearInterval(visits);
    const statuses = await Promise.all(answers);
    expect(await stop(second)).toBe(0);
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });
});
