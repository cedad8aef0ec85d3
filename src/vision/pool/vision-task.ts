/** One picture on its way through the pool, and the promise that its caller holds. It settles once; what comes later is dropped. */
import { type ErrorCode, FacedeskError } from '../../domain/errors.js';
import type { ImageAppearance, StageLap, StageTimings } from '../../domain/face.js';
import { currentSpan, formatTraceparent } from '../../observability/tracing/trace-context.js';
import type { ExamineOptions, PhotoKeeping, Purpose } from '../index.js';
import type { PictureLoad } from './picture-load.js';

export interface TaskOptions extends ExamineOptions {
  /** False where features are not wanted; they are unless told. */
  readonly embed?: boolean;
}

/** What became of a picture, for whoever watches. Times by the clock of performance.now(). */
export interface TaskReport {
  readonly purpose: Purpose;
  /** Abandoned where whoever asked is gone. */
  readonly outcome: 'done' | 'abandoned' | ErrorCode;
  readonly arrivedMs: number;
  /** When a worker was given it; absent where none was. */
  readonly begunMs?: number;
  readonly endedMs: number;
  /** Of what the worker finished. */
  readonly timingsMs?: StageTimings;
  readonly laps?: readonly StageLap[];
}

export class VisionTask {
  readonly result: Promise<ImageAppearance>;
  readonly keep: PhotoKeeping;
  readonly embed: boolean;
  readonly attack: boolean;
  readonly purpose: Purpose;
  /** The trace that it is a part of, as it is handed on. */
  readonly traceparent: string | undefined;
  /** Told once, when the task settles; for whoever holds the task. */
  onSettled: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  #resolve!: (measures: ImageAppearance) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;
  readonly #arrivedMs = performance.now();
  #begunMs: number | undefined;

  constructor(
    readonly image: Uint8Array,
    readonly load: PictureLoad,
    { keep = 'none', embed = true, attack = false, purpose = 'verification', signal }: TaskOptions,
  ) {
    this.keep = keep;
    this.embed = embed;
    this.attack = attack;
    this.purpose = purpose;
    const span = currentSpan();
    this.traceparent = span && formatTraceparent(span);
    this.#signal = signal;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** A worker was given it. */
  begin(): void {
    this.#begunMs = performance.now();
  }

  /** Waits for the task and tells `watch` what became of it, within the caller's own trace. */
  async watched(watch: (report: TaskReport) => void): Promise<ImageAppearance> {
    const settled = (outcome: TaskReport['outcome'], measures?: ImageAppearance): void => {
      const { purpose } = this;
      watch({
        ...{ purpose, outcome, arrivedMs: this.#arrivedMs, endedMs: performance.now() },
        ...(this.#begunMs !== undefined && { begunMs: this.#begunMs }),
        ...(measures && { timingsMs: measures.timingsMs }),
        ...(measures?.laps && { laps: measures.laps }),
      });
    };
    try {
      const measures = await this.result;
      settled('done', measures);
      return measures;
    } catch (error) {
      settled(error instanceof FacedeskError ? error.code : 'abandoned');
      throw error;
    }
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
