/**
 * Every operation that the service declares, and of which the client's table is made, is asked of a real service through the
 * client, and answered. A new one fails here until it is called.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facedesk, type OperationName } from 'facedesk-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/index.js';
import { face } from '../faces.js';
import { zipFile } from '../zip-file.js';
import { type ServedDesk, serveDesk } from './serving.js';

interface Operation {
  readonly name: OperationName;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
}

const { paths } = JSON.parse(readFileSync(join(packageRoot, 'docs/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { readonly operationId: OperationName }>>;
};
const operations: readonly Operation[] = Object.entries(paths)
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: name }]) => ({
      ...{ name, path },
      method: method.toUpperCase(),
    })),
  );

let served: ServedDesk;
let facedesk: Facedesk;
let folder: string;
/** The last status that each operation was answered with. */
const answered = new Map<OperationName, number>();

/** The operation that an address belongs to: of two that fit, such as events/{eventId} and events/stream, the plainer one. */
function operationOf(method: string, path: string): OperationName | undefined {
  const parameters = (one: Operation) => one.path.split('{').length;
  return operations
    .filter((one) => one.method === method)
    .filter((one) => new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort((one, other) => parameters(one) - parameters(other))[0]?.name;
}

const recordingFetch: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const name = operationOf(init?.method ?? 'GET', new URL(new Request(input).url).pathname);
  if (name !== undefined) answered.set(name, answer.status);
  return answer;
};

beforeAll(async () => {
  served = await serveDesk({ FACEDESK_WEBHOOK_NETWORKS: '127.0.0.0/8' });
  served.desk.container.webhookDelivery.start();
  served.desk.container.importRunner.start();
  folder = await mkdtemp(join(tmpdir(), 'facedesk-operations-'));
  facedesk = new Facedesk({ url: served.url, key: await served.keyFor('admin'), fetch: recordingFetch });
}, 60_000);

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

async function people({ subjects, photos, groups }: Facedesk): Promise<void> {
  await groups.create({ id: 'gate' });
  await subjects.create({ id: 'anna', photos: [await face('anna')] });
  await subjects.create({ id: 'bella' });
  expect(await subjects.list().all()).toHaveLength(2);
  expect((await subjects.update('anna', { metadata: { year: 3 } })).metadata).toEqual({ year: 3 });
  expect(await subjects.get('anna')).toMatchObject({ state: 'enrolled' });
  await subjects.unlock('anna');
  expect(await photos.add('anna', { photos: [await face('annaAgain')] })).toMatchObject([{ accepted: true }]);
  const [, second] = await photos.list('anna');
  expect((await photos.get('anna', second!.id)).size).toBeGreaterThan(1000);
  await photos.delete('anna', second!.id);
  await groups.addMember('gate', 'anna');
  expect(await groups.get('gate')).toMatchObject({ memberCount: 1 });
  await groups.removeMember('gate', 'anna');
  expect(await groups.list().all()).toMatchObject([{ id: 'gate', memberCount: 0 }]);
  await groups.delete('gate');
}

async function verdicts(client: Facedesk): Promise<void> {
  const again = await face('annaAgain');
  expect((await client.challenge()).token).toBeTypeOf('string');
  expect(await client.verify({ id: 'anna', photos: [again] })).toMatchObject({ outcome: 'match' });
  expect(await client.identify({ photo: again })).toMatchObject([{ subject: { id: 'anna' } }]);
  expect(await client.compare(again, await face('anna'))).toMatchObject({ outcome: 'match' });
  expect(await client.judge({ photo: again })).toMatchObject({ faces: 1 });
  await served.desk.container.events.flush();
  const [decided] = await client.events.list({ kind: ['verification.decided'] }).all();
  expect(await client.events.get(decided!.id)).toEqual(decided);
  const reviewed = await client.events.giveFeedback(decided!.id, { correct: true });
  expect(reviewed).toMatchObject({ id: decided!.id, feedback: { correct: true } });
  // It has no method of its own, and the picture of a match is not kept.
  const picture = client.call('readEventPicture', { params: { eventId: decided!.id } });
  await expect(picture).rejects.toMatchObject({ code: 'event_picture_not_kept' });
  const stopped = new AbortController();
  const stream = client.events.stream({ after: '0', signal: stopped.signal });
  expect(await stream.next()).toMatchObject({ done: false });
  stopped.abort();
  await expect(stream.next()).rejects.toThrow();
  expect(await client.statistics()).toBeTypeOf('object');
  expect(await client.devices()).toBeInstanceOf(Array);
}

