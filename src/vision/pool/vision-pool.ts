/**
 * The vision engine: gives each picture to an idle child process, or lets it wait for one. Inference is synchronous in ONNX
 * Runtime and cannot be stopped without ending its process, hence child processes instead of threads.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { ImageAppearance, ImageMeasures } from '../../domain/face.js';
import type { ModelPrior } from '../../domain/model-prior.js';
import type { ExamineOptions, VisionEngine, VisionStatus } from '../index.js';
import { builtInModelName } from '../models/built-in-model.js';
import { builtInDetectorName } from '../models/detector-model.js';
import type { EmbeddingEffort } from '../models/embedding-model.js';
import { ChildCrew, type VisionLogEntry } from './child-crew.js';
import type { ChildHandle } from './child-handle.js';
import type { ModelProperties, StartMessage } from './messages.js';
import { estimateLoad } from './picture-load.js';
import { TaskQueue } from './task-queue.js';
import { type TaskOptions, type TaskReport, VisionTask } from './vision-task.js';
import { Workload } from './workload.js';

export type { VisionLogEntry } from './child-crew.js';

const mebibyte = 2 ** 20;

export interface VisionOptions {
  /** Where the compiled models and the model packs are kept. */
  readonly modelsDir: string;
  /** Which model makes features: builtInModelName or the name of an installed pack; the built-in one unless told. */
  readonly model?: string;
  /** Which net finds faces: builtInDetectorName or the name of an installed pack; the built-in one unless told. */
  readonly detector?: string;
  /** How much work goes into one face; standard unless told. */
  readonly embedding?: EmbeddingEffort;
  /** Pictures with more pixels are refused before they are decoded. */
  readonly maxPixels: number;
  /** Child processes, each with one inference thread; as many as there are processors is a good number. */
  readonly workers: number;
  /** Pictures that may wait while every worker is busy. */
  readonly queueLength: number;
  /** Bytes of pictures that may wait; 64 MiB unless told. */
  readonly queueBytes?: number;
  /** How long a picture may wait before it is refused as busy. */
  readonly queueTimeoutMs: number;
  /** How long a worker may take over one picture before it is killed. */
  readonly taskTimeoutMs: number;
  /** A worker whose resident memory exceeds this many MiB after a picture is replaced; 400 unless told. */
  readonly workerMemoryMb?: number;
  /** Receives what happens to workers, and the lines that they write to stderr. */
  readonly onLog?: (entry: VisionLogEntry) => void;
  /** Told of every picture when it is done or refused, within the trace of whoever asked. */
  readonly onPicture?: (report: TaskReport) => void;
  /** A module that exports createExtractor, in place of extract-features.ts; for the pool's own tests. */
  readonly extractorUrl?: URL;
}

/** Starts the first worker at once and the others when it is ready. The children live, and keep this process alive, until close(). */
export function createVisionEngine(options: VisionOptions): VisionEngine {
  return new VisionPool(options);
}

class VisionPool implements VisionEngine {
  readonly #crew: ChildCrew;
  readonly #queue: TaskQueue;
  readonly #workload: Workload<ChildHandle>;
  #readyWaiters: ReadyWaiter[] = [];
  #startFailure: FacedeskError | undefined;
  #closed: Promise<void> | undefined;

