/** One attempt to deliver one body. No redirect is followed, and of the answer only the status counts. */
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AddressRefusedError, type Destinations } from './destination.js';

/** What came of it; `problem` is null where it arrived. It never repeats what the receiver said. */
export interface Attempt {
  readonly problem: string | null;
  /** True where the receiver said that nobody listens here any more: 410 Gone. */
  readonly isGone: boolean;
  readonly status: number | null;
}

export interface Sender {
  send(url: string, message: OutgoingMessage): Promise<Attempt>;
  /** Ends idle connections. */
  close(): void;
}

export interface OutgoingMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SenderParts {
  readonly destinations: Destinations;
  readonly timeoutMs: number;
  /** Of the service; told to the receiver. */
  readonly version: string;
}

/** What is read of an answer at most, so that the connection can be used again; more ends it. */
const maxAnswerBytes = 16 * 1024;
const idleConnections = 16;
/** Receivers end idle connections as well; a short time leaves little chance to send into one that just ended. */
const idleMs = 2000;

export function createSender({ destinations, timeoutMs, version }: SenderParts): Sender {
  const options = { keepAlive: true, maxFreeSockets: idleConnections, timeout: idleMs };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };

  const attempt = async (text: string, { body, headers }: OutgoingMessage): Promise<number> => {
    // Judged again: the settings can be others than when it was set up.
    const url = destinations.check(text);
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const bytes = Buffer.from(body);
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const sending = request(
        url,
        {
          method: 'POST',
          agent: agents[url.protocol as keyof typeof agents],
          lookup: destinations.lookupFor(url),
          signal,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': bytes.byteLength,
            'user-agent': `facedesk/${version}`,
            ...headers,
          },
        },
        (answer) => {
          resolve(answer.statusCode ?? 0);
          drain(answer);
        },
      );
      sending.on('error', reject);
      sending.end(bytes);
    });
  };

  return {
    send: async (url, message) => {
      try {
        const status = await attempt(url, message);
        const arrived = status >= 200 && status < 300;
        return { status, isGone: status === 410, problem: arrived ? null : `answered ${status}` };
      } catch (error) {
        return { status: null, isGone: false, problem: problemOf(error) };
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function drain(answer: IncomingMessage): void {
  let read = 0;
  answer.on('data', (piece: Buffer) => {
    read += piece.byteLength;
    if (read > maxAnswerBytes) answer.destroy();
  });
  // The status is known already.
  answer.on('error', () => undefined);
}

/** System codes such as ECONNREFUSED are names, not texts of the receiver. */
function problemOf(error: unknown): string {
  if (error instanceof AddressRefusedError) return 'its address may not be called';
  const { name, code } = error as { name?: string; code?: unknown };
  if (name === 'FacedeskError') return 'its address may not be called';
  if (name === 'TimeoutError' || name === 'AbortError') return 'did not answer in time';
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'could not be reached';
}
