/** GET /metrics: what an operator is told, who may read it, and that it says what happened. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metricTable } from '../../src/observability/metrics/metric-table.js';
import { face } from '../faces.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '2' });
});
afterAll(() => desk.close());

async function metrics(): Promise<string> {
  const { statusCode, headers, payload } = await desk.app.inject('/metrics');
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  return payload;
}

/** The value of one series; undefined where there is none. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('every metric of the table is there, with its kind', async () => {
  const text = await metrics();
  for (const [name, { kind }] of Object.entries(metricTable))
    expect(text).toContain(`# TYPE ${name} ${kind}\n`);
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(names.sort()).toEqual(Object.keys(metricTable).sort());
});

test('a registration, a match, a no and a refusal are each counted once, by reason', async () => {
  await desk.register({ id: 'anna', image: await face('anna') });
  await desk.register({ id: 'anna', image: await face('anna') });
  await desk.verify({ id: 'anna', image: await face('anna') });
  await desk.verify({ id: 'nobody', image: await face('anna') });
  await desk.verify({ id: 'anna', image: Buffer.from('no photo') });
  const text = await metrics();
  const expected: Record<string, number> = {
    'facedesk_enrolments_total{outcome="done",reason="none"}': 1,
    'facedesk_enrolments_total{outcome="refused",reason="user_already_exists"}': 1,
    'facedesk_verifications_total{outcome="match",reason="none"}': 1,
    'facedesk_verifications_total{outcome="nonMatch",reason="unknownSubject"}': 1,
    'facedesk_verifications_total{outcome="refused",reason="image_unreadable"}': 1,
    'facedesk_http_requests_total{method="POST",route="/verify",status="200"}': 1,
    'facedesk_http_request_seconds_count{method="POST",route="/verify"}': 3,
    'facedesk_http_refusals_total{code="image_unreadable"}': 1,
    'facedesk_pictures_total{purpose="enrolment",outcome="done"}': 1,
    'facedesk_pictures_total{purpose="verification",outcome="done"}': 2,
    'facedesk_stage_seconds_count{stage="embed"}': 3,
    'facedesk_stage_seconds_count{stage="search"}': 2,
    'facedesk_stage_seconds_count{stage="decide"}': 2,
    'facedesk_stage_seconds_count{stage="verification"}': 3,
    facedesk_gallery_people: 1,
    facedesk_gallery_filled: 1,
    facedesk_workers_ready: 1,
    facedesk_calibration_target_fmr: 0.0001,
    'facedesk_calibration_basis{basis="model"}': 1,
    facedesk_uploads_held_bytes: 0,
    facedesk_queue_pictures: 0,
  };
  const seen = Object.fromEntries(Object.keys(expected).map((series) => [series, valueOf(text, series)]));
  expect(seen).toEqual(expected);
  expect(valueOf(text, 'facedesk_workers_resident_bytes')).toBeGreaterThan(2 ** 20);
  expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(2 ** 20);
  expect(valueOf(text, 'facedesk_database_statement_seconds_count{kind="transaction"}')).toBeGreaterThan(1);
});

test('locks are counted', async () => {
  const locking = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0', FACEDESK_ATTEMPTS_BEFORE_LOCK: '1' });
  try {
    await locking.verify({ id: 'nobody', image: await face('anna') });
    await locking.verify({ id: 'nobody', image: await face('anna') });
    const { payload } = await locking.app.inject('/metrics');
    expect(valueOf(payload, 'facedesk_locked_attempts')).toBe(1);
    expect(valueOf(payload, 'facedesk_http_refusals_total{code="attempts_locked"}')).toBe(1);
  } finally {
    await locking.close();
  }
});

test('addresses and methods that nobody knows make no series of their own', async () => {
  for (const url of ['/canary-1', '/v1/canary-2', '/v1/subjects/canary-3', '/assets/canary-4'])
    await desk.app.inject({ method: 'GET', url });
  await desk.app.inject({ method: 'PROPFIND' as 'GET', url: '/' });
  const text = await metrics();
  expect(text).not.toContain('canary');
  expect(text).not.toContain('PROPFIND');
  expect(text).toContain('route="/v1/subjects/:subjectId"');
});

test('where keys are asked for it takes the scope system:read, and none of the rate', async () => {
  const key = 'a-key-of-the-settings-for-the-metrics-alone';
  const guarded = await openDesk({ FACEDESK_API_KEYS: key, FACEDESK_RATE_LIMIT_PER_ADDRESS: '1' });
  try {
    expect((await guarded.app.inject('/metrics')).statusCode).toBe(401);
    const { secret } = await guarded.container.keys.create(
      { role: 'integration', name: 'Prometheus', scopes: ['system:read'] },
      { keyId: null, role: 'admin', scopes: new Set(['keys:manage', 'system:read']), ratePerMinute: null },
    );
    const read = async (presented: string) =>
      (await guarded.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${presented}` } }))
        .statusCode;
    expect([await read(secret), await read(secret), await read(key)]).toEqual([200, 200, 200]);
    const { payload } = await guarded.app.inject({ url: '/metrics', headers: { 'x-api-key': key } });
    expect(payload).not.toContain(secret);
    expect(payload).not.toContain(key);
  } finally {
    await guarded.close();
  }
});

test('it can be turned off', async () => {
  const silent = await openDesk({ FACEDESK_METRICS: 'false' });
  try {
    expect((await silent.app.inject('/metrics')).statusCode).toBe(404);
  } finally {
    await silent.close();
  }
});

test.each([
  ['flag', 'flagged'],
  ['refuse', 'refused'],
])(
  'with FACEDESK_REPLAYS=%s a photo that is shown again is counted as %s',
  async (setting, handling) => {
    const other = await openDesk({ FACEDESK_REPLAYS: setting });
    try {
      for (let times = 0; times < 3; times++) await other.verify({ id: 'anna', image: await face('anna') });
      const { payload } = await other.app.inject('/metrics');
      const counted = payload.split('\n').filter((line) => line.startsWith('facedesk_repeated_photos_total'));
      expect(counted).toEqual([`facedesk_repeated_photos_total{handling="${handling}"} 2`]);
    } finally {
      await other.close();
    }
  },
  60_000,
);
