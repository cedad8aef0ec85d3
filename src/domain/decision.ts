/**
 * Whether the face in front of the camera is the person they say they are: pure rules over the scores that the gallery
 * found. Of every doubt it makes a nonMatch; it looks nothing up and measures nothing.
 */
import { matchThreshold } from './operating-point.js';

export interface DecisionPolicy {
  /** The claimed subject's best score has to be above this; a tie does not pass. */
  readonly threshold: number;
}

export const decisionPolicy: DecisionPolicy = { threshold: matchThreshold };

export type NonMatchReason = 'unknownSubject' | 'notEnrolled' | 'belowThreshold' | 'someoneElseNearer';

export type Decision =
  { readonly outcome: 'match' } | { readonly outcome: 'nonMatch'; readonly reason: NonMatchReason };

export interface ScoredSubject {
  readonly subjectNo: number;
  /** domain/features.ts#compare of the probe and the subject's nearest template. */
  readonly score: number;
}

export interface Claim {
  /** Who the person says they are; null where nobody is registered under that id. */
  readonly claimed: { readonly subjectNo: number; readonly enrolled: boolean } | null;
  /** The subjects nearest to the probe in the whole gallery, most alike first: two of them, where there are two. */
  readonly candidates: readonly ScoredSubject[];
  readonly policy: DecisionPolicy;
}

/** Confirms the claim only if the claimed subject passes the threshold and nobody else is nearer. */
export function decide({ claimed, candidates, policy }: Claim): Decision {
  if (claimed === null) return nonMatch('unknownSubject');
  if (!claimed.enrolled) return nonMatch('notEnrolled');
  const own = candidates.find(({ subjectNo }) => subjectNo === claimed.subjectNo);
  const rival = candidates.find(({ subjectNo }) => subjectNo !== claimed.subjectNo);
  // A claimed subject who is not among the nearest is no nearer than the rival, so the rival's score bounds theirs.
  const atMost = own?.score ?? rival?.score ?? -Infinity;
  // Written as "not above", so that a score that is not a number rejects as well.
  if (!(atMost > policy.threshold)) return nonMatch('belowThreshold');
  if (own === undefined) return nonMatch('someoneElseNearer');
  // One photo under two ids makes a tie: nobody is nearer, and it is the same face.
  if (rival !== undefined && !(own.score >= rival.score)) return nonMatch('someoneElseNearer');
  return { outcome: 'match' };
}

function nonMatch(reason: NonMatchReason): Decision {
  return { outcome: 'nonMatch', reason };
}
