/** Wraps the services whose outcomes an operator watches, so that every claim, registration and search is counted once. */
import { FacedeskError } from '../domain/errors.js';
import type { Observing } from '../observability/observing.js';
import type { Enrolment } from '../services/enrolment.js';
import type { Identification } from '../services/identification.js';
import type { Verification, Verifying } from '../services/verification.js';

export function countedVerification(verification: Verifying, observing: Observing): Verifying {
  const { metrics } = observing;
  const count = (outcome: string, reason: string): void =>
    metrics.count('facedesk_verifications_total', { outcome, reason });
  return {
    verify: async (request) => {
      try {
        const verdict = await observing.stage('verification', () => verification.verify(request));
        count(verdict.outcome, verdict.outcome === 'match' ? 'none' : verdict.reason);
        countSuspicions(metrics, verdict);
        return verdict;
      } catch (error) {
        count('refused', codeOf(error));
        if (codeOf(error) === 'image_repeated')
          metrics.count('facedesk_repeated_photos_total', { handling: 'refused' });
        throw error;
      }
    },
  };
}

/** A photo that was shown before and is refused has no verdict; it is counted where it fails. */
function countSuspicions(metrics: Observing['metrics'], verdict: Verification): void {
  const { attackSuspected, replay } = verdict.receipt;
  const isRefused = verdict.outcome !== 'match' && verdict.reason === 'attackSuspected';
  if (attackSuspected)
    metrics.count('facedesk_attack_suspicions_total', { handling: isRefused ? 'refused' : 'flagged' });
  if (replay !== undefined) metrics.count('facedesk_repeated_photos_total', { handling: 'flagged' });
}

export function countedEnrolment(enrolment: Enrolment, observing: Observing): Enrolment {
  return {
    register: (request) => counted('facedesk_enrolments_total', observing, () => enrolment.register(request)),
  };
}

export function countedIdentification(identification: Identification, observing: Observing): Identification {
  return {
    identify: (request) =>
      counted('facedesk_identifications_total', observing, () => identification.identify(request)),
  };
}

async function counted<Result>(
  name: 'facedesk_enrolments_total' | 'facedesk_identifications_total',
  { metrics }: Observing,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await work();
    metrics.count(name, { outcome: 'done', reason: 'none' });
    return result;
  } catch (error) {
    metrics.count(name, { outcome: 'refused', reason: codeOf(error) });
    throw error;
  }
}

/** `abandoned` where whoever asked is gone, which is no error of the table. */
function codeOf(error: unknown): string {
  if (error instanceof FacedeskError) return error.code;
  return error instanceof Error && error.name === 'AbortError' ? 'abandoned' : 'internal';
}
