/** Calls any operation of the service: address, key, body, time limit, retries. What it is for is said elsewhere. */
import { FacedeskError, failureOf } from './facedesk-error.js';
import type { OperationName, Operations } from './operations.generated.js';
import { pause, pauseBeforeRetry } from './retries.js';
import { type Input, requestOf } from './request.js';

export interface FacedeskOptions {
  /** Where the service is, such as https://faces.example.org. */
  readonly url: string | URL;
  /** An API key; not needed for a service that asks for none. */
  readonly key?: string | undefined;
  /** How long one try may take, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** How often a request that can succeed later is sent again; 3 unless told. */
  readonly retries?: number | undefined;
  /** In place of the global fetch. */
  readonly fetch?: typeof fetch | undefined;
}

export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** For one try of this call, in milliseconds, in place of what the client was made with. */
  readonly timeoutMs?: number | undefined;
  /** In place of one that the client makes up; the same for what must be done once. */
  readonly idempotencyKey?: string | undefined;
  /** An ETag: the change is refused with precondition_failed where it is not the current one. */
  readonly ifMatch?: string | undefined;
}

export interface Answered<Body> {
  readonly body: Body;
  readonly headers: Headers;
}

export class Connection {
  readonly #options: FacedeskOptions;

  constructor(options: FacedeskOptions) {
    this.#options = options;
  }

  /** @throws FacedeskError, or the signal's reason */
  async call<Name extends OperationName>(
    name: Name,
    input: Operations[Name]['input'],
    options: CallOptions = {},
  ): Promise<Answered<Operations[Name]['answer']>> {
    // What is sent is made once, so that every try carries the same Idempotency-Key.
    const request = await requestOf(name, input, options);
    const { retries = 3 } = this.#options;
    for (let retriesDone = 0; ; retriesDone++) {
      try {
        return await this.#try(request, options);
      } catch (error) {
        const pauseMs = retriesDone < retries ? pauseBeforeRetry(name, error, retriesDone) : null;
        if (pauseMs === null) throw error;
        await pause(pauseMs, options.signal);
      }
    }
  }

  /** Opens an answer that goes on: no retry, and no limit to how long it may take once it has begun. */
  async open(name: OperationName, input: Input, signal: AbortSignal): Promise<Response> {
    const response = await this.#fetch(await requestOf(name, input, {}), signal);
    if (response.ok) return response;
    throw await failureOf(response);
  }

  async #try<Body>(
    request: Awaited<ReturnType<typeof requestOf>>,
    { signal, timeoutMs = this.#options.timeoutMs ?? 30_000 }: CallOptions,
  ): Promise<Answered<Body>> {
    const limit = AbortSignal.timeout(timeoutMs);
    const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    try {
      const response = await this.#fetch(request, either);
      if (!response.ok) throw await failureOf(response);
      return { body: (await bodyOf(response)) as Body, headers: response.headers };
    } catch (cause) {
      if (signal?.aborted === true) throw signal.reason;
      if (cause instanceof FacedeskError) throw cause;
      throw limit.aborted
        ? new FacedeskError('timed_out', 'facedesk did not answer in time.', { status: 0, cause })
        : new FacedeskError('unreachable', 'facedesk cannot be reached.', { status: 0, cause });
    }
  }

  #fetch(
    { path, headers, ...init }: Awaited<ReturnType<typeof requestOf>>,
    signal: AbortSignal,
  ): Promise<Response> {
    const { url, key, fetch: send = fetch } = this.#options;
    const address = `${String(url).replace(/\/+$/, '')}${path}`;
    const identified = key === undefined ? headers : { ...headers, authorization: `Bearer ${key}` };
    return send(address, { ...init, headers: identified, signal });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) return response.blob();
  try {
    return JSON.parse(await response.text()) as unknown;
  } catch (cause) {
    const sentence = 'The answer is not the JSON that it says it is.';
    if (cause instanceof SyntaxError)
      throw new FacedeskError('answer_unexpected', sentence, { status: response.status, cause });
    throw cause;
  }
}
