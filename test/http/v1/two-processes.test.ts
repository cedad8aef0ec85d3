/** Two services on one database: what happens at one is on the event streams of the other. */
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyone } from '../../../src/domain/access.js';
import { face } from '../../faces.js';
import { databaseSettings } from '../../servers/provide-server.js';
import { openDesk, type Desk } from '../desk.js';
import { v1Client } from './v1-client.js';

/** Promised. */
const seenWithinMs = 2000;

let folder: string;
let one: Desk;
let other: Desk;
let secret: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-two-'));
  const shared = { FACEDESK_DATA_DIR: folder, ...(await databaseSettings()) };
  one = await openDesk(shared);
  other = await openDesk(shared);
  secret = (await one.container.keys.create({ role: 'admin', name: 'reader' }, anyone)).secret;
  // That the key was made is an event too, and none that the tests wait for.
  await one.container.events.flush();
});
afterAll(async () => {
  await one.close();
  await other.close();
  await rm(folder, { recursive: true });
});

interface Arrival {
  readonly event: { readonly id: string; readonly kind: string; readonly outcome?: string };
  readonly atMs: number;
}

/** What a stream sends, one after another. */
async function openStream(port: number, lastEventId?: string) {
  const arrivals: Arrival[] = [];
  let wake = (): void => undefined;
  const request = get({
    port,
    path: '/v1/events/stream',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  request.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.on('error', () => undefined);
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          arrivals.push({ event: JSON.parse(data) as Arrival['event'], atMs: performance.now() });
        }
        resolve();
        wake();
      });
    });
  });
  return {
    close: () => request.destroy(),
    next: async (): Promise<Arrival> => {
      while (arrivals.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return arrivals.shift()!;
    },
  };
}

test('a verdict of one is on the stream of the other within 2 s, and a stream goes on at the other', async () => {
  const v1 = v1Client(one, secret);
  const stream = await openStream(await other.listen());
  await v1({ path: '/subjects', form: { id: 'anna', photos: await face('anna') } });
  expect((await stream.next()).event.kind).toBe('subject.registered');
  await v1({ path: '/verifications', form: { id: 'anna', photos: await face('annaAgain') } });
  const answeredMs = performance.now();
  const { event, atMs } = await stream.next();
  expect(event).toMatchObject({ kind: 'verification.decided', outcome: 'match' });
  expect(atMs - answeredMs).toBeLessThan(seenWithinMs);
  console.log(`seen by the other within ${Math.round(atMs - answeredMs)} ms`);
  stream.close();

  // What came between is not missed, wherever the stream goes on.
  await v1Client(other, secret)({ path: '/groups', json: { id: 'missed' } });
  await other.container.events.flush();
  const resumed = await openStream(await one.listen(), event.id);
  expect((await resumed.next()).event.kind).toBe('group.created');
  resumed.close();
}, 60_000);

test('streams whose callers have gone make room for others', async () => {
  const { port } = other.app.server.address() as { port: number };
  // More than a process has at a time.
  for (let count = 0; count < 130; count++) (await openStream(port)).close();
  const stream = await openStream(port);
  await v1Client(other, secret)({ path: '/groups', json: { id: 'still-heard' } });
  expect((await stream.next()).event.kind).toBe('group.created');
  stream.close();
}, 60_000);
