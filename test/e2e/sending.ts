/** Sends forms to a running server, and holds what comes back against what every answer has to be. */
import { availableParallelism, loadavg } from 'node:os';
import { multipartType, photoForm } from '../form-body.js';

export interface Sent {
  readonly status: number;
  /** Undefined where the body is not JSON. */
  readonly body: unknown;
  readonly tookMs: number;
}

/** The longest that any upload may wait for its answer where the machine has no other work. */
const longestAnswerMs = 5000;

/** In proportion longer where others hold the processors: the suite and its server alone make a load of 2 for each. */
function longestAnswerNowMs(): number {
  return longestAnswerMs * Math.max(1, loadavg()[0]! / (2 * availableParallelism()));
}

/** Posts a body as it stands. @throws TypeError where the connection fails */
export async function post(url: string, payload: Uint8Array): Promise<Sent> {
  const startedMs = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': multipartType },
    body: new Uint8Array(payload),
  });
  const text = await answer.text();
  return { status: answer.status, body: parse(text), tookMs: performance.now() - startedMs };
}

export function register(url: string, id: string, image: Uint8Array): Promise<Sent> {
  return post(`${url}/register/`, photoForm({ id, image }));
}

export function verify(url: string, id: string, image: Uint8Array): Promise<Sent> {
  return post(`${url}/verify/`, photoForm({ id, image }));
}

export interface Upload {
  /** What it is, for the list of faults. */
  readonly name: string;
  readonly path: '/register/' | '/verify/';
  readonly payload: () => Uint8Array | Promise<Uint8Array>;
}

/**
 * Sends all of them, so many at once; one sentence for every answer that is not a 2xx or 4xx in JSON in under
 * longestAnswerMs.
 */
export async function faultsOf(url: string, uploads: readonly Upload[], inFlight: number): Promise<string[]> {
  const faults: string[] = [];
  await eachInFlight(uploads, inFlight, async ({ name, path, payload }) => {
    const fault = await post(url + path, await payload()).then(faultOf, (error: unknown) => String(error));
    if (fault !== undefined) faults.push(`${path} ${JSON.stringify(name).slice(0, 120)}: ${fault}`);
  });
  return faults;
}

/** Runs `work` on every item, so many at once. */
export async function eachInFlight<Item>(
  items: readonly Item[],
  inFlight: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  // Every lane takes its next item from the same iterator.
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

function faultOf({ status, body, tookMs }: Sent): string | undefined {
  if (status < 200 || status >= 500) return `${status} ${JSON.stringify(body)}`;
  if (typeof body !== 'object' || body === null) return `${status} without a JSON object`;
  return tookMs >= longestAnswerNowMs() ? `${status} after ${Math.round(tookMs)} ms` : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
