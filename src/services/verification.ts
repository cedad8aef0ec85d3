/**
 * Answers "is this person who they say they are?". The face is compared with everybody enrolled: the claim holds only if
 * the claimed subject is near enough and nobody else is nearer.
 */
import type { OperatingPoint } from '../domain/calibration.js';
import {
  decide,
  type Decision,
  type NonMatchReason,
  type Scores,
  type UncertainReason,
} from '../domain/decision.js';
import { type AcceptedSample, defaultPolicies, type QualityPolicies } from '../domain/quality.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import { type Observing, unobserved } from '../observability/observing.js';
import type { Store, Subject } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import type { AttackDetection, AttackFinding } from './attack-detection.js';
import { type Calibration, type CalibrationRecord, estimatedFmr } from './calibration.js';
import type { Attempts } from './attempts.js';
import type { Actor, Events } from './events.js';
import { frameSamples } from './frames.js';
import type { GalleryFollower } from './gallery-follower.js';
import type { Replay, Replays } from './replays.js';
import type { RefreshCandidate, TemplateRefresh } from './template-refresh.js';
import { eventOf, type ProbeKeeping, timedVerdict } from './verdict-events.js';

export interface VerificationRequest {
  /** The claimed id, as the caller wrote it. */
  readonly id: string;
  /** A JPEG, PNG or WebP file. */
  readonly image: Uint8Array;
  /** Further photos of the same moment; the best of all is judged. */
  readonly moreImages?: readonly Uint8Array[];
  /** Where the claim is made, as originOf says; null for an operator at the command line, whose attempts are not counted. */
  readonly origin: string | null;
  /** For the record of events. */
  readonly by?: Actor;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** Why a verdict is what it is, for those who may see it: never part of an answer to a caller without that right. */
export interface Receipt extends AttackFinding {
  /** Absent where there was nobody to compare with. */
  readonly scores?: Scores;
  /** Share of strangers who would score as high, as measured on this gallery; null where it has nothing to say. */
  readonly estimatedFmr: number | null;
  readonly threshold: number;
  readonly targetFmr: number;
  readonly basis: OperatingPoint['basis'];
  readonly quality: Pick<
    AcceptedSample,
    'unifiedScore' | 'sharpness' | 'interEyeDistancePx' | 'pose' | 'exposure'
  >;
  /** Present where one of the photos was shown before. */
  readonly replay?: Replay;
  /** Names the net by its digest, and the pre-processing. */
  readonly modelId: string;
  readonly decidedAt: string;
}

export type Verification = {
  readonly receipt: Receipt;
  /** The claimed subject's number; absent where nobody was registered under the id. For the record, never for an answer. */
  readonly claimedNo?: number;
  /** JPEG of the face that was judged, where faces of visits are kept. For the record, never for an answer. */
  readonly probe?: Uint8Array;
} & (
  | { readonly outcome: 'match'; readonly subject: Subject }
  | { readonly outcome: 'uncertain'; readonly reason: UncertainReason | 'attackSuspected' }
  | { readonly outcome: 'nonMatch'; readonly reason: NonMatchReason }
);

export interface Verifying {
  /**
   * Holds the claim against the photo. An unknown id takes the same steps as a known one, so that neither the answer nor
   * its time tells a stranger who is registered.
   * @throws FacedeskError id_invalid, too_many_attempts, attempts_locked, and those of vision, judgeSample and the store
   */
  verify(request: VerificationRequest): Promise<Verification>;
}

export interface VerificationParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  readonly attempts: Attempts;
  readonly replays: Pick<Replays, 'watch'>;
  readonly attacks: AttackDetection;
  /** By how much the claimed subject has to lead over everybody else. */
  readonly margin: number;
  /** Takes clear matches into what people are recognised by. */
  readonly refresh: Pick<TemplateRefresh, 'consider'>;
  readonly events: Pick<Events, 'record'>;
  /** Of which verdicts the face is kept; of none unless told. */
  readonly keepProbes?: ProbeKeeping;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
  /** Told how long each stage takes; nobody is unless told. */
  readonly observing?: Pick<Observing, 'stage' | 'step'>;
  readonly log: Logger;
}

