/** GET /register/: who is registered, streamed. Names quote the row of the wire contract. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { featureLength, toFeatures } from '../../src/domain/features.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('an empty list is a list', async () => {
  const { status, body } = await desk.call({ method: 'GET', url: '/register/' });
  expect([status, body]).toEqual([200, { message: 'Hello, world!', data: [] }]);
});

test('200 {"message": "Hello, world!", "data": [{"id", "timestamp"}, …]}, oldest first, however many', async () => {
  const ids = Array.from({ length: 1500 }, (_, i) => `student "${i}" ü`);
  for (const id of ids) await desk.container.store.enrol(someone(id));
  for (const url of ['/register', '/register/']) {
    const { body } = await desk.call({ method: 'GET', url });
    expect(Object.keys(body as object)).toEqual(['message', 'data']);
    const { data } = body as { data: { id: string; timestamp: string }[] };
    expect(data.map(({ id }) => id)).toEqual(ids);
    expect(Object.keys(data[0]!)).toEqual(['id', 'timestamp']);
    expect(data[0]!.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(Math.abs(Date.parse(`${data[0]!.timestamp}Z`) - Date.now())).toBeLessThan(120_000);
  }
});

test('HEAD answers with the headers alone', async () => {
  const { status, body, headers } = await desk.call({ method: 'HEAD', url: '/register/' });
  expect([status, body]).toEqual([200, undefined]);
  expect(headers['content-type']).toMatch(/^application\/json/);
});

test('a reader who leaves half-way does no harm', async () => {
  const port = await desk.listen();
  const controller = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}/register/`, { signal: controller.signal });
  const reader = answer.body!.getReader();
  await reader.read();
  controller.abort();
  expect(await desk.ids()).toHaveLength(1500);
});

function someone(id: string) {
  const features = toFeatures(Float32Array.from({ length: featureLength }, () => Math.random()));
  return { subjectId: parseSubjectId(id), modelId: desk.container.vision.modelId, photos: [{ features }] };
}
