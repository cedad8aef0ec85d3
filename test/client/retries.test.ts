/** What the client does where the service is busy or the network breaks: a server that fails on purpose stands in for both. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Facedesk, FacedeskError } from 'facedesk-client';
import { afterEach, expect, it } from 'vitest';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;

/** Gives one answer after the other, the last one for ever. */
async function answering(...answers: Answer[]): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push(request);
    request.resume().on('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const refuse =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(JSON.stringify({ code, detail: 'Not now.', status, requestId: 'r-1' }));
  };
const hangUp: Answer = (request) => request.socket.destroy();
const stayAway: Answer = () => undefined;
const answer =
  (body: object): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };

const photo = new Uint8Array([0xff, 0xd8]);
const match = answer({ outcome: 'match' });

it('sends a verification again with the same Idempotency-Key where the service was busy or the network broke', async () => {
  const { url, requests } = await answering(refuse(503, 'busy', { 'retry-after': '0' }), hangUp, match);
  expect(await new Facedesk({ url }).verify({ id: 'A', photos: [photo] })).toEqual({ outcome: 'match' });
  const keys = requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

it('makes up another Idempotency-Key for another call, and takes the one that it is given', async () => {
  const { url, requests } = await answering(match);
  const facedesk = new Facedesk({ url, key: 'secret' });
  await facedesk.verify({ id: 'A', photos: [photo] });
  await facedesk.verify({ id: 'A', photos: [photo] });
  await facedesk.verify({ id: 'A', photos: [photo] }, { idempotencyKey: 'mine' });
  const keys = requests.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('mine');
  expect(requests[0]!.headers.authorization).toBe('Bearer secret');
});

it('waits as long as it is asked to', async () => {
  const { url } = await answering(refuse(429, 'rate_limited', { 'retry-after': '1' }), answer({ items: [] }));
  const startedMs = performance.now();
  await new Facedesk({ url }).duplicates.list();
  expect(performance.now() - startedMs).toBeGreaterThan(990);
});

it('does not wait for longer than 10 seconds, but says how long it would have to', async () => {
  const { url, requests } = await answering(refuse(429, 'rate_limited', { 'retry-after': '60' }));
  const failed = new Facedesk({ url }).duplicates.list();
  await expect(failed).rejects.toMatchObject({ code: 'rate_limited', retryAfterS: 60, requestId: 'r-1' });
  expect(requests).toHaveLength(1);
});

it.each([
  ['a paused id', refuse(429, 'too_many_attempts', { 'retry-after': '1' })],
  ['a photo without a face', refuse(400, 'no_face_found')],
  ['a defect', refuse(500, 'internal')],
])('sends nothing again for %s', async (_name, refused) => {
  const { url, requests } = await answering(refused);
  await expect(new Facedesk({ url }).verify({ id: 'A', photos: [photo] })).rejects.toBeInstanceOf(
    FacedeskError,
  );
  expect(requests).toHaveLength(1);
});

it('does not erase twice where it cannot know whether the first time arrived', async () => {
  const { url, requests } = await answering(hangUp);
  await expect(new Facedesk({ url }).subjects.delete('A')).rejects.toMatchObject({
    code: 'unreachable',
    status: 0,
  });
  expect(requests).toHaveLength(1);
});

it('gives up after so many retries', async () => {
  const { url, requests } = await answering(refuse(503, 'busy', { 'retry-after': '0' }));
  await expect(new Facedesk({ url, retries: 1 }).system()).rejects.toMatchObject({ code: 'busy' });
  expect(requests).toHaveLength(2);
});

it('waits for no answer longer than it may', async () => {
  const { url } = await answering(stayAway);
  const failed = new Facedesk({ url, timeoutMs: 100, retries: 0 }).system();
  await expect(failed).rejects.toMatchObject({ code: 'timed_out', status: 0 });
});

it('can be ended while it waits to send again', async () => {
  const { url, requests } = await answering(refuse(503, 'busy', { 'retry-after': '9' }));
  const ending = new AbortController();
  const reason = new Error('enough');
  const failed = new Facedesk({ url }).system({ signal: ending.signal });
  setTimeout(() => ending.abort(reason), 100);
  await expect(failed).rejects.toBe(reason);
  expect(requests).toHaveLength(1);
});

it('says that something else answers where there is no problem document', async () => {
  const { url } = await answering((_request, response) => response.writeHead(404).end('<html>'));
  await expect(new Facedesk({ url }).system()).rejects.toMatchObject({
    code: 'answer_unexpected',
    status: 404,
  });
});
