/** A model pack whose net makes features. */
import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { maxFeatureLength } from '../../../domain/features.js';
import type { EmbeddingEffort, EmbeddingModel } from '../embedding-model.js';
import { fileKeys, inputKey, text } from './common-keys.js';
import { ModelPackError } from './model-pack-error.js';

/** Part of the model id: counts up with every change of this program that moves the features of packs. */
const preprocessingVersion = 1;

/** Minus a distance. */
const score = Type.Number({ minimum: -1e6, maximum: 0 });
const views = Type.Array(
  Type.Object(
    {
      padding: Type.Number({ minimum: -0.4, maximum: 2 }),
      turnDegrees: Type.Number({ minimum: -45, maximum: 45 }),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 16 },
);

export const embeddingManifestSchema = Type.Object(
  {
    ...fileKeys,
    kind: Type.Optional(Type.Literal('embedding')),
    input: inputKey(512),
    alignment: Type.Enum(['dlib-150', 'arcface-112']),
    featureLength: Type.Integer({ minimum: 1, maximum: maxFeatureLength }),
    metric: Type.Enum(['euclidean', 'cosine']),
    views: Type.Object({ fast: views, standard: views, thorough: views }, { additionalProperties: false }),
    prior: Type.Object(
      {
        note: text,
        typicalStrangersMean: score,
        scoreAtFmr: Type.Array(
          Type.Tuple([Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), score]),
          { minItems: 2, maxItems: 20 },
        ),
        sameFaceScore: score,
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

export type EmbeddingManifest = Static<typeof embeddingManifestSchema>;

/**
 * What the schema cannot say: rates and scores fall and rise together, the highest rate first.
 * @throws ModelPackError where they do not
 */
export function checkPrior(manifest: EmbeddingManifest): EmbeddingManifest {
  const { scoreAtFmr } = manifest.prior;
  const ordered = scoreAtFmr.every(([fmr, score], at) => {
    const next = scoreAtFmr[at + 1];
    return next === undefined || (next[0] < fmr && next[1] > score);
  });
  if (ordered) return manifest;
  throw new ModelPackError(
    'The manifest cannot be used: "prior/scoreAtFmr" must begin with the highest rate, and scores must rise as rates fall.',
  );
}

/** The model that a pack is at one effort. Whatever moves its features is part of its model id. */
export function packModel(manifest: EmbeddingManifest, effort: EmbeddingEffort): EmbeddingModel {
  const { name, sha256, input, alignment, featureLength, metric, prior } = manifest;
  const views = manifest.views[effort];
  const { sidePx, colour, layout, mean, divisor } = input;
  const shown = views.map(({ padding, turnDegrees }) => [padding, turnDegrees]);
  const features = [preprocessingVersion, sidePx, colour, layout, mean, divisor, alignment, metric, shown];
  const digest = createHash('sha256').update(JSON.stringify(features)).digest('hex');
  const modelId = `${name}:${sha256.slice(0, 12)}:${digest.slice(0, 12)}`;
  return { modelId, input, alignment, featureLength, metric, views, prior };
}
