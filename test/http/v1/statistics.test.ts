/** /v1/statistics: what is counted, where hours and days begin, and who may see which figures. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let deskKey: V1Client;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0' });
  admin = await v1ClientAs(desk, 'admin');
  deskKey = await v1ClientAs(desk, 'desk');
});
afterAll(() => desk.close());

interface Figures {
  readonly start: string;
  readonly verifications: { readonly total: number };
  readonly refusals: readonly { readonly reason: string }[];
  readonly quality: { readonly median: number; readonly p10: number };
  readonly latencyMs: { readonly median: number; readonly p95: number };
  readonly meanEstimatedFmr: number | null;
}

interface Statistics {
  readonly totals: Figures;
  readonly buckets: readonly Figures[];
}

async function answered(v1: V1Client, query = '') {
  await desk.container.events.flush();
  return v1({ path: `/statistics?${query}` });
}

async function statistics(v1: V1Client, query = ''): Promise<Statistics> {
  const { status, body } = await answered(v1, query);
  expect(status).toBe(200);
  return body as Statistics;
}

interface Verdict {
  readonly outcome: string;
  readonly receipt: { readonly estimatedFmr: number | null; readonly quality: { unifiedScore: number } };
}

test('what happened is counted: verdicts, pictures, times, registrations, photos turned away', async () => {
  const [anna, again, bella] = [await face('anna'), await face('annaAgain'), await face('bella')];
  await admin({ path: '/subjects', form: { id: 'anna', photos: anna } });
  await admin({ path: '/verifications', form: { id: 'anna', photos: again } });
  await admin({ path: '/verifications', form: { id: 'anna', photos: bella } });
  await admin({ path: '/verifications', form: { id: 'nobody', photos: bella } });
  const refused = await admin({ path: '/verifications', form: { id: 'anna', photos: await face('nobody') } });
  expect(refused.body.code).toBe('no_face_found');
  await admin({ path: '/identifications', form: { photo: again } });
  const { totals } = await statistics(admin);
  expect(totals).toMatchObject({
    verifications: { total: 3, match: 1, uncertain: 0, nonMatch: 2 },
    identifications: { total: 1 },
    enrolments: 1,
    turnedAway: [{ code: 'no_face_found', count: 1 }],
    feedback: { right: 0, falseMatches: 0, falseNonMatches: 0 },
  });
  expect(totals.refusals.map(({ reason }) => reason)).toContain('unknownSubject');
  const verdicts = (await admin({ path: '/events?kind=verification.decided' })).body.items as Verdict[];
  const unified = verdicts.map(({ receipt }) => Math.round(receipt.quality.unifiedScore));
  expect(totals.quality).toEqual({
    median: unified.toSorted((a, b) => a - b)[1],
    p10: Math.min(...unified),
  });
  expect(totals.latencyMs.median).toBeGreaterThan(0);
  expect(totals.latencyMs.p95).toBeGreaterThanOrEqual(totals.latencyMs.median);
  // Of one person nothing can be said of strangers.
  const [match] = verdicts.filter(({ outcome }) => outcome === 'match');
  expect(totals.meanEstimatedFmr).toBe(match!.receipt.estimatedFmr);
});

test('every bucket of the range is there, by the hour or the day of the local clock', async () => {
  const hours = await statistics(admin);
  expect(hours.buckets).toHaveLength(24);
  expect(hours.buckets.reduce((sum, { verifications }) => sum + verifications.total, 0)).toBe(3);
  const query = 'bucket=day&utcOffset=330&from=2026-01-01T00:00:00Z&before=2026-01-03T00:00:00Z';
  const days = await statistics(admin, query);
  expect(days).toMatchObject({
    ...{ from: '2025-12-31T18:30:00.000Z', before: '2026-01-03T18:30:00.000Z' },
    ...{ bucket: 'day', utcOffset: 330, totals: { quality: null, latencyMs: null, meanEstimatedFmr: null } },
  });
  expect(days.buckets.map(({ start }) => start)).toEqual(
    ['2025-12-31', '2026-01-01', '2026-01-02'].map((day) => `${day}T18:30:00.000Z`),
  );
});

test('what rests on scores is for keys that may see scores', async () => {
  const { totals, buckets } = await statistics(deskKey);
  for (const figures of [totals, ...buckets]) {
    expect(figures).toHaveProperty('verifications');
    expect(figures).not.toHaveProperty('refusals');
    expect(figures).not.toHaveProperty('meanEstimatedFmr');
  }
  const kiosk = await v1ClientAs(desk, 'kiosk');
  expect((await answered(kiosk)).body.code).toBe('scope_missing');
});

test('whoever is erased stays counted', async () => {
  const before = (await statistics(admin)).totals;
  await admin({ method: 'DELETE', path: '/subjects/anna' });
  expect((await statistics(admin)).totals).toEqual(before);
});

test.each([
  ['too many buckets', 'bucket=hour&from=2025-01-01T00:00:00Z&before=2025-01-17T17:00:00Z', 'query/from'],
  ['an end before its beginning', 'from=2025-01-02T00:00:00Z&before=2025-01-01T00:00:00Z', 'query/from'],
  ['an offset that no clock has', 'utcOffset=7', 'query/utcOffset'],
])('%s is refused', async (_name, query, field) => {
  const { status, body } = await answered(admin, query);
  expect([status, body.code, body.fields[0].field]).toEqual([400, 'request_invalid', field]);
});

test('as many buckets as there may be are answered', async () => {
  const { buckets } = await statistics(admin, 'from=2025-01-01T00:00:00Z&before=2025-01-17T16:00:00Z');
  expect(buckets).toHaveLength(400);
});
