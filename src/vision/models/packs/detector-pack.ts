/** A model pack whose net finds faces. */
import { Type, type Static } from 'typebox';
import type { DetectorModel } from '../detector-model.js';
import { fileKeys, inputKey } from './common-keys.js';

export const detectorManifestSchema = Type.Object(
  {
    ...fileKeys,
    kind: Type.Literal('detector'),
    input: inputKey(1280),
    outputs: Type.Literal('yunet'),
    minScore: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  },
  { additionalProperties: false },
);

export type DetectorManifest = Static<typeof detectorManifestSchema>;

export function packDetector({ input, outputs, minScore }: DetectorManifest): DetectorModel {
  return { input, outputs, minScore };
}
