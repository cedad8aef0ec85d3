/** A traced verification: one tree of spans from the request down to the worker's stages, under the caller's own trace. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { multipartType, photoForm } from '../form-body.js';
import { openDesk, type Desk } from '../http/desk.js';
import { openCollector, type Collector, type ReceivedSpan } from './collector.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';

let collector: Collector;
let desk: Desk;
beforeAll(async () => {
  collector = await openCollector();
  desk = await openDesk({ FACEDESK_OTLP_ENDPOINT: collector.url });
  await desk.register({ id: 'anna', image: await face('anna') });
});
afterAll(async () => {
  await desk.close();
  await collector.close();
});

async function verify(traceparent: string): Promise<number> {
  const answer = await desk.call({
    method: 'POST',
    url: '/verify/',
    payload: photoForm({ id: 'anna', image: await face('anna') }),
    headers: { 'content-type': multipartType, traceparent },
  });
  return answer.status;
}

async function spansOf(trace: string): Promise<ReceivedSpan[]> {
  const own = (): ReceivedSpan[] => collector.spans.filter((span) => span.traceId === trace);
  await expect.poll(() => own().some(({ kind }) => kind === 2), { timeout: 5000 }).toBe(true);
  return own();
}

interface Tree {
  readonly [name: string]: Tree;
}

/** Spans by name within one another; what is there several times is there once. */
function treeUnder(parent: string, spans: readonly ReceivedSpan[]): Tree {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === parent);
  const names = [...new Set(children.map(({ name }) => name))].sort();
  const idsOf = (name: string) => children.filter((child) => child.name === name).map(({ spanId }) => spanId);
  return Object.fromEntries(
    names.map((name) => [name, Object.assign({}, ...idsOf(name).map((id) => treeUnder(id, spans))) as Tree]),
  );
}

test('the spans of a verification are one tree, each within the time of its parent', async () => {
  expect(await verify(`00-${traceId}-${callersSpan}-01`)).toBe(200);
  const spans = await spansOf(traceId);
  const inWorker = ['align', 'attack', 'decode', 'detect', 'embed', 'landmarks', 'measure'];
  const tree = treeUnder(callersSpan, spans);
  expect(Object.keys(tree)).toEqual(['POST /verify']);
  const verification = tree['POST /verify']!['verification']!;
  expect(Object.keys(verification)).toEqual(
    expect.arrayContaining(['acquire', 'decide', 'search', 'store select']),
  );
  expect(verification['search']).toHaveProperty('store select');
  expect(Object.keys(verification['acquire']!)).toEqual(['examine', 'queue']);
  expect(Object.keys(verification['acquire']!['examine']!)).toEqual(inWorker);

  const byId = new Map(spans.map((span) => [span.spanId, span]));
  for (const span of spans) {
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    const parent = byId.get(span.parentSpanId!);
    if (parent === undefined) continue;
    // Times are cut to microseconds, and Kysely rounds its own.
    const slackNs = 1_000_000n;
    expect(BigInt(span.startTimeUnixNano), span.name).toBeGreaterThanOrEqual(
      BigInt(parent.startTimeUnixNano) - slackNs,
    );
    // What is kept beside the answer, such as the event, is written when that is out.
    if (!span.name.startsWith('store '))
      expect(BigInt(span.endTimeUnixNano), span.name).toBeLessThanOrEqual(
        BigInt(parent.endTimeUnixNano) + slackNs,
      );
  }
});

test('the root says route and status, and nothing says who', async () => {
  const [root] = (await spansOf(traceId)).filter(({ kind }) => kind === 2);
  expect(root).toMatchObject({ name: 'POST /verify', parentSpanId: callersSpan });
  expect(root!.attributes).toEqual([
    { key: 'http.request.method', value: { stringValue: 'POST' } },
    { key: 'http.route', value: { stringValue: '/verify' } },
    { key: 'http.response.status_code', value: { intValue: '200' } },
  ]);
  expect(collector.bodies.join('')).not.toContain('anna');
});

test('the lines of the log that belong to the request name its trace', () => {
  const lines = desk.logLines.map((line) => JSON.parse(line) as { msg: string; traceId?: string });
  const own = lines.filter((line) => line.traceId === traceId).map(({ msg }) => msg);
  expect(own).toEqual(expect.arrayContaining(['claim decided', 'request']));
});

test('a caller who keeps no trace gets none, and one who sends rubbish a new one', async () => {
  const unsampled = 'c'.repeat(32);
  expect(await verify(`00-${unsampled}-${callersSpan}-00`)).toBe(200);
  const known = new Set(collector.spans.map((span) => span.traceId));
  expect(await verify('00-rubbish')).toBe(200);
  const isNew = ({ traceId: id, kind }: ReceivedSpan): boolean => kind === 2 && !known.has(id);
  await expect.poll(() => collector.spans.filter(isNew).length, { timeout: 5000 }).toBe(1);
  expect(collector.spans.some(({ traceId: id }) => id === unsampled)).toBe(false);
  expect(collector.spans.find(isNew)!.parentSpanId).toBeUndefined();
});

test('a collector that refuses is told of once, and nobody else notices', async () => {
  collector.status = 503;
  const before = collector.bodies.length;
  for (let round = 1; round <= 2; round++) {
    expect(await verify('')).toBe(200);
    await expect
      .poll(() => collector.bodies.length, { timeout: 5000 })
      .toBeGreaterThanOrEqual(before + round);
  }
  const told = (): number => desk.logLines.filter((line) => line.includes('Spans cannot be sent')).length;
  await expect.poll(told).toBe(1);
  collector.status = 200;
});
