/** What all uploads together may hold, and what a caller who hangs up leaves behind, over real connections. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import { multipartType, photoForm } from '../form-body.js';
import { face } from '../faces.js';
import { type Desk, openDesk } from './desk.js';

const mebibyte = 2 ** 20;
let desk: Desk;
let port: number;

beforeAll(async () => {
  desk = await openDesk({ FACEDESK_MAX_UPLOADS_BYTES: String(4 * mebibyte) });
  port = await desk.listen();
});

afterAll(() => desk.close());

/** Declares so many bytes; sends nothing by itself. */
function openUpload(bytes: number): ClientRequest {
  const headers = { 'content-type': multipartType, 'content-length': bytes };
  const upload = request({ port, method: 'POST', path: '/verify/', headers, agent: false });
  upload.on('error', () => undefined);
  return upload;
}

async function send(image: Uint8Array) {
  const startedMs = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/verify/`, {
    method: 'POST',
    headers: { 'content-type': multipartType },
    body: new Uint8Array(photoForm({ id: 'nobody', image })),
  });
  const body: unknown = await answer.json();
  return {
    status: answer.status,
    body,
    retryAfter: answer.headers.get('retry-after'),
    tookMs: performance.now() - startedMs,
  };
}

test('an upload beyond the memory for all of them is refused at once, and let in when there is room again', async () => {
  const arriving = once(desk.app.server, 'request') as Promise<[IncomingMessage]>;
  const stalled = openUpload(3 * mebibyte);
  const begin = photoForm({ id: 'nobody', image: new Uint8Array(3 * mebibyte) });
  stalled.write(begin.subarray(0, 2.5 * mebibyte));
  const [{ socket }] = await arriving;
  while (socket.bytesRead < 2.5 * mebibyte) await sleep(5);
  const image = new Uint8Array(2 * mebibyte);
  const refused = await send(image);
  expect(refused).toMatchObject({ status: 503, body: { code: 'busy', verified: false }, retryAfter: '1' });
  expect((await send(await face('anna'))).status).toBe(400);

  stalled.destroy();
  let accepted = await send(image);
  while (accepted.status === 503) accepted = await send(image);
  expect(accepted).toMatchObject({ status: 400, body: { code: 'image_unreadable' } });
});

test('a photo whose caller hangs up while it waits is not examined', async () => {
  const image = await sharp(await face('bella'))
    .resize({ width: 4000, height: 4000, fit: 'fill' })
    .jpeg({ quality: 30 })
    .toBuffer();
  const form = photoForm({ id: 'nobody', image });
  const [running, waiting] = [1, 2].map(() => openUpload(form.byteLength));
  const answered = once(running!, 'response');
  running!.end(form);
  while (desk.container.vision.status().running === 0) await sleep(1);
  waiting!.end(form);
  while (desk.container.vision.status().queued === 0) await sleep(1);
  waiting!.destroy();
  while (desk.container.vision.status().queued > 0) await sleep(1);
  expect(desk.container.vision.status().running).toBe(1);
  await answered;
});
