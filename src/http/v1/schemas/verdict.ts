/** What verdicts have in common on the wire: outcomes, and the figures that only keys with `scores:read` get. */
import { Type } from 'typebox';
import { strictObject, timeSchema } from './common.js';

export const outcomeSchema = Type.Enum(['match', 'uncertain', 'nonMatch']);

export const scoreSchema = Type.Number({
  description: 'Minus the distance of the two faces; more is more alike.',
});
export const normalisedScoreSchema = Type.Number({
  description:
    'The score with what both faces score against strangers taken off; what the threshold is compared with.',
});
export const estimatedFmrSchema = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description:
    'The share of strangers who would score as high in this gallery; null where it is too small to tell.',
});
export const thresholdSchema = Type.Number({
  description: 'A normalised score has to be above this to match.',
});

/** Further figures may be added to it. */
export const receiptSchema = Type.Object(
  {
    scores: Type.Optional(
      strictObject(
        {
          score: scoreSchema,
          normalisedScore: normalisedScoreSchema,
          lead: Type.Union([Type.Number(), Type.Null()], {
            description: 'The score less that of the nearest other person; null where there is nobody else.',
          }),
        },
        { description: 'Absent where there was nobody to compare with.' },
      ),
    ),
    estimatedFmr: estimatedFmrSchema,
    threshold: thresholdSchema,
    targetFmr: Type.Number({ description: 'The share of strangers who may pass.' }),
    basis: Type.String({ description: 'Whose scores the threshold rests on.' }),
    quality: Type.Object({}, { additionalProperties: true, description: 'What was measured of the photo.' }),
    modelId: Type.String(),
    decidedAt: timeSchema,
  },
  {
    title: 'Receipt',
    additionalProperties: true,
    description: 'How the verdict came about; for keys with `scores:read`.',
  },
);

export const receiptExample = {
  scores: { score: -0.2114, normalisedScore: 0.2031, lead: 0.1892 },
  estimatedFmr: 0.0000021,
  threshold: 0.112,
  targetFmr: 0.0001,
  basis: 'gallery',
  quality: { unifiedScore: 66.2, sharpness: 0.41, interEyeDistancePx: 118.2 },
  modelId: 'dlib-resnet-v1/standard/3f9ac01d',
  decidedAt: '2026-03-02T07:58:21.304Z',
};
