/**
 * Looks for presentation attacks where the settings ask for it: what to ask vision for, and what to make of the frames of
 * one visit. It finds signs and decides nothing about a claim.
 */
import { type FrameSign, frameSignsOf } from '../domain/attack/frames.js';
import { type EvidenceSign, suspicionOf } from '../domain/attack/suspicion.js';
import type { FaceMeasures } from '../domain/face.js';
import { type ModelPrior, priorScoreAt } from '../domain/model-prior.js';

/** Nothing is looked for; a note in receipt and log; a refusal. */
export type AttackHandling = 'off' | 'flag' | 'refuse';
export type AttackSign = EvidenceSign | FrameSign;

export interface AttackFinding {
  /** False where nothing was looked for. */
  readonly attackSuspected: boolean;
  readonly attackSigns: readonly AttackSign[];
}

export interface AttackDetection {
  readonly handling: AttackHandling;
  /** What vision.examine is to be asked for. */
  readonly examineOptions: { readonly attack?: true };
  /** @param frames the judged face of each frame of one visit, in the order in which they were taken; one is enough */
  find(frames: readonly FaceMeasures[], prior: ModelPrior): AttackFinding;
}

/** Two frames of one visit are far more alike than this; strangers reach it once in a thousand pairs. */
const samePersonFmr = 1e-3;

/** @param bar strength from which on a sign counts, as in suspicionOf */
export function createAttackDetection({
  handling,
  bar,
}: {
  readonly handling: AttackHandling;
  readonly bar: number;
}): AttackDetection {
  if (handling === 'off')
    return { handling, examineOptions: {}, find: () => ({ attackSuspected: false, attackSigns: [] }) };
  return {
    handling,
    examineOptions: { attack: true },
    find: (frames, prior) => {
      const ofEach = frames.flatMap(({ attack }) => (attack ? suspicionOf(attack, bar).signs : []));
      const ofAll = frameSignsOf(frames, priorScoreAt(prior, samePersonFmr));
      const attackSigns: AttackSign[] = [...new Set(ofEach), ...ofAll];
      return { attackSuspected: attackSigns.length > 0, attackSigns };
    },
  };
}
