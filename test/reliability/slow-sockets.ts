/**
 * Opens hundreds of connections that send next to nothing, and measures what others notice of them, when the service ends
 * them, and what they leave behind.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/statistics.js';
import { startServing } from '../e2e/serving.js';
import { face } from '../faces.js';
import { multipartType } from '../form-body.js';
import type { Finding } from './finding.js';
import { deskOf, type LoadDesk } from './load-desk.js';

export interface SlowSocketsOptions {
  readonly sockets: number;
  /** Good requests of each measurement. */
  readonly requests: number;
  /** The service's limit for a request to arrive; connections that say nothing at all have it too. */
  readonly requestTimeoutMs: number;
}

/** A byte now and then, which is what keeps time-outs from firing that look at silence only. */
const dripEveryMs = 200;
/** The service looks at its connections once a second. */
const slackMs = 3000;
/** Handles that a service opens and closes by itself meanwhile, such as a reader of a file. */
const strayHandles = 5;

export async function measureSlowSockets(options: SlowSocketsOptions): Promise<Finding[]> {
  const { sockets, requests, requestTimeoutMs } = options;
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-slow-'));
  const server = await startServing({
    dataDir: join(folder, 'data'),
    env: { FACEDESK_REQUEST_TIMEOUT_MS: String(requestTimeoutMs), FACEDESK_REPLAYS: 'off' },
  });
  const slow: SlowSocket[] = [];
  try {
    const desk = deskOf(server, await face('anna'));
    await desk.register();
    await timesOf(desk, requests);
    const handles = handlesOf(server.pid);
    const before = await timesOf(desk, requests);
    const port = Number(new URL(server.url).port);
    for (let number = 0; number < sockets; number++) slow.push(new SlowSocket(port, kinds[number % 3]!));
    const openedMs = performance.now();
    await Promise.all(slow.map((one) => one.opened));
    const during = await timesOf(desk, requests);
    const stillOpen = slow.filter(({ isOpen }) => isOpen).length;
    const limitMs = requestTimeoutMs + slackMs;
    while (slow.some(({ isOpen }) => isOpen) && performance.now() - openedMs < 2 * limitMs) await sleep(50);
    const endedMs = Math.max(...slow.map(({ endedMs }) => endedMs)) - openedMs;
    await sleep(200);
    const left = handlesOf(server.pid) - handles;
    const [p50, p99] = [0.5, 0.99].map((share) => percentile(during, share) / percentile(before, share));
    return [
      {
        what: `${sockets} connections that send a byte every ${dripEveryMs} ms, or nothing`,
        must: 'good requests take less than twice as long (median and p99) while more than half are open',
        seen:
          `median x${p50!.toFixed(2)}, p99 x${p99!.toFixed(2)} (${Math.round(percentile(before, 0.5))} to ` +
          `${Math.round(percentile(during, 0.5))} ms), ${stillOpen} were open all the while`,
        ok: p50! < 2 && p99! < 2 && stillOpen > sockets / 2,
        ofSpeed: true,
      },
      {
        what: 'ending them',
        must: `408 within ${Math.round(limitMs / 1000)} s to headers, bodies and silence`,
        seen: `the last after ${(endedMs / 1000).toFixed(1)} s; ${answersOf(slow)}`,
        ok: endedMs <= limitMs && slow.every(({ status }) => status === 408),
      },
      {
        what: 'what they leave behind',
        must: `at most ${strayHandles} handles more than before, as the service opens some of its own`,
        seen: `${left} handles more than before`,
        ok: left <= strayHandles,
      },
    ];
  } finally {
    for (const one of slow) one.end();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

const kinds = {
  0: { name: 'headers', head: 'POST /verify/ HTTP/1.1\r\nHost: desk\r\nX-Slow: ' },
  1: {
    name: 'bodies',
    head: `POST /verify/ HTTP/1.1\r\nHost: desk\r\nContent-Type: ${multipartType}\r\nContent-Length: 1000000\r\n\r\n`,
  },
  2: { name: 'silent', head: '' },
} as Readonly<Record<number, { readonly name: string; readonly head: string }>>;

class SlowSocket {
  isOpen = true;
  endedMs = Infinity;
  /** The status that it was answered with, or 0. */
  status = 0;
  readonly opened: Promise<void>;
  readonly #socket: Socket;
  readonly #drip: NodeJS.Timeout;

  constructor(
    port: number,
    readonly kind: { readonly name: string; readonly head: string },
  ) {
    this.#socket = connect(port, '127.0.0.1');
    this.opened = new Promise((resolve) =>
      this.#socket.once('connect', () => resolve()).once('close', resolve),
    );
    if (kind.head !== '') this.#socket.write(kind.head);
    this.#drip = setInterval(() => kind.head !== '' && this.#socket.write('x'), dripEveryMs);
    this.#socket.on('data', (data) => {
      this.status ||= Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1] ?? 0);
    });
    this.#socket.on('error', () => undefined);
    // Whoever is slow is slow in reading too: the service has to end the connection, not the client.
    this.#socket.on('close', () => this.end());
    this.#socket.on('end', () => this.end());
  }

  end(): void {
    clearInterval(this.#drip);
    this.#socket.destroy();
    if (!this.isOpen) return;
    this.isOpen = false;
    this.endedMs = performance.now();
  }
}

/** "408 to 334, nothing to 166" */
function answersOf(slow: readonly SlowSocket[]): string {
  const counts = new Map<string, number>();
  for (const { status, kind } of slow) {
    const answer = `${kind.name} ${status === 0 ? 'closed' : status}`;
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return [...counts].map(([answer, count]) => `${answer}: ${count}`).join(', ');
}

/** Milliseconds of good requests by two clients that each wait for their answer. */
async function timesOf(desk: LoadDesk, requests: number): Promise<number[]> {
  const times: number[] = [];
  const client = async (): Promise<void> => {
    while (times.length < requests) {
      const { status, tookMs } = await desk.verify();
      if (status !== 200) throw new Error(`a good request was answered ${status}`);
      times.push(tookMs);
    }
  };
  await Promise.all([client(), client()]);
  return times;
}

function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
