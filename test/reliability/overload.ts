/**
 * Offers a server far more photos than it can examine, and measures what becomes of those who are served, those who are
 * refused, and those who only ask whether it lives. Open loop: requests leave on time, whether or not answers have come.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { percentile } from '../../bench/statistics.js';
import { startServing, type Serving } from '../e2e/serving.js';
import { face } from '../faces.js';
import { multipartType, photoForm } from '../form-body.js';
import { endWatch, eventLoopWatch } from './event-loop-watch.js';

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

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly tookMs: number;
}

const workers = 2;
const warmUps = 20;
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

interface Desk {
  register(): Promise<Answer>;
  verify(): Promise<Answer>;
  livez(): Promise<Answer>;
}

function deskOf({ url }: Serving, image: Uint8Array): Desk {
  const agent = new Agent({ keepAlive: true });
  const form = photoForm({ id: 'Anna', image });
  return {
    register: () => send(`${url}/register/`, { agent, form }),
    verify: () => send(`${url}/verify/`, { agent, form }),
    // On a connection of its own, as a monitor's question is.
    livez: () => send(`${url}/livez`, { agent: new Agent() }),
  };
}

function send(url: string, { agent, form }: { agent: Agent; form?: Uint8Array }): Promise<Answer> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const headers =
      form === undefined ? {} : { 'content-type': multipartType, 'content-length': form.byteLength };
    const method = form === undefined ? 'GET' : 'POST';
    const sent = request(url, { agent, method, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          retryAfter: response.headers['retry-after'],
          tookMs: performance.now() - startedMs,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(form);
  });
}

async function measureCapacity(desk: Desk): Promise<{ capacityPerS: number; serviceMs: number }> {
  for (let at = 0; at < warmUps; at++) await desk.verify();
  const alone: number[] = [];
  for (let at = 0; at < warmUps; at++) alone.push((await desk.verify()).tookMs);
  const startedMs = performance.now();
  const client = async () => {
    for (let at = 0; at < warmUps; at++) await desk.verify();
  };
  await Promise.all(Array.from({ length: workers }, client));
  const capacityPerS = (workers * warmUps * 1000) / (performance.now() - startedMs);
  return { capacityPerS, serviceMs: percentile(alone, 0.5) };
}

/** Returns when the last is sent. */
async function offer(
  desk: Desk,
  { seconds, perS }: { seconds: number; perS: number },
): Promise<Promise<Answer>[]> {
  const answers: Promise<Answer>[] = [];
  const startedMs = performance.now();
  for (let dueMs = 0; dueMs < seconds * 1000; dueMs += 1000 / perS) {
    const waitMs = startedMs + dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    answers.push(desk.verify());
  }
  return answers;
}

async function askWhetherItLives(desk: Desk, seconds: number): Promise<number[]> {
  const asked: Promise<Answer>[] = [];
  const startedMs = performance.now();
  while (performance.now() - startedMs < seconds * 1000) {
    asked.push(desk.livez());
    await sleep(livezEveryMs);
  }
  const answers = await Promise.all(asked);
  return answers.map(({ tookMs }) => tookMs);
}

async function timeToRecover(desk: Desk, serviceMs: number): Promise<number> {
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
