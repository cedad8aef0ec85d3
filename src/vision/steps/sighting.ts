/** A face as a detector reports it, in pixels of the square that it was shown. */
import type { Point } from './pixels.js';

export interface Sighting {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** 0 to 1 */
  readonly score: number;
  /** Centre of the eye that is on the left where the face stands upright. */
  readonly leftEye: Point;
  readonly rightEye: Point;
}

/** How to read one detector's outputs. @returns those of at least minScore, in no order, overlapping as the net saw them */
export type SightingReader = (
  outputs: Readonly<Record<string, Float32Array>>,
  options: { readonly sidePx: number; readonly minScore: number },
) => Sighting[];
