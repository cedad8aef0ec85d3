/**
 * What the pipeline has to know about the net that makes features: how a face is laid out for it, what it is fed and how its
 * features compare. The built-in model and every model pack are described by one of these; nothing else knows which is used.
 */
import type { ModelPrior } from '../../domain/model-prior.js';
import type { Normalisation } from './net-input.js';

/** How much work goes into one face: the more views of it are embedded, the fewer errors and the more milliseconds. */
export const embeddingEfforts = ['fast', 'standard', 'thorough'] as const;
export type EmbeddingEffort = (typeof embeddingEfforts)[number];

/** One way of cutting out the aligned face. It is embedded together with its mirror image. */
export interface ChipView {
  /** Margin added on every side of the alignment template, as a share of the template's size. */
  readonly padding: number;
  /** How far the window is turned clockwise about its middle, in degrees. */
  readonly turnDegrees: number;
}

/** Where the landmarks of a face are to lie on the chip: steps/alignment-templates.ts. */
export type AlignmentName = 'dlib-150' | 'dlib-150-mesh' | 'arcface-112';

/** What the net's only input expects. */
export interface NetInput extends Normalisation {
  /** Width and height in pixels. */
  readonly sidePx: number;
  /** Order of the colours; `mean` is in the same order. */
  readonly colour: 'rgb' | 'bgr';
  /** nhwc: pixel by pixel; nchw: colour by colour. */
  readonly layout: 'nhwc' | 'nchw';
}

export interface EmbeddingModel {
  /** Names net, pre-processing and views by their content: features compare only under one model id. */
  readonly modelId: string;
  readonly input: NetInput;
  readonly alignment: AlignmentName;
  readonly featureLength: number;
  /** cosine: features are scaled to unit length, and their Euclidean distance then orders as their angle does. */
  readonly metric: 'euclidean' | 'cosine';
  /** At least one. */
  readonly views: readonly ChipView[];
  readonly prior: ModelPrior;
}
