/**
 * What the pipeline has to know about the net that finds faces: what it is fed and how its outputs are read. The built-in one
 * and every detector pack are described by one of these.
 */
import type { NetInput } from './embedding-model.js';

export const builtInDetectorName = 'blazeface';

export interface DetectorModel {
  readonly input: NetInput;
  /** Who made the outputs: steps/read-blazeface.ts, steps/read-yunet.ts. */
  readonly outputs: 'blazeface' | 'yunet';
  /** 0 to 1; what the net is less sure of is no sighting. */
  readonly minScore: number;
}

/** BlazeFace, back camera. The lowest score is MediaPipe's own default for it. */
export const builtInDetector: DetectorModel = {
  input: { sidePx: 256, colour: 'rgb', layout: 'nhwc', mean: [0, 0, 0], divisor: 1 },
  outputs: 'blazeface',
  minScore: 0.5,
};
