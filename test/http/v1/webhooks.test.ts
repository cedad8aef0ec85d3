/** /v1/webhooks: set up by those who may, changed, tried out, and a verdict that arrives at a real receiver. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { isSignedBy, openReceiver, type Receiver, until } from '../../services/webhook-receiver.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Answer, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let integration: V1Client;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  desk = await openDesk({ FACEDESK_WEBHOOK_NETWORKS: '127.0.0.0/8' });
  admin = await v1ClientAs(desk, 'admin');
  integration = await v1ClientAs(desk, 'integration', ['webhooks:manage']);
  desk.container.webhookDelivery.start();
});
afterAll(async () => {
  await desk.close();
  await receiver.close();
});

const setUp = (fields: object = {}, v1 = admin): Promise<V1Answer> =>
  v1({ path: '/webhooks', json: { url: receiver.url, ...fields } });

test('a verdict arrives, signed by the secret that was told once', async () => {
  const { status, body, headers } = await setUp({ kinds: ['verification.decided'], description: 'Hall' });
  expect(status).toBe(201);
  expect(headers).toMatchObject({ location: `/v1/webhooks/${body.id}`, 'cache-control': 'no-store' });
  expect(body).toMatchObject({ state: 'active', scores: false, deliveredAt: null, failures: 0 });
  await admin({ path: '/verifications', form: { id: 'nobody', photos: await face('anna') } });
  await until(() => receiver.received.length > 0);
  const [message] = receiver.received;
  expect(isSignedBy(body.secret as string, message!)).toBe(true);
  const { body: list } = await admin({ path: '/events?kind=verification.decided' });
  const { reason: _, receipt: __, ...event } = list.items[0];
  expect(message!.event).toEqual(event);
  const read = await admin({ path: `/webhooks/${body.id}` });
  const { secret: ___, deliveredAt: ____, ...shown } = body;
  expect(read.body).toEqual({ ...shown, deliveredAt: read.body.deliveredAt });
  expect(JSON.stringify((await admin({ path: '/webhooks' })).body)).not.toContain('whsec_');
  expect(desk.logLines.join('')).not.toContain(body.secret);
});

test('scores are sent by those who may see them, and go where those say', async () => {
  expect((await setUp({ scores: true }, integration)).body.code).toBe('scope_missing');
  const { body: made } = await setUp({ scores: true });
  const change = (json: object, v1: V1Client) => v1({ method: 'PATCH', path: `/webhooks/${made.id}`, json });
  const elsewhere = { url: `${receiver.url}/elsewhere` };
  expect((await change(elsewhere, integration)).body.code).toBe('scope_missing');
  expect((await change({ ...elsewhere, scores: false }, integration)).status).toBe(200);
  expect((await change({ scores: true }, integration)).body.code).toBe('scope_missing');
  expect((await change({ state: 'paused' }, integration)).body).toMatchObject({
    ...elsewhere,
    ...{ state: 'paused', scores: false },
  });
});

test.each(['http://8.8.8.8/', 'https://10.0.0.1/', 'https://[::1]/', 'file:///etc/passwd', 'no url'])(
  '%s is refused, and nothing is made',
  async (url) => {
    const listed = async () => {
      const { body } = await admin({ path: '/webhooks?limit=100' });
      return (body.items as { id: string; url: string }[]).map((webhook) => [webhook.id, webhook.url]);
    };
    const before = await listed();
    const { status, body } = await setUp({ url });
    expect([status, body.code]).toEqual([400, 'webhook_url_refused']);
    expect(await listed()).toEqual(before);
  },
);

test('it is tried out, rotated and removed', async () => {
  const { body: made } = await setUp();
  const tried = await admin({ method: 'POST', path: `/webhooks/${made.id}/test` });
  expect(tried.body).toEqual({ arrived: true, status: 200, problem: null });
  const rotated = await admin({ path: `/webhooks/${made.id}/secret`, json: { graceSeconds: 60 } });
  expect(rotated.body.secret).not.toBe(made.secret);
  expect((await admin({ method: 'DELETE', path: `/webhooks/${made.id}` })).status).toBe(204);
  for (const path of ['', '/deliveries'])
    expect((await admin({ path: `/webhooks/${made.id}${path}` })).body.code).toBe('webhook_not_found');
  for (const path of ['/test', '/secret', '/deliveries/1/replay'])
    expect((await admin({ method: 'POST', path: `/webhooks/${made.id}${path}` })).body.code).toBe(
      'webhook_not_found',
    );
});

test('what is dead is listed page by page, and sent again', async () => {
  const { body: made } = await setUp({ kinds: ['group.deleted'] });
  const { store, events } = desk.container;
  const webhook = (await store.webhooks.find(made.id as string))!;
  events.record({ kind: 'group.created' });
  events.record({ kind: 'group.created' });
  await events.flush();
  const numbers = (await store.events.page({}, { limit: 2 })).map(({ eventNo }) => eventNo);
  const note = { state: 'dead', attempts: 9, since: '2026-01-01T00:00:00.000Z', retryAt: null } as const;
  for (const eventNo of numbers)
    await store.webhooks.note({ webhookNo: webhook.webhookNo, eventNo, ...note, problem: 'ECONNREFUSED' });
  const path = `/webhooks/${made.id}/deliveries`;
  const { body: first } = await admin({ path: `${path}?state=dead&limit=1` });
  expect(first.items).toMatchObject([
    { event: { id: String(numbers[0]), kind: 'group.created' }, state: 'dead', attempts: 9 },
  ]);
  const { body: second } = await admin({ path: `${path}?state=dead&limit=1&cursor=${first.nextCursor}` });
  expect(second).toMatchObject({ items: [{ event: { id: String(numbers[1]) } }], nextCursor: null });
  const replay = (eventId: unknown) => admin({ method: 'POST', path: `${path}/${String(eventId)}/replay` });
  expect((await replay(numbers[0])).status).toBe(202);
  await until(() => receiver.eventIds().includes(String(numbers[0])));
  await until(async () => (await admin({ path })).body.items.length === 1);
  expect((await replay(numbers[0])).body.code).toBe('webhook_delivery_not_found');
  const since = { since: '2020-01-01T00:00:00+05:30' };
  expect((await admin({ path: `/webhooks/${made.id}/replay`, json: since })).status).toBe(202);
  expect((await admin({ path })).body.items).toEqual([]);
});
