/** Devices over a real store: what is said of cameras whose pictures changed on a day. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevices } from '../../src/services/devices.js';
import { type NewEvent, openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'facedesk-devices-'));
let store: Store;
beforeAll(async () => {
  store = await openStore({ url: `sqlite:${join(folder, 'devices.sqlite')}`, keys: testKeys });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const dayMs = 86_400_000;
/** Friday, early in India and still Thursday in Greenwich. */
const now = Date.UTC(2026, 10, 19, 20);

/** Twelve verdicts on each of the last days. */
function pictures(keyId: string | undefined, from: number, to: number, sharpness: number): NewEvent[] {
  return Array.from({ length: from - to }, (_, index) => from - index).flatMap((daysAgo) =>
    Array.from({ length: 12 }, (_, n) => ({
      at: new Date(now - daysAgo * dayMs - n * 60_000).toISOString(),
      kind: 'verification.decided',
      outcome: n === 0 ? 'nonMatch' : 'match',
      measures: { sharpness, brightness: 120, quality: 70 },
      ...(keyId !== undefined && { keyId }),
    })),
  );
}

test('a blurred camera is told with the day since when, a silent one with its last, and others are well', async () => {
  await store.apiKeys.add(
    {
      keyId: 'gate',
      name: 'Main gate',
      role: 'kiosk',
      scopes: [],
      addresses: [],
      ratePerMinute: null,
      expiresAt: null,
    },
    'f'.repeat(64),
  );
  await store.events.append([
    ...pictures('gate', 10, 2, 66),
    ...pictures('gate', 2, -1, 30),
    ...pictures('side', 10, 4, 66),
    ...pictures(undefined, 10, -1, 66),
    { at: new Date(now).toISOString(), kind: 'photo.refused', reason: 'photo_blurred', measures: {} },
    { at: new Date(now).toISOString(), kind: 'subject.registered', keyId: 'office', measures: {} },
  ]);
  const devices = await createDevices({ store, now: () => now }).list(330);
  expect(devices).toEqual([
    expect.objectContaining({
      ...{ keyId: 'gate', name: 'Main gate', health: 'degraded', problem: 'blurred', since: '2026-11-18' },
      ...{ verifications: 12, refused: 1 / 12, turnedAway: 0 },
      lastDay: { pictures: 12, sharpness: 30, brightness: 120, quality: 70 },
      baseline: { pictures: 96, days: 8, sharpness: 66, brightness: 120, quality: 70 },
      text: 'Pictures from this camera have been blurred since Wednesday 18 November.',
    }),
    expect.objectContaining({
      ...{ keyId: 'side', name: 'side', health: 'silent', since: '2026-11-15' },
      ...{ verifications: 0, refused: null, turnedAway: null, lastDay: null },
    }),
    expect.objectContaining({
      ...{ keyId: null, name: 'no key', health: 'ok', problem: null, since: null },
      ...{ lastSeenAt: new Date(now).toISOString(), turnedAway: 1 / 13 },
    }),
  ]);
});
