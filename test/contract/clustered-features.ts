/** Random features that lie as a face net's do: people apart from one another, each person's samples close together. */
import { featureLength, toFeatures, type Features } from '../../src/domain/features.js';

/** The same seed gives the same people. Strangers are about 0.85 apart, one person's samples about 0.35. */
export class ClusteredFeatures {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  person(): Features {
    return this.#around(new Float32Array(featureLength).fill(0.1), 0.055);
  }

  sampleOf(person: Features): Features {
    return this.#around(person, 0.022);
  }

  #around(centre: Float32Array, spread: number): Features {
    return toFeatures(centre.map((value) => value + spread * this.#normal()));
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(this.#uniform())) * Math.cos(2 * Math.PI * this.#uniform());
  }

  /** Xorshift, so that a failing run can be repeated; above 0, up to 1. */
  #uniform(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return ((this.#state >>> 0) + 1) / 2 ** 32;
  }
}
