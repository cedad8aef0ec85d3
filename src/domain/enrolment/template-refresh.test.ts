import { describe, expect, test } from 'vitest';
import { featureLength, toFeatures, type Features } from '../features.js';
import type { OwnTemplate } from './person-template.js';
import { cappedScore, mostRefreshGain, refreshHandicap } from './refreshed-score.js';
import { isNearerToOthers, judgeRefresh, type RefreshQuestion } from './template-refresh.js';

/** Of unit length, turned by an angle. */
function turned(radians: number): Features {
  const values = new Float32Array(featureLength);
  values[0] = Math.cos(radians);
  values[1] = Math.sin(radians);
  return toFeatures(values);
}
const enrolled: OwnTemplate = { features: turned(0), origin: 'enrolled', quality: 60 };
const refreshed = (radians: number): OwnTemplate => ({
  features: turned(radians),
  origin: 'refreshed',
  quality: 60,
});

/** Passes in every respect. */
const good: RefreshQuestion = {
  probe: turned(0.2),
  quality: 70,
  attackSuspected: false,
  templates: [enrolled],
  original: { passes: true, lead: 0.1 },
};
const refusalOf = (change: Partial<RefreshQuestion>) => judgeRefresh({ ...good, ...change }).refusal;

describe('judgeRefresh', () => {
  test('takes over a good photo of a clear match', () => {
    expect(refusalOf({})).toBeNull();
    expect(refusalOf({ original: { passes: true, lead: null } })).toBeNull();
  });

  test.each([
    ['a poor photo', { quality: 49 }, 'quality'],
    ['one whose quality is no number', { quality: NaN }, 'quality'],
    ['what looks like an attack', { attackSuspected: true }, 'attack_suspected'],
    ['the very photo that was enrolled', { probe: turned(0) }, 'nothing_new'],
    ['what only just passes', { original: { passes: false, lead: 0.1 } }, 'not_clear'],
    ['one that somebody else is near', { original: { passes: true, lead: 0.049 } }, 'lead_too_small'],
    ['one whose lead is no number', { original: { passes: true, lead: NaN } }, 'lead_too_small'],
    ['one that would move the reference too far', { probe: turned(0.6) }, 'drift'],
  ] as const)('refuses %s', (_what, change, refusal) => {
    expect(refusalOf(change)).toBe(refusal);
  });

  test('measures drift from what was enrolled, not from what was added since', () => {
    const steps = [0.3, 0.5, 0.6].map(refreshed);
    expect(refusalOf({ templates: [enrolled, ...steps], probe: turned(0.7) })).toBe('drift');
  });

  test('counts the three newest, as they will be kept', () => {
    const old = [refreshed(1.2), refreshed(0), refreshed(0)];
    expect(refusalOf({ templates: [enrolled, ...old], probe: turned(0.1) })).toBeNull();
  });
});

test('a reference that comes nearer to somebody else is refused from where the two are alike', () => {
  expect(isNearerToOthers({ refreshed: -0.35, enrolled: -0.36 }, -0.369)).toBe(true);
  expect(isNearerToOthers({ refreshed: -0.36, enrolled: -0.35 }, -0.369)).toBe(false);
  expect(isNearerToOthers({ refreshed: -0.4, enrolled: -0.42 }, -0.369)).toBe(false);
});

describe('the score of somebody with refreshed templates', () => {
  test('is at most a little above that against the enrolled photos', () => {
    expect(cappedScore(-0.2, -0.4)).toBeCloseTo(-0.4 + mostRefreshGain, 10);
    expect(cappedScore(-0.39, -0.4)).toBe(-0.39);
  });

  test('pays for what the reference is nearer to strangers, as far as normalising does not', () => {
    const strangers = { ofRefreshed: [-0.4, -0.42], ofEnrolled: [-0.43, -0.45] };
    expect(refreshHandicap({ ...strangers, people: 1000 })).toBeCloseTo(0.015, 10);
    expect(refreshHandicap({ ...strangers, people: 1 })).toBeCloseTo(0.03, 10);
    expect(refreshHandicap({ ofRefreshed: [-0.5], ofEnrolled: [-0.4], people: 500 })).toBe(0);
    expect(refreshHandicap({ ofRefreshed: [], ofEnrolled: [], people: 1 })).toBe(0);
  });
});
