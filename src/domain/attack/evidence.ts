/**
 * What one picture says for or against a presentation attack: a face on paper or on a screen in place of a face. Measured
 * values only, made by vision/attack; suspicion.ts says what follows from them.
 */

export interface AttackEvidence {
  /** The liveness net's belief that the face is alive, 0 to 1. */
  readonly livenessLive: number;
  /** The anti-spoofing net's belief that the face is real, 0 to 1; absent where the liveness net has no doubt. */
  readonly antispoofReal?: number;
  /** Height of the highest lone peak in the face's spectrum over its surroundings, in dB: the raster of a screen or of print. */
  readonly rasterPeakDb: number;
  /** Share of the length that is seen of the sides of a sheet or a screen around the face, 0 to 1. */
  readonly frameSupport: number;
  /** How much more blurred the face is than what is around it, -1 to 1 (re-blur measure, Crete et al. 2007). */
  readonly blurExcess: number;
  /** Share of the face that is burnt out, 0 to 1: the reflection on a pane or on glossy paper. */
  readonly glareShare: number;
  /** Width of the face as a share of the picture's shorter side: 0 to 1, and more where the face does not fit. */
  readonly faceShare: number;
}
