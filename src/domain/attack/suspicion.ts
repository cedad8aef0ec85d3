/**
 * Whether a face looks like a presentation attack, and by which signs: each piece of evidence against its bar. One sign
 * beyond its bar is enough; nothing here says that a face without signs is alive.
 */
import type { AttackEvidence } from './evidence.js';

export const evidenceSigns = [
  'screen_or_print_raster',
  'sheet_or_screen_around_face',
  'glare_on_face',
  'face_blurred_in_sharp_picture',
  'face_fills_picture',
  'nets_doubt',
] as const;
export type EvidenceSign = (typeof evidenceSigns)[number];

interface Cue {
  readonly measured: (evidence: AttackEvidence) => number;
  /** What a live face in the middle of the range has. */
  readonly usual: number;
  /** Beyond what live faces have; where each bar comes from is in docs/presentation-attacks.md. */
  readonly bar: number;
}

/** In the order in which a sign is worth telling. */
const cues: Readonly<Record<EvidenceSign, Cue>> = {
  screen_or_print_raster: { measured: (face) => face.rasterPeakDb, usual: 5, bar: 9 },
  sheet_or_screen_around_face: { measured: (face) => face.frameSupport, usual: 0.47, bar: 0.85 },
  glare_on_face: { measured: (face) => face.glareShare, usual: 0, bar: 0.045 },
  face_blurred_in_sharp_picture: { measured: (face) => face.blurExcess, usual: 0.03, bar: 0.25 },
  face_fills_picture: { measured: (face) => face.faceShare, usual: 0.4, bar: 1.2 },
  // Each alone says next to nothing; that both doubt is rare.
  nets_doubt: {
    measured: (face) => 1 - Math.max(face.antispoofReal ?? 0, face.livenessLive),
    usual: 0.03,
    bar: 0.6,
  },
};

export interface Suspicion {
  /** Strength of the strongest sign: 0 is as usual, 1 is at the bar. May be below 0 and above 1. */
  readonly strength: number;
  /** Those at or beyond the bar. */
  readonly signs: readonly EvidenceSign[];
}

/** @param bar strength from which on a sign counts: 1, or what `facedesk spoof-drill` suggests for a camera */
export function suspicionOf(evidence: AttackEvidence, bar = 1): Suspicion {
  const strengths = evidenceSigns.map((sign) => ({ sign, strength: strengthOf(cues[sign], evidence) }));
  return {
    strength: Math.max(...strengths.map(({ strength }) => strength)),
    signs: strengths.filter(({ strength }) => strength >= bar).map(({ sign }) => sign),
  };
}

function strengthOf({ measured, usual, bar }: Cue, evidence: AttackEvidence): number {
  return (measured(evidence) - usual) / (bar - usual);
}
