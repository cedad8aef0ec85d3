/**
 * A model pack's manifest: a JSON file that says which ONNX file makes the features, by its digest, and everything that has
 * to be known to feed it. Read and checked here; docs/models.md explains every key.
 */
import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { maxFeatureLength } from '../../../domain/features.js';
import type { EmbeddingEffort, EmbeddingModel } from '../embedding-model.js';
import { ModelPackError } from './model-pack-error.js';

/** Part of the model id: counts up with every change of this program that moves the features of packs. */
const preprocessingVersion = 1;

const text = Type.String({ minLength: 1, maxLength: 1000 });
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

const manifestSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,63}$' }),
    title: text,
    file: Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\\.onnx$' }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 1, maximum: 2 ** 31 }),
    licence: text,
    source: text,
    input: Type.Object(
      {
        sidePx: Type.Integer({ minimum: 16, maximum: 512 }),
        colour: Type.Enum(['rgb', 'bgr']),
        layout: Type.Enum(['nchw', 'nhwc']),
        mean: Type.Tuple([Type.Number(), Type.Number(), Type.Number()]),
        divisor: Type.Number({ exclusiveMinimum: 0 }),
      },
      { additionalProperties: false },
    ),
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

export type PackManifest = Static<typeof manifestSchema>;

/** @throws ModelPackError naming the first key that is not as it has to be. */
export function parsePackManifest(json: string): PackManifest {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (cause) {
    throw new ModelPackError('The manifest is not JSON.', { cause });
  }
  if (Value.Check(manifestSchema, content)) return checkPrior(content);
  const [fault] = Value.Errors(manifestSchema, content);
  const place = fault?.instancePath === '' ? 'the manifest' : `"${fault?.instancePath.slice(1)}"`;
  throw new ModelPackError(
    `The manifest cannot be used: ${place} ${fault?.message ?? 'is not as it has to be'}.`,
  );
}

/** What the schema cannot say: rates and scores fall and rise together, the highest rate first. */
function checkPrior(manifest: PackManifest): PackManifest {
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
export function packModel(manifest: PackManifest, effort: EmbeddingEffort): EmbeddingModel {
  const { name, sha256, input, alignment, featureLength, metric, prior } = manifest;
  const views = manifest.views[effort];
  const { sidePx, colour, layout, mean, divisor } = input;
  const shown = views.map(({ padding, turnDegrees }) => [padding, turnDegrees]);
  const features = [preprocessingVersion, sidePx, colour, layout, mean, divisor, alignment, metric, shown];
  const digest = createHash('sha256').update(JSON.stringify(features)).digest('hex');
  const modelId = `${name}:${sha256.slice(0, 12)}:${digest.slice(0, 12)}`;
  return { modelId, input, alignment, featureLength, metric, views, prior };
}
