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
 * dlib's net was trained with a padding of 0.25; the mean of a tighter and a wider chip errs less than either, and one that
 * is turned a little errs elsewhere (its mirror image is turned the other way). docs/accuracy.md has what each effort costs
 * and gains, and what else was tried. The priors were measured as dlibPrior was.
 */
const efforts: Readonly<Record<EmbeddingEffort, EffortEntry>> = {
  fast: {
    preprocessing: 'one-mesh-chip-mirrored-unit-1',
    views: [view(0.25)],
    prior: prior(-0.4132, [-0.4837, -0.422, -0.3767, -0.3392, -0.3047, -0.2673]),
  },
  standard: {
    preprocessing: 'two-mesh-chips-mirrored-unit-1',
    views: [view(0.2, -4), view(0.3)],
    prior: dlibPrior,
  },
  thorough: {
    preprocessing: 'four-mesh-chips-mirrored-unit-1',
    views: [view(0.2), view(0.2, -4), view(0.3), view(0.3, -4)],
    prior: prior(-0.4032, [-0.4732, -0.4115, -0.3669, -0.3291, -0.2951, -0.2669]),
  },
};

export function builtInModel(effort: EmbeddingEffort): EmbeddingModel {
  const { preprocessing, ...shown } = efforts[effort];
  return {
    modelId: `${embeddingModelId()}:${preprocessing}`,
    // The compiled net normalises what it is given.
    input: { sidePx: 150, colour: 'rgb', layout: 'nhwc', mean: [0, 0, 0], divisor: 1 },
    alignment: 'dlib-150-mesh',
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
