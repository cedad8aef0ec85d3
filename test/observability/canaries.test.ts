/**
 * Whatever is sent, nothing of it gets where an operator looks: canaries are planted in every part of requests to every route,
 * and then looked for in the log, at its most talkative, in /metrics, in the spans and in the answers that report an error.
 */
import { DatabaseSync } from '@photostructure/sqlite';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../../src/http/v1/openapi/document.js';
import { principalFace } from '../../src/domain/principal-face.js';
import { face } from '../faces.js';
import { multipart, multipartType } from '../form-body.js';
import { openDesk, type Desk } from '../http/desk.js';
import { seededRandom } from '../seeded-random.js';
import {
  canary,
  canaryGenerator,
  canaryHeaders,
  mark,
  nameMark,
  withFileNames,
  writtenDown,
} from './canary.js';
import { openCollector, type Collector } from './collector.js';

const { below } = seededRandom(Number(process.env['FACEDESK_TEST_SEED'] ?? '23'));
const requestsPerOperation = 12;
/** In the settings, so that no request can revoke it. */
const key = canary('-key-of-the-settings-01234567890123');
const document = openApiDocument('0.0.0');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
);

let desk: Desk;
let collector: Collector;
let photo: Buffer;
/** Pieces of the photo, of the face that is kept of it and of its features, in every form in which they could be written down. */
let biometric: string[];
const errorAnswers: string[] = [];
const statuses = new Map<string, Set<number>>();

beforeAll(async () => {
  collector = await openCollector();
  desk = await openDesk({
    FACEDESK_API_KEYS: key,
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
    FACEDESK_KEEP_PROBES: 'all',
    FACEDESK_WEBHOOK_NETWORKS: '127.0.0.0/8',
    FACEDESK_OTLP_ENDPOINT: collector.url,
    FACEDESK_LOG_LEVEL: 'trace',
  });
  photo = await sharp(await face('anna'))
    .withExif({ IFD0: { ImageDescription: canary('exif'), Artist: canary('artist') } })
    .jpeg()
    .toBuffer();
  expect(photo.includes(mark)).toBe(true);
  const measures = await desk.container.vision.examine(photo, { keep: 'crop' });
  const { features } = principalFace(measures)!;
  const template = Buffer.from(features.buffer, features.byteOffset, features.byteLength);
  biometric = [
    ...[...features].filter((value) => Math.abs(value) > 0.01).map((value) => String(value).slice(0, 9)),
    ...[photo, template, Buffer.from(measures.keptPhoto!.jpeg)].flatMap(writtenDown),
  ];
});
afterAll(async () => {
  await desk.close();
  await collector.close();
});

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

async function send(name: string, { method, url, headers = {}, payload }: Request): Promise<void> {
  const gone = new AbortController();
  const isStream = url.includes('/stream');
  const answer = await desk.app.inject({
    method: method as 'GET',
    url,
    headers: { ...canaryHeaders, authorization: `Bearer ${key}`, ...headers },
    ...(payload !== undefined && { payload }),
    ...(isStream && { payloadAsStream: true, signal: gone.signal }),
  });
  const { statusCode } = answer;
  statuses.set(name, (statuses.get(name) ?? new Set()).add(statusCode));
  if (isStream) {
    answer.stream().on('error', () => undefined);
    gone.abort();
  } else if (statusCode >= 400) errorAnswers.push(`${name} ${statusCode} ${answer.payload}`);
}

test(
  'every operation is sent canaries, and some of each kind of answer come back',
  { timeout: 180_000 },
  async () => {
    const make = canaryGenerator(document.components.schemas, photo, () => below(2 ** 20) / 2 ** 20);
    for (const { method, path, operation } of operations)
      for (let n = 0; n < requestsPerOperation; n++) {
        const { url: target, headers, payload } = make.request(method, path, operation);
        const url = target as string;
        await send(`${method} ${path}`, {
          method: method.toUpperCase(),
          url: `${url}${url.includes('?') ? '&' : '?'}${nameMark}=${canary('value')}`,
          headers: headers as Record<string, string>,
          payload: withFileNames(payload)!,
        });
        await send(`${method} ${path}`, {
          method: method.toUpperCase(),
          url,
          headers: headers as Record<string, string>,
          payload: withFileNames(payload)!,
        });
      }
    const all = new Set([...statuses.values()].flatMap((seen) => [...seen]));
    for (const status of [200, 201, 400, 404, 409]) expect(all).toContain(status);
  },
);

