/** Whether a score keeps another false match rate than the one that verdicts keep. */
import { operatingPoint } from '../domain/calibration.js';
import type { ModelPrior } from '../domain/model-prior.js';
import { type CalibrationRecord, estimatedFmr } from './calibration.js';

export interface Standing {
  readonly point: CalibrationRecord;
  readonly prior: ModelPrior;
}

/** True where strangers score as high no more often than at `rate`, by this gallery or, where it is too small, by the model. */
export function passesAtRate(normalisedScore: number, rate: number, { point, prior }: Standing): boolean {
  if (point.basis !== 'gallery')
    return normalisedScore > operatingPoint(null, { people: 0, targetFmr: rate, prior }).threshold;
  const fmr = estimatedFmr(point, normalisedScore);
  return fmr !== null && fmr <= rate;
}
