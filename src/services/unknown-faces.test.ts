import { expect, test } from 'vitest';
import type { Scope } from '../domain/access.js';
import type { FacedeskError } from '../domain/errors.js';
import { createUnknownFaces, type Seeker } from './unknown-faces.js';

const seeker = (origin: string, ...scopes: Scope[]): Seeker => ({
  caller: { scopes: new Set(scopes) },
  origin,
});

/** After how many seconds it may go on; null where it may now. */
function waitOf(ask: () => void): number | null {
  try {
    ask();
    return null;
  } catch (error) {
    expect((error as FacedeskError).code).toBe('too_many_unknown_faces');
    return (error as FacedeskError).context.retryAfterS ?? NaN;
  }
}

test('lets so many unknown faces a minute through, and holds up that place only', () => {
  let nowMs = 0;
  const unknown = createUnknownFaces({ perMinute: 10, now: () => nowMs });
  const gate = seeker('gate@10.0.0.1', 'identify');
  for (let face = 0; face < 10; face++) {
    expect(waitOf(() => unknown.mustBeFree(gate))).toBeNull();
    expect(waitOf(() => unknown.count(gate))).toBeNull();
  }
  expect(waitOf(() => unknown.mustBeFree(gate))).toBe(6);
  expect(waitOf(() => unknown.mustBeFree(seeker('gate@10.0.0.2', 'identify')))).toBeNull();
  nowMs += 6000;
  expect(waitOf(() => unknown.mustBeFree(gate))).toBeNull();
});

test('people who are recognised cost nothing', () => {
  const unknown = createUnknownFaces({ perMinute: 1, now: () => 0 });
  for (let face = 0; face < 5; face++)
    expect(waitOf(() => unknown.mustBeFree(seeker('gate', 'identify')))).toBeNull();
});

test('of many at the same moment no more are told than one after the other', () => {
  const unknown = createUnknownFaces({ perMinute: 3, now: () => 0 });
  const gate = seeker('gate', 'identify');
  for (let face = 0; face < 5; face++) expect(waitOf(() => unknown.mustBeFree(gate))).toBeNull();
  const told = Array.from({ length: 5 }, () => waitOf(() => unknown.count(gate)));
  expect(told).toEqual([null, null, null, 20, 20]);
});

test.each([
  ['whoever may see scores', 1, ['identify', 'scores:read'] as const],
  ['everybody, where it is off', 0, ['identify'] as const],
])('%s never waits', (_who, perMinute, scopes) => {
  const unknown = createUnknownFaces({ perMinute, now: () => 0 });
  const free = seeker('gate', ...scopes);
  for (let face = 0; face < 20; face++) expect(waitOf(() => unknown.count(free))).toBeNull();
  expect(waitOf(() => unknown.mustBeFree(free))).toBeNull();
});