test(
  'so are the library API, pages, unknown addresses and broken requests',
  { timeout: 60_000 },
  async () => {
    const form = (id: string, image: Uint8Array) =>
      multipart(
        { name: 'id', content: id },
        { name: nameMark, content: canary('content') },
        { name: 'image', content: image, fileName: `${canary('file')}.jpg`, type: canary('/type') },
      );
    const id = canary('library');
    const multi = { 'content-type': multipartType };
    for (const url of ['/register/', '/verify/', '/register/', '/verify/'])
      await send(url, { method: 'POST', url, headers: multi, payload: form(id, photo) });
    await send('/verify', {
      method: 'POST',
      url: '/verify/',
      headers: multi,
      payload: form(canary('x'), photo),
    });
    for (const url of ['/register/', '/verify/']) {
      await send(url, {
        method: 'POST',
        url,
        headers: multi,
        payload: form(id, Buffer.from(canary('pixels'))),
      });
      await send(url, { method: 'POST', url, headers: multi, payload: form(id, photo).subarray(0, 900) });
      await send(url, { method: 'POST', url, headers: { 'content-type': canary('/type') }, payload: mark });
    }
    await send('delete', { method: 'DELETE', url: '/register/', payload: `id=${canary('deleted')}` });
    for (const url of [
      `/${mark}`,
      `/v1/${mark}`,
      `/assets/${mark}`,
      `/%${mark}`,
      `/livez?${mark}=${mark}`,
      '/readyz',
    ])
      await send('unknown', { method: 'GET', url });
    await send('wrong key', {
      method: 'GET',
      url: '/v1/system',
      headers: { authorization: `Bearer ${canary('k')}` },
    });
    await send('wrong key', { method: 'GET', url: '/v1/system', headers: { 'x-api-key': `fdk_${mark}` } });
    expect([...statuses.get('/verify/')!]).toEqual(expect.arrayContaining([200, 400]));
  },
);

test('so is a database that fails in the middle of it', async () => {
  const databasePath = desk.databasePath;
  const other = new DatabaseSync(databasePath, { timeout: 5000, enableForeignKeyConstraints: false });
  other.exec('ALTER TABLE facedesk_templates RENAME TO facedesk_gone');
  try {
    const payload = multipart(
      { name: 'id', content: canary('broken') },
      { name: 'image', content: photo, fileName: `${canary('file')}.jpg`, type: 'image/jpeg' },
    );
    await send('broken', {
      method: 'POST',
      url: '/register/',
      headers: { 'content-type': multipartType },
      payload,
    });
  } finally {
    other.exec('ALTER TABLE facedesk_gone RENAME TO facedesk_templates');
    other.close();
  }
  expect(statuses.get('broken')).toEqual(new Set([500]));
  expect(desk.logLines.some((line) => line.includes('"msg":"request failed"'))).toBe(true);
});

test('nothing of it is in the log, the metrics, the spans or an error', async () => {
  await desk.container.events.flush();
  const { payload: metrics } = await desk.app.inject({ url: '/metrics', headers: { 'x-api-key': key } });
  await expect
    .poll(() => collector.bodies.join('').includes('GET /v1/system'), { timeout: 10_000 })
    .toBe(true);
  expect(collector.spans.length).toBeGreaterThan(operations.length * requestsPerOperation);
  expect(errorAnswers.length).toBeGreaterThan(operations.length);
  const places: Record<string, readonly string[]> = {
    log: desk.logLines,
    metrics: metrics.split('\n'),
    spans: collector.bodies,
    errors: errorAnswers,
  };
  for (const [place, texts] of Object.entries(places)) {
    const marks = place === 'errors' ? [mark] : [mark, nameMark];
    const found = texts.filter((text) => marks.some((one) => text.toLowerCase().includes(one)));
    expect(found.map((text) => text.slice(0, 400)).slice(0, 5), place).toEqual([]);
    const all = texts.join('\n');
    expect(
      biometric.filter((piece) => all.includes(piece)),
      place,
    ).toEqual([]);
  }
});
