/** /v1/events and its stream: what is recorded, who may see what of it, what an erasure leaves, and how fast it arrives. */
import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';
import { anyone } from '../../../src/domain/access.js';

let desk: Desk;
let admin: V1Client;
let deskKey: V1Client;
let port: number;
let secret: string;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0' });
  admin = await v1ClientAs(desk, 'admin');
  deskKey = await v1ClientAs(desk, 'desk');
  secret = (await desk.container.keys.create({ name: 'reader', role: 'admin' }, anyone)).secret;
  port = await desk.listen();
});
afterAll(() => desk.close());

interface Event {
  readonly id: string;
  readonly kind: string;
  readonly outcome?: string;
  readonly subject?: { readonly id: string };
  readonly receipt?: object;
  readonly reason?: string;
  readonly keyId?: string;
  readonly requestId?: string;
}

async function events(v1: V1Client, query = ''): Promise<Event[]> {
  await desk.container.events.flush();
  return (await v1({ path: `/events?${query}` })).body.items as Event[];
}

test('registrations and verdicts are recorded, newest first, with the key and the request', async () => {
  const photo = await face('anna');
  const made = await admin({ path: '/subjects', form: { id: 'anna', photos: photo } });
  const verified = await admin({
    path: '/verifications',
    form: { id: 'anna', photos: await face('annaAgain') },
  });
  const [verdict, registration] = await events(admin);
  expect(verdict).toMatchObject({
    kind: 'verification.decided',
    outcome: 'match',
    subject: { id: 'anna' },
    requestId: verified.headers['x-request-id'],
    keyId: expect.any(String),
    receipt: { scores: expect.any(Object), threshold: expect.any(Number) },
  });
  expect(registration).toMatchObject({
    kind: 'subject.registered',
    subject: { id: 'anna' },
    requestId: made.headers['x-request-id'],
  });
});

test('verdicts of the library API are recorded as well', async () => {
  const payload = await admin({ path: '/subjects/anna' });
  expect(payload.status).toBe(200);
  await desk.container.verification.verify({ id: 'anna', image: await face('bella'), origin: null });
  expect((await events(admin))[0]).toMatchObject({ kind: 'verification.decided', outcome: 'nonMatch' });
});

test('receipts and reasons are for keys that may see scores', async () => {
  for (const event of await events(deskKey)) expect(event).not.toHaveProperty('receipt');
  expect((await events(deskKey))[0]).not.toHaveProperty('reason');
  expect((await events(admin))[0]).toHaveProperty('reason');
});

test('of a claim of an unknown id nothing is kept of what was claimed', async () => {
  await admin({ path: '/verifications', form: { id: 'secret-word-xyz', photos: await face('bella') } });
  const [event] = await events(admin);
  expect(event).toMatchObject({ outcome: 'nonMatch', reason: 'unknownSubject' });
  expect(event).not.toHaveProperty('subject');
  expect(JSON.stringify(event)).not.toContain('secret-word-xyz');
});

test('events are filtered by person, kind, outcome and time, and cut into pages', async () => {
  const all = await events(admin, 'limit=100');
  expect((await events(admin, 'subject=ANNA')).every(({ subject }) => subject?.id === 'anna')).toBe(true);
  expect((await events(admin, 'kind=subject.registered')).map(({ kind }) => kind)).toEqual([
    'subject.registered',
  ]);
  expect((await events(admin, 'outcome=match')).map(({ outcome }) => outcome)).toEqual(['match']);
  expect(await events(admin, 'from=2100-01-01T00:00:00Z')).toEqual([]);
  expect(await events(admin, 'before=2100-01-01T00:00:00%2B02:00&limit=100')).toHaveLength(all.length);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await admin({ path: `/events?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}` });
    paged.push(...(body.items as Event[]).map(({ id }) => id));
    cursor = body.nextCursor as string | null;
  }
  expect(paged).toEqual(all.map(({ id }) => id));
  expect((await admin({ path: '/events?subject=nobody' })).body.code).toBe('subject_not_found');
});

test('an event is on the stream within 200 ms of its verdict, and a stream goes on where it was cut', async () => {
  const stream = openStream();
  await stream.opened;
  await admin({ path: '/verifications', form: { id: 'anna', photos: await face('annaAgain') } });
  const answeredMs = performance.now();
  const { event, atMs } = await stream.next();
  stream.close();
  expect(event).toMatchObject({ kind: 'verification.decided', outcome: 'match' });
  expect(atMs - answeredMs).toBeLessThan(200);

  await admin({ path: '/groups', json: { id: 'missed' } });
  await desk.container.events.flush();
  const resumed = openStream(event.id);
  expect((await resumed.next()).event).toMatchObject({ kind: 'group.created' });
  resumed.close();
});

test('when a person is erased, their events say no more who it was, and their receipts go', async () => {
  const before = await events(admin, 'subject=anna&limit=100');
  expect(before.length).toBeGreaterThan(2);
  await admin({ method: 'DELETE', path: '/subjects/anna' });
  const after = await events(admin, 'limit=100');
  const kept = after.filter(({ id }) => before.some((one) => one.id === id));
  expect(kept).toHaveLength(before.length);
  for (const event of kept) {
    expect(event).not.toHaveProperty('subject');
    expect(event).not.toHaveProperty('receipt');
  }
  expect(kept.map(({ outcome }) => outcome)).toEqual(before.map(({ outcome }) => outcome));
  expect(after[0]).toMatchObject({ kind: 'subject.deleted' });
  expect(JSON.stringify(after)).not.toContain('anna');
});

test('an event about somebody who went before it was written is written without them', async () => {
  await admin({ path: '/subjects', json: { id: 'short' } });
  const { subjectNo } = (await desk.container.store.findSubject('short' as never))!;
  await admin({ method: 'DELETE', path: '/subjects/short' });
  desk.container.events.record({
    kind: 'verification.decided',
    outcome: 'match',
    subjectNo,
    receipt: { threshold: 1 },
  });
  const [event] = await events(admin);
  expect(event).toMatchObject({ outcome: 'match' });
  expect(event).not.toHaveProperty('subject');
  expect(event).not.toHaveProperty('receipt');
});

test('events that are older than they are to be kept are erased', async () => {
  await desk.container.store.events.append([{ at: '2001-01-01T00:00:00.000Z', kind: 'group.created' }]);
  expect(await desk.container.events.purge()).toBe(1);
  expect(await events(admin, 'before=2002-01-01T00:00:00Z')).toEqual([]);
});

function openStream(lastEventId?: string) {
  const arrived: { event: Event; atMs: number }[] = [];
  let wake = (): void => undefined;
  let text = '';
  const request = get({
    port,
    path: '/v1/events/stream',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const opened = new Promise<void>((resolve) => {
    request.on('response', (response) => {
      response.on('error', () => undefined);
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) arrived.push({ event: JSON.parse(data) as Event, atMs: performance.now() });
        }
        resolve();
        wake();
      });
    });
  });
  request.on('error', () => undefined);
  return {
    opened,
    close: () => request.destroy(),
    next: async () => {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return arrived.shift()!;
    },
  };
}
