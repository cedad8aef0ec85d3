/** One picture on its way through the pool, and the promise that its caller holds. It settles once; what comes later is dropped. */
import type { ImageAppearance } from '../../domain/face.js';
import type { ExamineOptions, PhotoKeeping, Purpose } from '../index.js';
import type { PictureLoad } from './picture-load.js';

export interface TaskOptions extends ExamineOptions {
  /** False where features are not wanted; they are unless told. */
  readonly embed?: boolean;
}

export class VisionTask {
  readonly result: Promise<ImageAppearance>;
  readonly keep: PhotoKeeping;
  readonly embed: boolean;
  readonly attack: boolean;
  readonly purpose: Purpose;
  /** Told once, when the task settles; for whoever holds the task. */
  onSettled: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  #resolve!: (measures: ImageAppearance) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;

  constructor(
    readonly image: Uint8Array,
    readonly load: PictureLoad,
    { keep = 'none', embed = true, attack = false, purpose = 'verification', signal }: TaskOptions,
  ) {
    this.keep = keep;
    this.embed = embed;
    this.attack = attack;
    this.purpose = purpose;
    this.#signal = signal;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  succeed(measures: ImageAppearance): void {
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
