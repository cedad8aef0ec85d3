import { expect, test } from 'vitest';
import { decide, type Claim } from './decision.js';

const policy = { threshold: -0.5 };
const claimed = { subjectNo: 1, enrolled: true };
const nonMatch = (reason: string) => ({ outcome: 'nonMatch', reason });
const own = (score: number) => ({ subjectNo: 1, score });
const rival = (score: number) => ({ subjectNo: 2, score });

test.each<[string, Omit<Claim, 'policy'>, object]>([
  [
    'the claimed subject is nearest and passes',
    { claimed, candidates: [own(-0.3), rival(-0.4)] },
    { outcome: 'match' },
  ],
  ['nobody else is enrolled', { claimed, candidates: [own(-0.3)] }, { outcome: 'match' }],
  ['nobody has the id', { claimed: null, candidates: [rival(-0.1)] }, nonMatch('unknownSubject')],
  [
    'the subject has no template',
    { claimed: { subjectNo: 1, enrolled: false }, candidates: [rival(-0.1)] },
    nonMatch('notEnrolled'),
  ],
  ['the gallery is empty', { claimed, candidates: [] }, nonMatch('belowThreshold')],
  ['nearest, but too far', { claimed, candidates: [own(-0.6), rival(-0.7)] }, nonMatch('belowThreshold')],
  ['a tie at the threshold', { claimed, candidates: [own(-0.5)] }, nonMatch('belowThreshold')],
  ['a score that is no number', { claimed, candidates: [own(NaN)] }, nonMatch('belowThreshold')],
  [
    'somebody else is nearer',
    { claimed, candidates: [rival(-0.2), own(-0.3)] },
    nonMatch('someoneElseNearer'),
  ],
  [
    'somebody else is as near',
    { claimed, candidates: [own(-0.3), rival(-0.3)] },
    { outcome: 'match' },
  ],
  [
    'not among the nearest, who pass',
    { claimed, candidates: [rival(-0.2), { subjectNo: 3, score: -0.3 }] },
    nonMatch('someoneElseNearer'),
  ],
  ['nobody is near', { claimed, candidates: [rival(-0.8), own(-0.9)] }, nonMatch('belowThreshold')],
])('%s', (_name, claim, decision) => {
  expect(decide({ ...claim, policy })).toEqual(decision);
});