/** Nobody listens at its address, and it has an event that is tried no more, as one is after a day. */
async function webhooks({ webhooks: hooks }: Facedesk): Promise<void> {
  const { id, secret } = await hooks.create({ url: 'http://127.0.0.1:9/', kinds: ['subject.deleted'] });
  expect(await hooks.update(id, { description: 'Gate' })).toMatchObject({ id });
  expect(await hooks.get(id)).toMatchObject({ id });
  expect((await hooks.list().all()).map((one) => one.id)).toEqual([id]);
  expect((await hooks.rotateSecret(id)).secret).not.toBe(secret);
  await hooks.test(id);
  const { store } = served.desk.container;
  const [event] = await store.events.page({}, { limit: 1 });
  const { webhookNo } = (await store.webhooks.find(id))!;
  const dead = { state: 'dead', attempts: 9, since: '2026-01-01T00:00:00.000Z', retryAt: null } as const;
  await store.webhooks.note({ webhookNo, eventNo: event!.eventNo, ...dead, problem: 'ECONNREFUSED' });
  const eventId = String(event!.eventNo);
  expect(await hooks.deliveries(id, { state: 'dead' }).all()).toMatchObject([{ event: { id: eventId } }]);
  await hooks.replayDelivery(id, eventId);
  await hooks.replay(id, { since: new Date().toISOString() });
  await hooks.delete(id);
  expect(await hooks.list().all()).toEqual([]);
}

async function imports({ imports: archives }: Facedesk): Promise<void> {
  const archive = join(folder, 'people.zip');
  await writeFile(archive, zipFile({ path: 'C1_20230101080000.jpg', content: await face('carla') }));
  const { id } = await archives.start({ archive, mode: 'look' });
  expect(await archives.wait(id, { everyMs: 100 })).toMatchObject({ state: 'finished' });
  expect(await archives.rows(id).all()).toMatchObject([{ id: 'C1', outcome: 'would_enrol' }]);
  expect(await archives.list().all()).toMatchObject([{ id }]);
  // One that has ended stays as it ended.
  expect(await archives.cancel(id)).toMatchObject({ state: 'finished' });
}

async function administration(client: Facedesk): Promise<void> {
  const { duplicates, calibration, keys, subjects } = client;
  expect(await duplicates.list()).toMatchObject({ total: 0 });
  await duplicates.settle({ subjects: ['anna', 'bella'], verdict: 'notSamePerson' });
  expect(await calibration.renew()).toMatchObject({ targetFmr: 0.0001 });
  expect(await calibration.get()).toMatchObject({ targetFmr: 0.0001 });
  expect(await client.caller()).toBeTypeOf('object');
  expect(await client.system()).toMatchObject({ gallery: { people: 1 } });
  expect(await client.settings()).toContainEqual(expect.objectContaining({ name: 'port' }));
  expect((await client.models.get()).models).not.toEqual([]);
  const installing = client.models.install('yunet-2023mar', Buffer.from('another file'));
  await expect(installing).rejects.toMatchObject({ code: 'model_file_wrong' });
  expect(await client.models.makeTemplates()).toMatchObject({ state: 'running' });
  await client.models.cancelTemplates();
  const { id } = await keys.create({ name: 'Gate', role: 'kiosk' });
  expect(await keys.get(id)).toMatchObject({ name: 'Gate' });
  expect(await keys.list().all()).toHaveLength(2);
  await keys.rotate(id);
  await keys.revoke(id);
  await subjects.delete('bella');
}

describe('the methods of the client', { timeout: 60_000 }, () => {
  it('serve people, their photos and their groups', () => people(facedesk));
  it('serve verdicts and events', () => verdicts(facedesk));
  it('serve webhooks', () => webhooks(facedesk));
  it('serve imports', () => imports(facedesk));
  it('serve whoever looks after the service', () => administration(facedesk));
});

/** What has nothing to give here is refused, in the way that is expected above. */
const refused: Partial<Record<OperationName, number>> = { installModel: 422, readEventPicture: 404 };

describe('an operation of the service', () => {
  it.each(operations.map(({ name }) => name))('%s is asked through the client, and answered', (name) => {
    const status = answered.get(name) ?? 0;
    expect(status).toBe(refused[name] ?? (status >= 200 && status < 300 ? status : '2xx'));
  });
});
