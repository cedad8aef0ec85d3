/**
 * Kills, stops and keeps killing the vision processes of a service under load. The service runs in this process, from what was
 * built, so that the state of its processes can be asked at any moment; its clients come over real connections.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { percentile } from '../../bench/statistics.js';
import { loadConfig, packageRoot } from '../../src/config/index.js';
import type * as ContainerModule from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import { descendantsOf } from '../e2e/processes.js';
import { face } from '../faces.js';
import { seededRandom } from '../seeded-random.js';
import type { Finding } from './finding.js';
import { type Answer, deskOf, type LoadDesk } from './load-desk.js';

const workers = 2;
const clients = 4;
/** What a process may take over one photo before it is killed: as long as no sound one takes, even on a busy machine. */
const taskTimeoutMs = 5000;

type Vision = ContainerModule.Container['vision'];

export interface ChildKillsOptions {
  readonly kills: number;
  readonly stops: number;
  /** How long no process is let live. */
  readonly crashLoopMs: number;
}

export async function measureChildKills(options: ChildKillsOptions): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-kills-'));
  const built = pathToFileURL(join(packageRoot, 'dist', 'container.js')).href;
  const { createContainer } = (await import(built)) as typeof ContainerModule;
  const config = loadConfig({
    env: {
      FACEDESK_DATA_DIR: folder,
      FACEDESK_VISION_WORKERS: String(workers),
      FACEDESK_VISION_TASK_TIMEOUT_MS: String(taskTimeoutMs),
      FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
      FACEDESK_REPLAYS: 'off',
      FACEDESK_TEMPLATE_REFRESH: 'off',
    },
  });
  const container = await createContainer(config, createLogger({ level: 'silent' }));
  const app = await container.buildApp();
  try {
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    await container.vision.ready();
    const desk = deskOf({ url }, await face('anna'));
    await desk.register();
    await allReady(container.vision);
    return [
      ...(await kill(container.vision, desk, options.kills)),
      ...(await stop(container.vision, desk, options.stops)),
      ...(await crashLoop(url, desk, options.crashLoopMs)),
    ];
  } finally {
    await app.close();
    await container.close();
    rmSync(folder, { recursive: true });
  }
}

async function kill(vision: Vision, desk: LoadDesk, kills: number): Promise<Finding[]> {
  const random = seededRandom();
  const respawnMs: number[] = [];
  const answers = await underLoad(desk, async () => {
    for (let killed = 0; killed < kills; killed++) {
      // Until some of them are in the middle of a photo.
      await sleep(random.below(200));
      const [before, atMs] = [vision.status().restarts, performance.now()];
      process.kill(anyOf(visionChildren(), random), 'SIGKILL');
      await until(() => vision.status().restarts > before);
      await allReady(vision);
      respawnMs.push(performance.now() - atMs);
    }
  });
  const refused = answers.filter(({ status }) => status === 503).length;
  const others = statusesBut(answers, 200, 503);
  const [most, p99] = [Math.max(...respawnMs), percentile(respawnMs, 0.99)].map(Math.round);
  return [
    {
      what: `${kills} kills of vision processes under load`,
      must: 'each costs at most the photo it had in hand (503)',
      seen: `${refused} of ${answers.length} photos refused with 503; ${others}`,
      ok: refused <= kills && others === nothingElse,
    },
    {
      what: 'replacing the killed',
      must: 'ready in under 1 s',
      seen: `median ${Math.round(percentile(respawnMs, 0.5))} ms, p99 ${p99} ms, at most ${most} ms`,
      ok: p99! < 1000,
      ofSpeed: true,
    },
  ];
}

/** SIGSTOP: it is there, takes work, and does not do it. */
async function stop(vision: Vision, desk: LoadDesk, stops: number): Promise<Finding[]> {
  const random = seededRandom();
  const answers = await underLoad(desk, async () => {
    for (let stopped = 0; stopped < stops; stopped++) {
      await sleep(random.below(200));
      const before = vision.status().restarts;
      process.kill(anyOf(visionChildren(), random), 'SIGSTOP');
      await until(() => vision.status().restarts > before);
      await allReady(vision);
    }
  });
  const refused = answers.filter(({ status }) => status === 503).length;
  const others = statusesBut(answers, 200, 503);
  const longest = Math.max(...answers.map(({ tookMs }) => tookMs));
  return [
    {
      what: `${stops} vision processes stopped (SIGSTOP) under load`,
      must: `each costs one photo (503) at its deadline of ${taskTimeoutMs} ms`,
      seen: `${refused} of ${answers.length} photos refused; longest answer ${Math.round(longest)} ms; ${others}`,
      ok: refused <= stops && others === nothingElse && longest < 2 * taskTimeoutMs,
    },
  ];
}

/** Every process is killed as soon as it is seen: the service is to say so instead of letting everybody wait. */
async function crashLoop(url: string, desk: LoadDesk, forMs: number): Promise<Finding[]> {
  const startedMs = performance.now();
  const isOver = (): boolean => performance.now() - startedMs > forMs;
  const killing = (async () => {
    for (; !isOver(); await sleep(5)) for (const pid of visionChildren()) process.kill(pid, 'SIGKILL');
  })();
  let notReadyMs = Infinity;
  const refusals: number[] = [];
  while (!isOver()) {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 503) {
      await sleep(10);
      continue;
    }
    notReadyMs = Math.min(notReadyMs, performance.now() - startedMs);
    const answer = await desk.verify();
    if (answer.status === 503) refusals.push(answer.tookMs);
    await sleep(20);
  }
  await killing;
  const endedMs = performance.now();
  while ((await fetch(`${url}/readyz`)).status !== 200 || (await desk.verify()).status !== 200)
    await sleep(20);
  const backMs = Math.round(performance.now() - endedMs);
  const refusedMs = refusals.length === 0 ? Infinity : percentile(refusals, 0.99);
  return [
    {
      what: `every vision process killed at once, for ${Math.round(forMs / 1000)} s`,
      must: '/readyz is 503, and photos are refused in under 50 ms (p99)',
      seen: `503 after ${Math.round(notReadyMs)} ms, refusals p99 ${Math.round(refusedMs)} ms, back ${backMs} ms after it ended`,
      ok: notReadyMs < Infinity && refusedMs < 50,
      ofSpeed: true,
    },
  ];
}

const nothingElse = 'nothing else';

function statusesBut(answers: readonly Answer[], ...expected: readonly number[]): string {
  const others = answers.map(({ status }) => status).filter((status) => !expected.includes(status));
  return others.length === 0 ? nothingElse : `also ${[...new Set(others)].join(', ')}`;
}

/** Clients that verify one photo after another while `work` goes on; all of their answers. */
async function underLoad(desk: LoadDesk, work: () => Promise<void>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const over = new AbortController();
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) answers.push(await desk.verify());
  };
  const running = Array.from({ length: clients }, client);
  await work().finally(() => over.abort());
  await Promise.all(running);
  return answers;
}

function visionChildren(): number[] {
  return descendantsOf(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('vision-child');
    } catch {
      return false;
    }
  });
}

function anyOf(pids: readonly number[], random: ReturnType<typeof seededRandom>): number {
  if (pids.length === 0) throw new Error('no vision process is there');
  return pids[random.below(pids.length)]!;
}

async function allReady(vision: Vision): Promise<void> {
  await until(() => vision.status().workersReady === workers);
}

async function until(isSo: () => boolean): Promise<void> {
  for (const startedMs = performance.now(); !isSo(); await sleep(2))
    if (performance.now() - startedMs > 30_000) throw new Error('waited for 30 s in vain');
}
