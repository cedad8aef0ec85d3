/**
 * One figure for how well a face picture can be recognised by: a weighted geometric mean of those components that were seen to
 * tell. docs/accuracy.md has the error-versus-discard curve that it was chosen on.
 */
import { type ComponentName, valueOf } from './components.js';
import type { Natives } from './natives.js';

/** Exponents. A component that is worth nothing pulls the whole down, however good the others are. */
const weights: Readonly<Partial<Record<ComponentName, number>>> = {
  headPoseYaw: 1,
  headPosePitch: 0.5,
  eyesVisible: 0.5,
  mouthOcclusionPrevention: 0.3,
  luminanceMean: 0.3,
  sharpness: 0.2,
  eyesOpen: 0.2,
  interEyeDistance: 0.1,
  illuminationUniformity: 0.1,
};

/** No single component counts for less than this, so that faults still add up. */
const leastValue = 1;

/** 0 the worst to 100 the best. */
export function unifiedScore(natives: Natives): number {
  let logarithm = 0;
  for (const [name, weight] of Object.entries(weights)) {
    const component = name as ComponentName;
    logarithm += weight * Math.log(Math.max(leastValue, valueOf(component, natives[component])) / 100);
  }
  return 100 * Math.exp(logarithm);
}
