/** Sends one person's photo to a running server, one after another or on time, and measures the answers. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/statistics.js';
import type { Serving } from '../e2e/serving.js';
import { multipartType, photoForm } from '../form-body.js';

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly tookMs: number;
}

const workers = 2;
const warmUps = 20;

export interface LoadDesk {
  register(): Promise<Answer>;
  verify(): Promise<Answer>;
  livez(): Promise<Answer>;
}

export function deskOf({ url }: Pick<Serving, 'url'>, image: Uint8Array): LoadDesk {
  const agent = new Agent({ keepAlive: true });
  const form = photoForm({ id: 'Anna', image });
  return {
    register: () => send(`${url}/register/`, { agent, form }),
    verify: () => send(`${url}/verify/`, { agent, form }),
    // On a connection of its own, as a monitor's question is.
    livez: () => send(`${url}/livez`, { agent: new Agent() }),
  };
}

function send(
  url: string,
  { agent, form }: { agent: Agent; form?: Uint8Array | undefined },
): Promise<Answer> {
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
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server ended a connection that had been idle in the moment in which it was used again: any client tries anew.
      if (sent.reusedSocket && error.code === 'ECONNRESET') send(url, { agent, form }).then(resolve, reject);
      else reject(error);
    });
    sent.end(form);
  });
}

/** Photos a second with as many clients as there are workers, and the median time of one that nobody waits for. */
export async function measureCapacity(desk: LoadDesk): Promise<{ capacityPerS: number; serviceMs: number }> {
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

/** Open loop: requests leave on time, whether or not answers have come. Returns when the last is sent. */
export async function offer(
  desk: LoadDesk,
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
