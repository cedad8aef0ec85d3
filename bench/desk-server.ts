/** The built service in a process of its own, as a user starts it, with a data folder that lives as long as it does. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { packageRoot } from '../src/config/index.js';

export interface DeskServer {
  /** http://127.0.0.1:<port> */
  readonly url: string;
  /** From the start of the process until /readyz answered 200. */
  readonly readyAfterMs: number;
  /** Resident memory in MiB of the server and of each of its child processes. */
  residentMib(): { server: number; children: number[] };
  /** Ends the server in the orderly way and deletes its data; nothing more where that was done. */
  close(): Promise<void>;
}

const pollMs = 5;
const startDeadlineMs = 60_000;
export const entry = join(packageRoot, 'bin', 'facedesk.js');

/** The environment without any setting of the service. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FACEDESK_')));
}

/** @param settings by their names in the environment, over the defaults. */
export async function startDeskServer(settings: Record<string, string> = {}): Promise<DeskServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'facedesk-bench-'));
  const startedMs = performance.now();
  const server = spawn(process.execPath, [entry, 'serve'], {
    env: { ...cleanEnvironment(), FACEDESK_DATA_DIR: dataDir, FACEDESK_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'close');
  const url = await listeningUrl(server);
  await untilReady(url, startedMs);
  return {
    url,
    readyAfterMs: performance.now() - startedMs,
    residentMib: () => residentMib(server.pid!),
    close: async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The operating system chooses the port; the log says which. */
async function listeningUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('close', (exitCode) => reject(new Error(`the server ended with ${exitCode}`)));
    createInterface({ input: server.stdout! }).on('line', (line) => {
      const { url } = JSON.parse(line) as { url?: string };
      if (url?.startsWith('http://')) resolve(url);
    });
  });
}

async function untilReady(url: string, startedMs: number): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 200) {
    if (performance.now() - startedMs > startDeadlineMs) throw new Error('the server does not become ready');
    await setTimeout(pollMs);
  }
}

function residentMib(serverPid: number): { server: number; children: number[] } {
  const { stdout, status } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  if (status !== 0) throw new Error('memory is read with ps, which is not here');
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const mib = (kib: number) => kib / 1024;
  return {
    server: mib(processes.find(([pid]) => pid === serverPid)![2]),
    children: processes.filter(([, parent]) => parent === serverPid).map(([, , rss]) => mib(rss)),
  };
}
