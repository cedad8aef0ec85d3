/**
 * The vision engine: gives each picture to an idle child process, or lets it wait for one. Inference is synchronous in ONNX
 * Runtime and cannot be stopped without ending its process, hence child processes instead of threads.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { ImageMeasures } from '../../domain/face.js';
import type { ModelPrior } from '../../domain/model-prior.js';
import type { ExamineOptions, VisionEngine, VisionStatus } from '../index.js';
import { builtInModelName } from '../models/built-in-model.js';
import type { EmbeddingEffort } from '../models/embedding-model.js';
import { ChildCrew, type VisionLogEntry } from './child-crew.js';
import type { ModelProperties, StartMessage } from './messages.js';
import { TaskQueue } from './task-queue.js';
import { VisionTask } from './vision-task.js';

export type { VisionLogEntry } from './child-crew.js';

const mebibyte = 2 ** 20;

export interface VisionOptions {
  /** Where the compiled models and the model packs are kept. */
  readonly modelsDir: string;
  /** Which model makes features: builtInModelName or the name of an installed pack; the built-in one unless told. */
  readonly model?: string;
  /** How much work goes into one face; standard unless told. */
  readonly embedding?: EmbeddingEffort;
  /** Pictures with more pixels are refused before they are decoded. */
  readonly maxPixels: number;
  /** Child processes, each with one inference thread; as many as there are processors is a good number. */
  readonly workers: number;
  /** Pictures that may wait while every worker is busy. */
  readonly queueLength: number;
  /** Bytes of pictures that may wait; 256 MiB unless told. */
  readonly queueBytes?: number;
  /** How long a picture may wait before it is refused as busy. */
  readonly queueTimeoutMs: number;
  /** How long a worker may take over one picture before it is killed. */
  readonly taskTimeoutMs: number;
  /** A worker whose resident memory exceeds this many MiB after a picture is replaced; 400 unless told. */
  readonly workerMemoryMb?: number;
  /** Receives what happens to workers, and the lines that they write to stderr. */
  readonly onLog?: (entry: VisionLogEntry) => void;
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
  #readyWaiters: ReadyWaiter[] = [];
  #startFailure: FacedeskError | undefined;
  #closed: Promise<void> | undefined;

  constructor(private readonly options: VisionOptions) {
    const { queueBytes = 256 * mebibyte, workerMemoryMb = 400, onLog = () => undefined } = options;
    this.#queue = new TaskQueue({
      length: options.queueLength,
      bytes: queueBytes,
      timeoutMs: options.queueTimeoutMs,
    });
    this.#crew = new ChildCrew({
      size: options.workers,
      start: startMessage(options),
      memoryBytes: workerMemoryMb * mebibyte,
      onStartFailed: (error) => this.#onStartFailed(error),
      onIdle: () => this.#onIdle(),
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

  async examine(image: Uint8Array, options: ExamineOptions = {}): Promise<ImageMeasures> {
    options.signal?.throwIfAborted();
    if (this.#closed !== undefined) throw new FacedeskError('shutting_down');
    const task = new VisionTask(image, options);
    const child = this.#crew.idleChild();
    if (child === undefined) this.#queue.add(task);
    else child.run(task, this.options.taskTimeoutMs);
    return task.result;
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
      // While a worker is being replaced there can be one more.
      workersReady: Math.min(this.options.workers, this.#crew.count('idle', 'busy')),
      running: this.#crew.count('busy'),
      queued: this.#queue.length,
      restarts: this.#crew.restarts,
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

  #onIdle(): void {
    for (const waiter of this.#readyWaiters.splice(0)) waiter.resolve();
    for (let child = this.#crew.idleChild(); child !== undefined; child = this.#crew.idleChild()) {
      const task = this.#queue.take();
      if (task === undefined) return;
      child.run(task, this.options.taskTimeoutMs);
    }
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
  const start: StartMessage = { kind: 'start', modelsDir, model, embedding, maxPixels };
  return extractorUrl === undefined ? start : { ...start, extractorUrl: extractorUrl.href };
}
