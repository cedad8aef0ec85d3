import { describe, expect, it } from 'vitest';
import { type Claim, type Comparison, type DecisionPolicy, decide, strangersMeanOf } from './decision.js';
import type { ModelPrior } from './model-prior.js';

const prior: ModelPrior = {
  typicalStrangersMean: -0.6,
  scoreAtFmr: [
    [0.01, -0.6],
    [0.001, -0.5],
  ],
  sameFaceScore: -0.2,
};
const policy: DecisionPolicy = {
  targetFmr: 1e-3,
  threshold: 0.1,
  uncertainFrom: 0.05,
  basis: 'gallery',
  margin: 0,
  marginOver: new Map(),
  prior,
};
const claimed = { subjectNo: 1, enrolled: true };
const subject = (subjectNo: number, score: number) => ({ subjectNo, score });
/** 200 people, of whom the nearest strangers of both sides are all at -0.6, so that the normalised score is the score + 0.6. */
const strangers = Array.from({ length: 12 }, (_, i) => subject(100 + i, -0.6));

function comparisonOf(ownScore: number, ...rivals: { subjectNo: number; score: number }[]): Comparison {
  const own = subject(1, ownScore);
  const nearest = [own, ...rivals, ...strangers].sort((a, b) => b.score - a.score);
  return { own, nearest, referenceStrangers: strangers, people: 200 };
}

const verdict = (claim: Partial<Claim>) => {
  const { scores: _scores, ...rest } = decide({ claimed, comparison: comparisonOf(-0.3), policy, ...claim });
  return rest;
};

describe('decide', () => {
  it('matches the claimed subject who passes the threshold and is nearest, and shows the scores', () => {
    const decision = decide({ claimed, comparison: comparisonOf(-0.3), policy });
    expect(decision.outcome).toBe('match');
    expect(decision.scores!.score).toBe(-0.3);
    expect(decision.scores!.normalisedScore).toBeCloseTo(0.3);
    expect(decision.scores!.lead).toBeCloseTo(0.3);
  });

  it('refuses an id that nobody has, and one without a face', () => {
    expect(verdict({ claimed: null })).toEqual({ outcome: 'nonMatch', reason: 'unknownSubject' });
    const notEnrolled = { outcome: 'nonMatch', reason: 'notEnrolled' };
    expect(verdict({ claimed: { subjectNo: 1, enrolled: false } })).toEqual(notEnrolled);
    expect(verdict({ comparison: { ...comparisonOf(-0.3), own: null } })).toEqual(notEnrolled);
  });

  it('refuses the claimed subject when somebody else is nearer, however well they score', () => {
    const comparison = comparisonOf(-0.3, subject(2, -0.29));
    expect(verdict({ comparison })).toEqual({ outcome: 'nonMatch', reason: 'someoneElseNearer' });
  });

  it('matches at a tie: one photo under two ids, and nobody nearer', () => {
    expect(verdict({ comparison: comparisonOf(-0.1, subject(2, -0.1)) }).outcome).toBe('match');
  });

  it('is uncertain just below the threshold, refuses below that, and lets no tie pass', () => {
    const uncertain = { outcome: 'uncertain', reason: 'justBelowThreshold' };
    const exact = { ...policy, threshold: 0.25, uncertainFrom: 0.125 };
    const at = (ownScore: number) => verdict({ comparison: comparisonOf(ownScore), policy: exact });
    // Sums of halves, quarters and the like of -0.6 are not exact, so the ties are made with means of -0.5.
    const eight = Array.from({ length: 8 }, (_, i) => subject(10 + i, -0.5));
    const halves = {
      ...comparisonOf(-0.25),
      nearest: [subject(1, -0.25), ...eight],
      referenceStrangers: eight,
    };
    expect(verdict({ comparison: halves, policy: exact })).toEqual(uncertain);
    expect(at(-0.4)).toEqual(uncertain);
    expect(at(-0.5)).toEqual({ outcome: 'nonMatch', reason: 'belowThreshold' });
    expect(at(NaN)).toEqual({ outcome: 'nonMatch', reason: 'belowThreshold' });
  });

  it('is uncertain where somebody else is nearer than the margin allows, or than the margin of a lookalike does', () => {
    const near = { outcome: 'uncertain', reason: 'someoneElseNear' };
    const comparison = comparisonOf(-0.3, subject(2, -0.34));
    expect(verdict({ comparison, policy: { ...policy, margin: 0.05 } })).toEqual(near);
    expect(verdict({ comparison, policy: { ...policy, margin: 0.03 } }).outcome).toBe('match');
    expect(verdict({ comparison, policy: { ...policy, marginOver: new Map([[2, 0.05]]) } })).toEqual(near);
    expect(verdict({ comparison, policy: { ...policy, marginOver: new Map([[3, 0.05]]) } }).outcome).toBe(
      'match',
    );
  });

  it('matches in a gallery of one by the typical strangers of the model', () => {
    const own = subject(1, -0.3);
    const decision = decide({
      claimed,
      comparison: { own, nearest: [own], referenceStrangers: [], people: 1 },
      policy,
    });
    expect(decision.outcome).toBe('match');
    expect(decision.scores).toMatchObject({ lead: null });
    expect(decision.scores!.normalisedScore).toBeCloseTo(0.3);
  });
});

describe('strangersMeanOf', () => {
  it('leaves out those who are so near that they are the same face', () => {
    expect(strangersMeanOf([subject(7, -0.1), ...strangers], 200, prior)).toBeCloseTo(-0.6);
  });
});
