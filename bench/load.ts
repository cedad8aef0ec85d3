/** Clients at the service's door, each sending its next request when it has the answer to the last. Only ever at 127.0.0.1. */
import autocannon, { type Options, type Result } from 'autocannon';
import { multipartType, photoForm } from '../test/form-body.js';

export interface LoadResult {
  /** Milliseconds of every answer, by its status. */
  readonly latenciesMs: ReadonlyMap<number, number[]>;
  readonly durationS: number;
  /** Requests that got no answer at all. */
  readonly errors: number;
}

export interface Load {
  readonly url: string;
  readonly path: '/verify/' | '/register/';
  readonly image: Uint8Array;
  /** The id of each next request. */
  readonly nextId: () => string;
  readonly clients: number;
  /** How long, or how many requests altogether. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
}

/** Long enough for the last of a queue; a request that takes longer counts as an error. */
const timeoutS = 30;

export async function runLoad({ url, path, image, nextId, clients, until }: Load): Promise<LoadResult> {
  const latenciesMs = new Map<number, number[]>();
  const options: Options = {
    url,
    connections: clients,
    timeout: timeoutS,
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.requests }),
    requests: [
      {
        method: 'POST',
        path,
        headers: { 'content-type': multipartType },
        setupRequest: (request) => ({ ...request, body: photoForm({ id: nextId(), image }) }),
      },
    ],
  };
  const { duration, errors } = await new Promise<Result>((resolve, reject) => {
    const run = autocannon(options, (error: Error | null, result) =>
      error ? reject(error) : resolve(result),
    );
    run.on('response', (_client, status, _bytes, ms) => {
      const known = latenciesMs.get(status);
      if (known) known.push(ms);
      else latenciesMs.set(status, [ms]);
    });
  });
  return { latenciesMs, durationS: duration, errors };
}

/** Of the answers with this status. */
export function latencies(results: readonly LoadResult[], status: number): number[] {
  return results.flatMap(({ latenciesMs }) => latenciesMs.get(status) ?? []);
}

/** "none", or how many answers had another status, and how many requests had no answer. */
export function otherAnswers(results: readonly LoadResult[], expected: number): string {
  const counts = new Map<string, number>();
  const add = (name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count);
  for (const { latenciesMs, errors } of results) {
    for (const [status, { length }] of latenciesMs) if (status !== expected) add(String(status), length);
    if (errors > 0) add('no answer', errors);
  }
  return counts.size === 0 ? 'none' : [...counts].map(([name, count]) => `${count} x ${name}`).join(', ');
}
