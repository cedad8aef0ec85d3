/**
 * Whether the face in front of the camera is the person they say they are: pure rules over the scores that the gallery
 * found. Every doubt is a nonMatch or uncertain; it looks nothing up and measures nothing.
 */
import type { OperatingPoint } from './calibration.js';
import { cohortSize, normalisedScore, settledStrangersMean } from './cohort.js';
import type { ModelPrior } from './model-prior.js';

export interface ScoredSubject {
  readonly subjectNo: number;
  /** domain/features.ts#compare of the probe and the subject's nearest template. */
  readonly score: number;
}

/** What the gallery has to say of a probe and the claimed subject. */
export interface Comparison {
  /** The claimed subject's best score; null where they have no template. */
  readonly own: ScoredSubject | null;
  /** The subjects nearest to the probe, most alike first, the claimed one among them or not: at least cohortSize + 2, if there are. */
  readonly nearest: readonly ScoredSubject[];
  /** The subjects nearest to the claimed subject's own template, most alike first. */
  readonly referenceStrangers: readonly ScoredSubject[];
  /** Subjects in the gallery. */
  readonly people: number;
}

export interface DecisionPolicy extends OperatingPoint {
  /** By how much the claimed subject has to lead over everybody else; 0 where it is enough that nobody is nearer. */
  readonly margin: number;
  /** For known lookalikes of the claimed subject, by their number: a lead that takes the place of `margin`. */
  readonly marginOver: ReadonlyMap<number, number>;
  readonly prior: ModelPrior;
}

export interface Claim {
  /** Who the person says they are; null where nobody is registered under that id. */
  readonly claimed: { readonly subjectNo: number; readonly enrolled: boolean } | null;
  readonly comparison: Comparison;
  readonly policy: DecisionPolicy;
}

export type NonMatchReason = 'unknownSubject' | 'notEnrolled' | 'belowThreshold' | 'someoneElseNearer';
export type UncertainReason = 'justBelowThreshold' | 'someoneElseNear';

/** The scores behind a decision, for those who may see them. */
export interface Scores {
  /** Raw score of the claimed subject. */
  readonly score: number;
  /** The score with both sides' strangers taken off: what the threshold is compared with. */
  readonly normalisedScore: number;
  /** The claimed subject's raw score less that of the nearest other; null where there is nobody else. */
  readonly lead: number | null;
}

export type Decision =
  | { readonly outcome: 'match'; readonly scores: Scores }
  | { readonly outcome: 'uncertain'; readonly reason: UncertainReason; readonly scores: Scores }
  | { readonly outcome: 'nonMatch'; readonly reason: NonMatchReason; readonly scores?: Scores };

/**
 * Confirms the claim if the claimed subject's normalised score passes the threshold and nobody else is nearer, by the
 * margin that the policy asks for; refuses it if somebody else is nearer or the score is far off; in between it is uncertain.
 */
export function decide({ claimed, comparison, policy }: Claim): Decision {
  if (claimed === null) return { outcome: 'nonMatch', reason: 'unknownSubject' };
  if (!claimed.enrolled || comparison.own === null) return { outcome: 'nonMatch', reason: 'notEnrolled' };
  const scores = scoresOf(comparison.own, comparison, policy.prior);
  if (scores.lead !== null && scores.lead < 0)
    return { outcome: 'nonMatch', reason: 'someoneElseNearer', scores };
  // Written as "not above", so that a score that is not a number is refused as well.
  if (!(scores.normalisedScore > policy.uncertainFrom))
    return { outcome: 'nonMatch', reason: 'belowThreshold', scores };
  if (!(scores.normalisedScore > policy.threshold))
    return { outcome: 'uncertain', reason: 'justBelowThreshold', scores };
  if (isSomeoneNear(comparison.own, comparison, policy))
    return { outcome: 'uncertain', reason: 'someoneElseNear', scores };
  return { outcome: 'match', scores };
}

/** The scores of a subject against a probe, as decide uses them. */
export function scoresOf(
  own: ScoredSubject,
  { nearest, referenceStrangers, people }: Comparison,
  prior: ModelPrior,
): Scores {
  const others = othersThan(own, nearest);
  const rival = others[0];
  const mean = (strangers: readonly ScoredSubject[]) => strangersMeanOf(strangers, people - 1, prior);
  return {
    score: own.score,
    normalisedScore: normalisedScore(own.score, mean(others), mean(othersThan(own, referenceStrangers))),
    lead: rival === undefined ? null : own.score - rival.score,
  };
}

/**
 * m(x) of cohort.ts over strangers in a gallery. Those so near that they are one person under two ids, or twins, are left
 * out: a second enrolment of one's own face is no stranger.
 */
export function strangersMeanOf(
  strangers: readonly ScoredSubject[],
  strangerCount: number,
  prior: ModelPrior,
): number {
  const scores = strangers.map(({ score }) => score).filter((score) => score <= prior.sameFaceScore);
  return settledStrangersMean(scores.slice(0, cohortSize), strangerCount, prior);
}

function isSomeoneNear(
  own: ScoredSubject,
  { nearest }: Comparison,
  { margin, marginOver }: DecisionPolicy,
): boolean {
  return othersThan(own, nearest).some(
    (other) => own.score - other.score < (marginOver.get(other.subjectNo) ?? margin),
  );
}

function othersThan({ subjectNo }: ScoredSubject, subjects: readonly ScoredSubject[]): ScoredSubject[] {
  return subjects.filter((subject) => subject.subjectNo !== subjectNo);
}
