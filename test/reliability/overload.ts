/**
 * Offers a server far more photos than it can examine, and measures what becomes of those who are served, those who are
 * refused, and those who only ask whether it lives. Open loop: requests leave on time, whether or not answers have come.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/statistics.js';
import { startServing } from '../e2e/serving.js';
import { face } from '../faces.js';
import { endWatch, eventLoopWatch } from './event-loop-watch.js';
import type { Finding } from './finding.js';
import { type Answer, deskOf, type LoadDesk, measureCapacity, offer } from './load-desk.js';

export interface OverloadOptions {
  readonly seconds: number;
  /** How many times the capacity is offered. */
  readonly times: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface OverloadReport {
  /** Photos a second that the server examines with as many clients as it has workers. */
  readonly capacityPerS: number;
  /** Median time of an answer where nobody waits. */
  readonly serviceMs: number;
  readonly offered: number;
  readonly served: number;
  readonly servedP99Ms: number;
  readonly refused: number;
  readonly refusedP99Ms: number;
  /** Refusals without Retry-After, and every status that is neither an answer nor 503. */
  readonly faults: readonly string[];
  readonly livezP99Ms: number;
  readonly eventLoopP99Ms: number;
  /** From the last offered photo until one is answered as fast as on an idle server, or twice as slow at most. */
  readonly recoveryMs: number;
}

const livezEveryMs = 50;

export async function measureOverload({
  seconds,
  times,
  env = {},
}: OverloadOptions): Promise<OverloadReport> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-overload-'));
  const delays = join(folder, 'delays.json');
  const server = await startServing({
    dataDir: join(folder, 'data'),
    env: { ...eventLoopWatch(delays), ...env },
  });
  try {
    const desk = deskOf(server, await face('anna'));
    await desk.register();
    const { capacityPerS, serviceMs } = await measureCapacity(desk);
    process.kill(server.pid, 'SIGUSR2');
    const [answers, lives] = await Promise.all([
      offer(desk, { seconds, perS: times * capacityPerS }),
      askWhetherItLives(desk, seconds),
    ]);
    const recoveryMs = await timeToRecover(desk, serviceMs);
    const eventLoop = await endWatch(server.pid, delays);
    const taken = await Promise.all(answers);
    return {
      ...{ capacityPerS, serviceMs, recoveryMs, ...figuresOf(taken) },
      livezP99Ms: percentile(lives, 0.99),
      eventLoopP99Ms: eventLoop.p99,
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function askWhetherItLives(desk: LoadDesk, seconds: number): Promise<number[]> {
  const asked: Promise<Answer>[] = [];
  const startedMs = performance.now();
  while (performance.now() - startedMs < seconds * 1000) {
    asked.push(desk.livez());
    await sleep(livezEveryMs);
  }
  const answers = await Promise.all(asked);
  return answers.map(({ tookMs }) => tookMs);
}

async function timeToRecover(desk: LoadDesk, serviceMs: number): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const { status, tookMs } = await desk.verify();
    if (status === 200 && tookMs <= 2 * serviceMs) return performance.now() - startedMs;
    if (status !== 200) await sleep(20);
  }
}

function figuresOf(answers: readonly Answer[]) {
  const times = (wanted: number) =>
    answers.filter(({ status }) => status === wanted).map(({ tookMs }) => tookMs);
  const [served, refused] = [times(200), times(503)];
  const faults = answers.flatMap(({ status, retryAfter }) => {
    if (status === 200) return [];
    return status === 503 && retryAfter !== undefined ? [] : [`${status}, Retry-After ${retryAfter}`];
  });
  return {
    offered: answers.length,
    served: served.length,
    servedP99Ms: percentile(served, 0.99),
    refused: refused.length,
    refusedP99Ms: refused.length === 0 ? 0 : percentile(refused, 0.99),
    faults: [...new Set(faults)],
  };
}

/** The table's rows: what `queueLength` pictures and one more take is the longest that anybody served may have waited. */
export function overloadFindings(
  report: OverloadReport,
  { seconds, times }: OverloadOptions,
  queueLength: number,
): Finding[] {
  const { capacityPerS, served, refused, servedP99Ms, refusedP99Ms, recoveryMs, faults } = report;
  const what = `${times} times the capacity for ${seconds} s`;
  // Each picture of the queue takes its part of what all processes do together.
  const longestMs = (queueLength + 1) * (1000 / capacityPerS);
  const ms = (figure: number): string => `${Math.round(figure)} ms`;
  return [
    {
      what,
      must: `p99 of those served at most (queue + 1) x service time, ${ms(longestMs)}`,
      seen: `${ms(servedP99Ms)}; ${served} served, ${refused} refused`,
      ok: servedP99Ms <= longestMs,
      ofSpeed: true,
    },
    {
      what: 'its refusals',
      must: 'p99 under 50 ms',
      seen: ms(refusedP99Ms),
      ok: refusedP99Ms < 50,
      ofSpeed: true,
    },
    {
      what: 'after it',
      must: 'as before in under 2 s',
      seen: ms(recoveryMs),
      ok: recoveryMs < 2000,
      ofSpeed: true,
    },
    {
      what: 'its answers',
      must: '200, or 503 with Retry-After',
      seen: faults.length === 0 ? 'nothing else' : faults.join(', '),
      ok: faults.length === 0,
    },
    {
      what: '/livez meanwhile',
      must: 'p99 under 50 ms',
      seen: ms(report.livezP99Ms),
      ok: report.livezP99Ms < 50,
      ofSpeed: true,
    },
    {
      what: 'the event loop meanwhile',
      must: 'p99 of its delay under 20 ms',
      seen: ms(report.eventLoopP99Ms),
      ok: report.eventLoopP99Ms < 20,
      ofSpeed: true,
    },
  ];
}
