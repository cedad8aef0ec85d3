/**
 * Whether a photo is good enough for what it is for, and what a person would have to change. Measures come from vision, bars
 * from a policy, and what is accepted is a type that only this file can make.
 */
import { type ErrorCode, FacedeskError, type Finding, findingOf } from './errors.js';
import type { FaceAppearance, FaceMeasures, PictureMeasures } from './face.js';
import { type ComponentName, componentNames, components, reaches, valueOf } from './quality/components.js';
import { type Natives, nativesOf, subjectFace } from './quality/natives.js';
import type { QualityPolicy } from './quality/policies.js';
import { unifiedScore } from './quality/unified-score.js';

export { type ComponentName, componentNames, components } from './quality/components.js';
export {
  changedPolicies,
  defaultPolicies,
  enrolmentPolicy,
  type PolicyName,
  policyNames,
  type QualityPolicies,
  type QualityPolicy,
  scannedPolicy,
  verificationPolicy,
} from './quality/policies.js';

/** The one face of a photo that passed a policy. */
export type AcceptedSample = FaceMeasures & {
  /** 0 to 100: how well the picture can be recognised by. */
  readonly unifiedScore: number;
  readonly __brand: 'AcceptedSample';
};

export interface ComponentReport {
  /** In the component's unit. */
  readonly native: number;
  /** 0 the worst to 100 the best. */
  readonly value: number;
}

export interface QualityReport {
  readonly accepted: boolean;
  /** Everything that the policy refuses, in the order in which a person can put it right; empty where it is accepted. */
  readonly findings: readonly Finding[];
  readonly faces: number;
  /** 0 to 100; absent where there is no face. */
  readonly unifiedScore?: number;
  /** Of the largest face; absent where there is none. */
  readonly components?: Readonly<Record<ComponentName, ComponentReport>>;
}

/** Judges the photo's largest face, and that it is the only one. */
export function judgeQuality<Face extends FaceAppearance>(
  measures: PictureMeasures<Face>,
  policy: QualityPolicy,
): QualityReport {
  const face = subjectFace(measures);
  const natives = face && nativesOf(measures, face);
  const reasons = natives === undefined ? (['no_face_found'] as const) : missedBars(natives, policy);
  return {
    accepted: reasons.length === 0,
    findings: reasons.flatMap((code) => findingOf(code) ?? []),
    faces: measures.faces.length,
    ...(natives && { unifiedScore: unifiedScore(natives), components: reportsOf(natives) }),
  };
}

/**
 * Picks the photo's one face and holds it against the policy.
 * @throws FacedeskError with everything that is wrong as its findings, under the code of the first of them: no_face_found, or
 * the finding of a component or of the unified score whose bar is missed
 */
export function judgeSample(measures: PictureMeasures<FaceMeasures>, policy: QualityPolicy): AcceptedSample {
  const face = subjectFace(measures);
  if (face === undefined) throw new FacedeskError('no_face_found');
  const natives = nativesOf(measures, face);
  const reasons = missedBars(natives, policy);
  if (reasons[0] !== undefined) throw new FacedeskError(reasons[0], { reasons });
  return { ...face, unifiedScore: unifiedScore(natives) } as AcceptedSample;
}

/** Each fault once, in the order in which a person can put them right; what another of them explains is left out. */
function missedBars(natives: Natives, policy: QualityPolicy): ErrorCode[] {
  const missed = componentNames.filter((name) => {
    const bar = policy[name];
    return bar !== undefined && !reaches(name, natives[name], bar);
  });
  const faults = new Set(missed.map((name) => components[name].finding));
  // The sum of many small faults is told only where none of them is large enough to be told by itself.
  if (
    faults.size === 0 &&
    policy.unifiedScore !== undefined &&
    !(unifiedScore(natives) >= policy.unifiedScore)
  )
    return ['quality_too_low'];
  const told = missed.filter((name) => !components[name].explainedBy?.some((fault) => faults.has(fault)));
  return [...new Set(told.map((name) => components[name].finding))];
}

function reportsOf(natives: Natives): Record<ComponentName, ComponentReport> {
  return Object.fromEntries(
    componentNames.map((name) => [name, { native: natives[name], value: valueOf(name, natives[name]) }]),
  ) as Record<ComponentName, ComponentReport>;
}
