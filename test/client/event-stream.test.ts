/** Watching events through a line that breaks: nothing is missed, nothing comes twice, and it ends when it is told to. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Event, Facedesk } from 'facedesk-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedDesk, serveDesk } from './serving.js';

let served: ServedDesk;
let line: Server;
let key: string;
let url: string;
const sockets = new Set<Socket>();

beforeAll(async () => {
  served = await serveDesk();
  key = await served.keyFor('admin');
  const port = Number(new URL(served.url).port);
  line = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  url = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  line.close();
  await served.close();
});

function breakTheLine(): void {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
}

it('goes on behind the last event where the connection breaks', async () => {
  const direct = new Facedesk({ url: served.url, key });
  await direct.subjects.create({ id: 'before' });
  await served.desk.container.events.flush();
  const [newest] = (await direct.events.list({ limit: 1 }).page()).items;
  const watching = new Facedesk({ url, key }).events.stream({
    kind: ['subject.registered'],
    after: newest!.id,
  });
  const seen: Event[] = [];
  const reading = (async () => {
    for await (const event of watching) {
      seen.push(event);
      if (seen.length === 3) return;
    }
  })();
  const until = async (count: number) => {
    while (seen.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await direct.subjects.create({ id: 'first' });
  await until(1);
  breakTheLine();
  await direct.subjects.create({ id: 'second' });
  await direct.groups.create({ id: 'another-kind' });
  await until(2);
  await direct.subjects.create({ id: 'third' });
  await reading;
  expect(seen.map(({ subject }) => subject?.id)).toEqual(['first', 'second', 'third']);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
});

it('begins with what happens from now on unless it is told otherwise', async () => {
  const facedesk = new Facedesk({ url: served.url, key });
  const first = facedesk.events.stream().next();
  const isThere = first.then(() => true);
  const soon = (): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), 100));
  for (let no = 1; !(await Promise.race([isThere, soon()])); no++)
    await facedesk.groups.create({ id: `group-${no}` });
  expect((await first).value).toMatchObject({ kind: 'group.created' });
});

it('begins behind the event that it is given, and ends with the reason of its signal', async () => {
  const facedesk = new Facedesk({ url: served.url, key });
  const ending = new AbortController();
  const reason = new Error('the desk closes');
  const ids: (string | undefined)[] = [];
  const watching = async () => {
    const options = { after: '0', kind: ['subject.registered'], signal: ending.signal } as const;
    for await (const { subject } of facedesk.events.stream(options)) {
      ids.push(subject?.id);
      if (ids.length === 3) ending.abort(reason);
    }
  };
  await expect(watching()).rejects.toBe(reason);
  expect(ids).toEqual(['before', 'first', 'second']);
});

it('does not try again with a key that may not', async () => {
  const kiosk = await served.clientAs('kiosk');
  await expect(kiosk.events.stream({ after: '0' }).next()).rejects.toMatchObject({ code: 'scope_missing' });
});
