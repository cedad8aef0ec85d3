/** A receiver of webhooks on this machine, which checks signatures by itself and answers as a test has it answer. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface Received {
  readonly id: string;
  readonly timestampS: number;
  readonly signatures: readonly string[];
  readonly text: string;
  readonly event: { readonly id: string; readonly kind: string; readonly [name: string]: unknown };
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Every request, in the order in which they came, whatever the answer was. */
  readonly received: Received[];
  /** The ids of the events of those requests. */
  eventIds(): string[];
  /** A status, or null for no answer at all; 200 unless said otherwise. */
  answer: (message: Received, response: ServerResponse) => number | null;
  close(): Promise<void>;
}

export async function openReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readMessage(request).then((message) => {
      received.push(message);
      const status = receiver.answer(message, response);
      if (status !== null) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/hook`,
    port: address.port,
    received,
    eventIds: () => received.map(({ event }) => event.id),
    answer: () => 200,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

async function readMessage(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  return {
    id: String(request.headers['webhook-id']),
    timestampS: Number(request.headers['webhook-timestamp']),
    signatures: String(request.headers['webhook-signature']).split(' '),
    text,
    event: JSON.parse(text) as Received['event'],
  };
}

/** As a receiver checks it, from the text of the secret. */
export function isSignedBy(secret: string, { id, timestampS, signatures, text }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestampS}.${text}`).digest('base64');
  return signatures.includes(`v1,${expected}`);
}

/** Waits until something is so, as long as the test may last. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(10);
}
