/** The built-in model: dlib's net as it is compiled from an npm package, and what of a face it is shown at each effort. */
import { featureLength } from '../../domain/features.js';
import { dlibPrior, type ModelPrior } from '../../domain/model-prior.js';
import type { ChipView, EmbeddingEffort, EmbeddingModel } from './embedding-model.js';
import { embeddingModelId } from './model-cache.js';

/** The name by which the settings choose it. */
export const builtInModelName = 'dlib';

interface EffortEntry {
  /** Part of the model id: renamed with every change of alignment, views or pre-processing that moves features. */
  readonly preprocessing: string;
  readonly views: readonly ChipView[];
  readonly prior: ModelPrior;
}

/**
 * dlib's net was trained with a padding of 0.25; the mean of a tighter and a wider chip errs less than either.
 * docs/accuracy.md has what each effort costs and gains, and what else was tried. The priors were measured as dlibPrior was.
 */
const efforts: Readonly<Record<EmbeddingEffort, EffortEntry>> = {
  fast: {
    preprocessing: 'one-chip-mirrored-unit-1',
    views: [view(0.25)],
    prior: prior(-0.418, [-0.4835, -0.4219, -0.3773, -0.3398, -0.3053, -0.2754]),
  },
  standard: { preprocessing: 'two-chips-mirrored-unit-1', views: [view(0.2), view(0.3)], prior: dlibPrior },
  thorough: {
    preprocessing: 'five-chips-mirrored-unit-1',
    views: [view(0.15), view(0.25), view(0.35), view(0.25, 4), view(0.25, -4)],
    prior: prior(-0.4038, [-0.4684, -0.407, -0.3631, -0.3264, -0.2926, -0.2671]),
  },
};

export function builtInModel(effort: EmbeddingEffort): EmbeddingModel {
  const { preprocessing, ...shown } = efforts[effort];
  return {
    modelId: `${embeddingModelId()}:${preprocessing}`,
    // The compiled net normalises what it is given.
    input: { sidePx: 150, colour: 'rgb', layout: 'nhwc', mean: [0, 0, 0], divisor: 1 },
    alignment: 'dlib-150',
    featureLength,
    // Unit length halves the misses of plain distances at low rates and costs nothing (docs/accuracy.md).
    metric: 'cosine',
    ...shown,
  };
}

function view(padding: number, turnDegrees = 0): ChipView {
  return { padding, turnDegrees };
}

/** @param scores at dlibPrior's false match rates */
function prior(typicalStrangersMean: number, scores: readonly number[]): ModelPrior {
  return {
    typicalStrangersMean,
    scoreAtFmr: dlibPrior.scoreAtFmr.map(([fmr], at) => [fmr, scores[at]!] as const),
    sameFaceScore: scores.at(-1)!,
  };
}
