/** What an upload may not be: too long in any shape, too slow, or broken. Over bare sockets, where it matters how it arrives. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { boundary, multipart, multipartType, part, photoForm } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';
import { rawCall } from './raw-call.js';

const maxBytes = 1024 * 1024;
let desk: Desk;
let port: number;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_MAX_UPLOAD_BYTES: String(maxBytes), FACEDESK_REQUEST_TIMEOUT_MS: '2000' });
  port = await desk.listen();
});
afterAll(() => desk.close());

const head = (lines: string[]): string =>
  [`POST /verify/ HTTP/1.1`, 'Host: desk', `Content-Type: ${multipartType}`, ...lines, '', ''].join('\r\n');
const chunk = (data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
const filler = Buffer.alloc(64 * 1024, 'x');

function* repeated(times: number, piece: Buffer): Generator<Buffer> {
  for (let i = 0; i < times; i++) yield piece;
}

function* chunked(...bodies: Iterable<Buffer>[]): Generator<string | Buffer> {
  yield head(['Transfer-Encoding: chunked']);
  for (const body of bodies) for (const piece of body) yield chunk(piece);
  yield '0\r\n\r\n';
}

const tooLarge = { error: expect.any(String) as string, code: 'request_too_large', verified: false };
const fileHead = Buffer.from(
  `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n`,
);

test('a declared length over the limit is refused before the body is sent', async () => {
  const { status, body } = await rawCall({ port, pieces: [head([`Content-Length: ${60 * maxBytes}`])] });
  expect(status).toBe(413);
  expect(JSON.parse(body)).toEqual(tooLarge);
});

test.each([
  ['a declared file', () => [head([`Content-Length: ${60 * maxBytes}`]), fileHead, ...repeated(960, filler)]],
  ['a chunked file', () => chunked([fileHead], repeated(960, filler))],
  ['a preamble', () => chunked(repeated(960, filler), [photoForm({})])],
  ['an epilogue', () => chunked([photoForm({ id: 'x' })], repeated(960, filler))],
  ['many fields', () => chunked(repeated(60 * 16, part({ name: 'other', content: filler })))],
])('60 MB as %s are answered 413 and not read to the end', async (_name, pieces) => {
  const before = bytesRead();
  const { status, body } = await rawCall({ port, pieces: pieces() });
  expect([413, 400]).toContain(status);
  expect(JSON.parse(body)).toMatchObject({ verified: false });
  expect(bytesRead() - before).toBeLessThan(maxBytes + 512 * 1024);
});

test('a well-formed form just under the limit passes it', async () => {
  const fits = multipart(
    { name: 'id', content: 'x' },
    { name: 'other', fileName: 'f', content: Buffer.alloc(maxBytes - 100_000) },
    { name: 'image', fileName: 'f', content: 'no picture' },
  );
  const answer = await desk.call({
    method: 'POST',
    url: '/verify/',
    payload: fits,
    headers: { 'content-type': multipartType },
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'image_unreadable' } });
});

test.each([
  ['no boundary', 'multipart/form-data', multipart({ name: 'id', content: 'x' })],
  ['another boundary', 'multipart/form-data; boundary=other', multipart({ name: 'id', content: 'x' })],
  ['no end', multipartType, part({ name: 'id', content: 'x' })],
  ['an end within a header', multipartType, Buffer.from(`--${boundary}\r\nContent-Dispo`)],
  ['an end within a file', multipartType, Buffer.concat([fileHead, filler])],
  ['no form at all', multipartType, Buffer.from('hello')],
  ['65 parts', multipartType, multipart(...Array.from({ length: 65 }, () => ({ name: 'a', content: 'b' })))],
])('a form with %s: 400 form_malformed', async (_name, type, payload) => {
  const answer = await desk.call({
    method: 'POST',
    url: '/register/',
    payload,
    headers: { 'content-type': type },
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ error: expect.any(String) as string, code: 'form_malformed' });
});

test('hostile file names and field names are of no consequence', async () => {
  const image = await face('nobody');
  for (const fileName of ['../../etc/passwd', 'a\u0000.jpg', '', '.', 'x'.repeat(5000), 'ü\\"; name=\\"id']) {
    const payload = multipart(
      { name: '__proto__', content: 'x' },
      { name: 'id', content: 'y' },
      { name: 'image', fileName, content: image },
    );
    const answer = await desk.call({
      method: 'POST',
      url: '/register/',
      payload,
      headers: { 'content-type': multipartType },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'no_face_found' } });
  }
});

test('a body that stops arriving is answered 408 in JSON', async () => {
  const { status, body } = await rawCall({ port, pieces: [head(['Content-Length: 5000']), 'a'] });
  expect(status).toBe(408);
  expect(JSON.parse(body)).toMatchObject({ code: 'request_timeout', verified: false });
});

test('headers that stop arriving are answered 408 in JSON', async () => {
  const { status, body } = await rawCall({ port, pieces: ['GET /livez HTTP/1.1\r\nHost: d'] });
  expect(status).toBe(408);
  expect(JSON.parse(body)).toMatchObject({ code: 'request_timeout' });
});

test('a connection that is kept alive and says nothing more is ended', async () => {
  const socket = connect(port, '127.0.0.1');
  const ended = once(socket.resume(), 'close');
  socket.write('GET /livez HTTP/1.1\r\nHost: desk\r\n\r\n');
  const [startedMs] = [performance.now(), await ended];
  // After the 5 s that it is kept; Node adds one.
  expect(performance.now() - startedMs).toBeGreaterThan(4000);
}, 30_000);

test('callers who hang up in the middle leave nothing behind', async () => {
  const form = photoForm({ id: 'x', image: await face('anna') });
  for (const share of [0, 0.2, 0.5, 0.9])
    await rawCall({
      port,
      hangUp: true,
      pieces: [head([`Content-Length: ${form.length}`]), form.subarray(0, form.length * share)],
    });
  expect((await desk.verify({ id: 'x', image: await face('anna') })).status).toBe(400);
  await expect
    .poll(() => new Promise((resolve) => desk.app.server.getConnections((_e, count) => resolve(count))))
    .toBe(0);
  expect(desk.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
});

/** Bytes that this process has read from anywhere: /proc knows them on Linux, where the limit is therefore tested. */
function bytesRead(): number {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}
