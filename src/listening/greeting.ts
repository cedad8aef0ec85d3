/** Friendly lines on a terminal for whoever starts the service; programs read the log. */
import type { Certificate } from './certificate.js';
import type { Listener } from './listeners.js';
import type { Opening } from './opening.js';

export interface Greeting {
  /** The first is for people at a door. */
  readonly listeners: readonly Listener[];
  readonly certificate: Certificate | undefined;
  readonly opening: Opening;
  readonly dataDir: string;
}

export function greet({ listeners, certificate, opening, dataDir }: Greeting): void {
  if (!process.stdout.isTTY) return;
  const [{ url } = { url: '' }, admin] = listeners;
  const lines = [
    `facedesk listens on ${url} (pages: ${url}/registerPage/ and ${url}/verifyPage/), data in ${dataDir}`,
  ];
  if (admin !== undefined) lines.push(`For those who run it: ${admin.url}`);
  if (certificate?.selfSigned === true)
    lines.push(`Browsers warn of its own certificate once. Its SHA-256 is ${certificate.fingerprint}`);
  if (opening === 'no keys')
    lines.push(
      'Nobody is asked for a key, because there is none. To make the first one, in another terminal:',
      '  facedesk keys create --role admin --name "My first key"',
    );
  process.stdout.write(`${lines.join('\n')}\n`);
}
