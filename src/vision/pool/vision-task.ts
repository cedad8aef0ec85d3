/** One picture on its way through the pool, and the promise that its caller holds. It settles once; what comes later is dropped. */
import type { ImageMeasures } from '../../domain/face.js';
import type { ExamineOptions, PhotoKeeping } from '../index.js';

export class VisionTask {
  readonly result: Promise<ImageMeasures>;
  readonly keep: PhotoKeeping;
  /** Told once, when the task settles; for whoever holds the task. */
  onSettled: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  #resolve!: (measures: ImageMeasures) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;

  constructor(
    readonly image: Uint8Array,
    { keep = 'none', signal }: ExamineOptions,
  ) {
    this.keep = keep;
    this.#signal = signal;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  succeed(measures: ImageMeasures): void {
    this.#settle(() => this.#resolve(measures));
  }

  fail(reason: unknown): void {
    this.#settle(() => this.#reject(reason));
  }

  readonly #onAbort = (): void => this.fail(this.#signal?.reason);

  #settle(answer: () => void): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.onSettled?.();
    answer();
  }
}
