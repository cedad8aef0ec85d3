/**
 * Features of people who do not exist, spread as the built-in model spreads real ones: of unit length, strangers some 0.6
 * apart and rarely nearer than 0.33, photos of one person some 0.3.
 */
import { seededRandom } from '../../src/domain/accuracy/person-bootstrap.js';
import { featureLength, toFeatures, type Features } from '../../src/domain/features.js';

export class MadeUpFaces {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  person(): Features {
    return this.#around(anybody, 0.115);
  }

  photoOf(person: Features): Features {
    return this.#around(person, 0.055);
  }

  /** From 0 up to, but not including, the limit. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #around(centre: Float32Array, spread: number): Features {
    return unit(centre.map((value, i) => value + spread * this.#normal() * falling(i)));
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}

/** Faces differ more in some directions than in others. */
function falling(i: number): number {
  return 0.965 ** i;
}

const anybody = new Float32Array(featureLength).fill(1 / Math.sqrt(featureLength));

/** The face a share of the way from one to the other, as a photo of both blended into one would be measured. */
export function morph(from: Features, to: Features, share: number): Features {
  return unit(from.map((value, i) => value * (1 - share) + to[i]! * share));
}

export function unit(values: Float32Array): Features {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return toFeatures(values.map((value) => value / length));
}
