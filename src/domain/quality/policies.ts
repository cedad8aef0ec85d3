/**
 * What a photo has to reach, for each of the things that photos are for. A policy is data: bars in the native unit of each
 * component. docs/quality.md has the curves that the defaults were chosen on.
 */
import { componentNames, components, type ComponentName } from './components.js';

export type BarName = ComponentName | 'unifiedScore';

/** The least, or the most, that passes, in the component's native unit; what has no bar is measured and not judged. */
export type QualityPolicy = Readonly<Partial<Record<BarName, number>>>;

export const policyNames = ['enrolment', 'verification', 'scanned'] as const;
export type PolicyName = (typeof policyNames)[number];
export type QualityPolicies = Readonly<Record<PolicyName, QualityPolicy>>;

/** A second face counts from a quarter of the largest one's width on: under that it is somebody in the background. */
const bystanderArea = 0.06;

/** What a reference has to reach: it is compared with at every later visit. */
export const enrolmentPolicy: QualityPolicy = {
  faceCertainty: 0.97,
  singleFacePresent: bystanderArea,
  marginOfFrame: -0.1,
  interEyeDistance: 28,
  headPoseYaw: 35,
  headPosePitch: 32,
  mouthOcclusionPrevention: 0.5,
  eyesVisible: 0.45,
  eyesOpen: 0.03,
  luminanceMean: 30,
  underExposurePrevention: 0.6,
  overExposurePrevention: 0.4,
  illuminationUniformity: 0.3,
  dynamicRange: 5.5,
  sharpness: 0.09,
  compressionArtifacts: 3,
};

/** What a probe has to reach: less, since a bad probe costs one more try and a bad reference every later visit. */
export const verificationPolicy: QualityPolicy = {
  singleFacePresent: bystanderArea,
  interEyeDistance: 14,
  headPoseYaw: 60,
  headPosePitch: 50,
  luminanceMean: 15,
  overExposurePrevention: 0.9,
  sharpness: 0.01,
};

/** What a photo on a card has to reach: small, printed, frontal, and maybe with a ghost of itself beside it. */
export const scannedPolicy: QualityPolicy = {
  ...enrolmentPolicy,
  singleFacePresent: 0.3,
  interEyeDistance: 24,
  headPoseYaw: 30,
  luminanceMean: 25,
  illuminationUniformity: 0.2,
  dynamicRange: 4.5,
  sharpness: 0.045,
  compressionArtifacts: 5,
};

export const defaultPolicies: QualityPolicies = {
  enrolment: enrolmentPolicy,
  verification: verificationPolicy,
  scanned: scannedPolicy,
};

/**
 * The default policies with bars changed, as a file of the operator's has them: { "enrolment": { "interEyeDistance": 40 } };
 * null takes a bar away.
 * @returns the policies, or every problem of the file as a sentence without its values
 */
export function changedPolicies(
  changes: unknown,
): QualityPolicies | { readonly problems: readonly string[] } {
  if (!isRecord(changes)) return { problems: ['it has to hold a JSON object with the names of policies'] };
  const problems: string[] = [];
  const policies: Record<PolicyName, Record<string, number>> = {
    enrolment: { ...enrolmentPolicy },
    verification: { ...verificationPolicy },
    scanned: { ...scannedPolicy },
  };
  for (const [policyName, bars] of Object.entries(changes)) {
    const policy = policyNames.find((name) => name === policyName);
    if (policy === undefined)
      problems.push(`"${policyName}" is no policy: they are ${policyNames.join(', ')}`);
    else if (!isRecord(bars)) problems.push(`"${policyName}" has to be an object of bars`);
    else
      for (const [name, bar] of Object.entries(bars))
        changeBar(policies[policy], { policyName, name, bar }, problems);
  }
  return problems.length === 0 ? policies : { problems };
}

function changeBar(
  policy: Record<string, number>,
  { policyName, name, bar }: { policyName: string; name: string; bar: unknown },
  problems: string[],
): void {
  const barName = [...componentNames, 'unifiedScore' as const].find((known) => known === name);
  if (barName === undefined) {
    problems.push(`"${name}" of "${policyName}" is no measure of quality`);
    return;
  }
  if (bar === null) {
    delete policy[name];
    return;
  }
  const [least, most] = rangeOf(barName);
  if (typeof bar === 'number' && bar >= least && bar <= most) policy[name] = bar;
  else
    problems.push(
      `"${name}" of "${policyName}" has to be a number from ${least} to ${most}, or null for no bar`,
    );
}

function rangeOf(name: BarName): readonly [number, number] {
  return name === 'unifiedScore' ? [0, 100] : components[name].range;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