export function createVerification(parts: VerificationParts): Verifying {
  const { store, vision, follower, calibration, attempts, replays, attacks, margin, refresh, events, log } =
    parts;
  const { policies = defaultPolicies, observing = unobserved, keepProbes = 'none' } = parts;

  const verify = async (request: VerificationRequest): Promise<Verification> => {
    const { key } = parseSubjectId(request.id);
    const { signal } = request;
    const images = [request.image, ...(request.moreImages ?? [])];
    const watch = replays.watch();
    const acquired = await observing.stage('acquire', () =>
      frameSamples(watch.vision, images, {
        ...attacks.examineOptions,
        // Asked for whoever is claimed: what it costs must not tell who is registered.
        keep: keepProbes === 'none' ? 'none' : 'crop',
        policy: policies.verification,
        ...(signal && { signal }),
      }),
    );
    const { best: sample, samples, keptPhoto } = acquired;
    const replay = watch.conclude();
    const finding = attacks.find(samples, vision.prior);
    const subject = await store.findSubject(key);
    const comparison = await observing.stage('search', () =>
      follower.compare(sample.features, subject && subject.subjectNo),
    );
    const point = await calibration.current();
    const marginOver = await store.calibration.lookalikesOf(subject?.subjectNo ?? 0);
    const claimed = subject && { subjectNo: subject.subjectNo, enrolled: subject.templateCount > 0 };
    const policy = { ...point, margin, marginOver, prior: calibration.prior };
    const decision = observing.step('decide', () => decide({ claimed, comparison, policy }));
    const told = {
      receipt: { ...receiptOf(decision, { point, sample, finding }), ...(replay && { replay }) },
      ...(subject && { claimedNo: subject.subjectNo }),
      ...(keptPhoto && { probe: keptPhoto.jpeg }),
    };
    // Whatever the comparison said: who is refused for this must not learn whether the face would have done.
    if (finding.attackSuspected && attacks.handling === 'refuse')
      return { outcome: 'uncertain', reason: 'attackSuspected', ...told };
    if (decision.outcome !== 'match') return { ...withoutScores(decision), ...told };

    // Somebody may have been deleted between the search and now; the answer never rests on a deleted template.
    const confirmed = await store.findSubject(key);
    if (confirmed === null) return { outcome: 'nonMatch', reason: 'unknownSubject', ...told };
    if (confirmed.subjectNo !== subject?.subjectNo || confirmed.templateCount === 0)
      return { outcome: 'nonMatch', reason: 'notEnrolled', ...told };
    // A picture that was sent before shows nothing new of how the person looks.
    const attackSuspected = finding.attackSuspected || replay !== undefined;
    refresh.consider(refreshCandidate(confirmed, { sample, attackSuspected, by: request.by }));
    return { outcome: 'match', subject: confirmed, ...told };
  };

  return {
    verify: async (request) => {
      const { key } = parseSubjectId(request.id);
      const { origin } = request;
      if (origin !== null) await attempts.mustBeFree(key, origin);
      const verdict = await timedVerdict(() => verify(request), { events, by: request.by });
      const { verification } = verdict;
      const { outcome } = verification;
      if (origin !== null) await attempts.count(key, origin, outcome === 'match');
      logVerdict(log, verification);
      events.record(eventOf(verdict, { by: request.by, keepProbes }));
      return verification;
    },
  };
}

function logVerdict(log: Logger, verification: Verification): void {
  const { outcome } = verification;
  log.info(
    outcome === 'match'
      ? { outcome, subjectNo: verification.subject.subjectNo }
      : { outcome, reason: verification.reason },
    'claim decided',
  );
  const { attackSuspected, attackSigns, replay } = verification.receipt;
  if (replay !== undefined) log.warn({ outcome, replay }, 'a photo was shown before');
  if (attackSuspected) log.warn({ outcome, attackSigns }, 'a presentation attack is suspected');
}

function refreshCandidate(
  { subjectNo }: Subject,
  {
    sample,
    attackSuspected,
    by,
  }: { sample: AcceptedSample; attackSuspected: boolean; by: Actor | undefined },
): RefreshCandidate {
  const { features, unifiedScore } = sample;
  const quality = Math.round(unifiedScore);
  return { subjectNo, features, quality, attackSuspected, ...(by && { requestId: by.requestId }) };
}

function receiptOf(
  { scores }: Decision,
  { point, sample, finding }: { point: CalibrationRecord; sample: AcceptedSample; finding: AttackFinding },
): Receipt {
  const { unifiedScore, sharpness, interEyeDistancePx, pose, exposure } = sample;
  return {
    ...(scores && { scores }),
    estimatedFmr: scores ? estimatedFmr(point, scores.normalisedScore) : null,
    threshold: point.threshold,
    targetFmr: point.targetFmr,
    basis: point.basis,
    ...finding,
    quality: { unifiedScore, sharpness, interEyeDistancePx, pose, exposure },
    modelId: point.modelId,
    decidedAt: new Date().toISOString(),
  };
}

function withoutScores(decision: Exclude<Decision, { outcome: 'match' }>) {
  return decision.outcome === 'uncertain'
    ? { outcome: decision.outcome, reason: decision.reason }
    : { outcome: decision.outcome, reason: decision.reason };
}