  constructor(private readonly options: VisionOptions) {
    const { queueBytes = 64 * mebibyte, workerMemoryMb = 400, onLog = () => undefined } = options;
    this.#queue = new TaskQueue({
      length: options.queueLength,
      bytes: queueBytes,
      timeoutMs: options.queueTimeoutMs,
    });
    this.#workload = new Workload(options.workers);
    this.#crew = new ChildCrew({
      size: options.workers,
      start: startMessage(options),
      memoryBytes: workerMemoryMb * mebibyte,
      onStartFailed: (error) => this.#onStartFailed(error),
      onIdle: (child) => this.#onIdle(child),
      onGone: (child) => this.#onGone(child),
      onLog,
    });
  }

  get modelId(): string {
    return this.#model.modelId;
  }

  get prior(): ModelPrior {
    return this.#model.prior;
  }

  get #model(): ModelProperties {
    if (this.#crew.model === undefined) throw new Error('the model is known once ready() has resolved');
    return this.#crew.model;
  }

  examine(image: Uint8Array, options: ExamineOptions = {}): Promise<ImageMeasures> {
    // A child makes features unless it is told not to.
    return this.#run(image, options) as Promise<ImageMeasures>;
  }

  measure(
    image: Uint8Array,
    options: Pick<ExamineOptions, 'signal' | 'attack'> = {},
  ): Promise<ImageAppearance> {
    return this.#run(image, { ...options, embed: false });
  }

  async #run(image: Uint8Array, options: TaskOptions): Promise<ImageAppearance> {
    options.signal?.throwIfAborted();
    if (this.#closed !== undefined) throw new FacedeskError('shutting_down');
    if (this.#isDown) throw this.#downError();
    const task = new VisionTask(image, estimateLoad(image, this.options.maxPixels), options);
    const child = this.#crew.idleChild();
    if (child !== undefined && this.#queue.length === 0 && this.#workload.fits(task.load))
      this.#give(task, child);
    else {
      this.#await(task);
      this.#giveOut();
    }
    return task.watched(this.options.onPicture ?? (() => undefined));
  }

  /** A task that finds no room has failed: left unsettled, it would go on listening to its caller, and reject unheard. */
  #await(task: VisionTask): void {
    try {
      this.#queue.add(task, (waiting) => this.#workload.msBefore(waiting.map(({ load }) => load)));
    } catch (error) {
      task.fail(error);
    }
  }

  /** Rejects while the latest thing that a worker said was that it cannot start; workers go on being started. */
  ready(): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(new FacedeskError('shutting_down'));
    if (this.#crew.model !== undefined) return Promise.resolve();
    if (this.#startFailure !== undefined) return Promise.reject(this.#startFailure);
    return new Promise((resolve, reject) => this.#readyWaiters.push({ resolve, reject }));
  }

  status(): VisionStatus {
    return {
      workers: this.options.workers,
      // While the only worker is being replaced there can be one more.
      workersReady: Math.min(this.options.workers, this.#crew.count('idle', 'busy')),
      running: this.#crew.count('busy'),
      queued: this.#queue.length,
      queuedBytes: this.#queue.bytes,
      workMsAhead: this.#workload.msBefore(this.#queue.tasks.map(({ load }) => load)),
      residentBytes: this.#crew.residentBytes,
      restarts: this.#crew.restarts,
      failing: this.#crew.failing,
    };
  }

  close(): Promise<void> {
    if (this.#closed === undefined) {
      const error = new FacedeskError('shutting_down');
      this.#queue.failAll(error);
      this.#rejectWaiters(error);
      this.#closed = this.#crew.close();
    }
    return this.#closed;
  }

  #onStartFailed(error: FacedeskError): void {
    this.#startFailure = error;
    this.#rejectWaiters(error);
  }

  #onIdle(child: ChildHandle): void {
    this.#workload.end(child);
    this.#startFailure = undefined;
    for (const waiter of this.#readyWaiters.splice(0)) waiter.resolve();
    this.#giveOut();
  }

  #onGone(child: ChildHandle): void {
    this.#workload.end(child);
    if (this.#isDown) this.#queue.failAll(this.#downError());
    // What it had in hand may have kept a heavy picture from another child.
    else this.#giveOut();
  }

  /** Workers end as fast as they are started, and none is there: nobody shall wait for what will not come. */
  get #isDown(): boolean {
    return this.#crew.failing && this.#crew.count('idle', 'busy') === 0;
  }

  #downError(): FacedeskError {
    const detail = 'workers end again and again; see the log';
    return this.#startFailure ?? new FacedeskError('vision_unavailable', { detail });
  }

  #giveOut(): void {
    for (let child = this.#crew.idleChild(); child !== undefined; child = this.#crew.idleChild()) {
      const task = this.#queue.take(({ load }) => this.#workload.fits(load));
      if (task === undefined) return;
      this.#give(task, child);
    }
  }

  #give(task: VisionTask, child: ChildHandle): void {
    this.#workload.begin(child, task.load);
    child.run(task, this.options.taskTimeoutMs);
  }

  #rejectWaiters(error: FacedeskError): void {
    for (const waiter of this.#readyWaiters.splice(0)) waiter.reject(error);
  }
}

interface ReadyWaiter {
  readonly resolve: () => void;
  readonly reject: (error: FacedeskError) => void;
}

function startMessage(options: VisionOptions): StartMessage {
  const { modelsDir, model = builtInModelName, embedding = 'standard', maxPixels, extractorUrl } = options;
  const { detector = builtInDetectorName } = options;
  const start: StartMessage = { kind: 'start', modelsDir, model, detector, embedding, maxPixels };
  return extractorUrl === undefined ? start : { ...start, extractorUrl: extractorUrl.href };
}
