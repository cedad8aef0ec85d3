/**
 * Tasks that wait for a child, first come first served. Bounded in number, bytes and time, so that overload is answered
 * with `busy` while the caller still listens, and never with memory.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { VisionTask } from './vision-task.js';

export interface QueueBounds {
  readonly length: number;
  readonly bytes: number;
  readonly timeoutMs: number;
}

export class TaskQueue {
  /** In order of arrival, each with the timer of its deadline. */
  readonly #waiting = new Map<VisionTask, NodeJS.Timeout>();
  #bytes = 0;

  constructor(private readonly bounds: QueueBounds) {}

  get length(): number {
    return this.#waiting.size;
  }

  /** @throws FacedeskError busy where a bound would be passed. */
  add(task: VisionTask): void {
    const bytes = this.#bytes + task.image.byteLength;
    if (this.length >= this.bounds.length || bytes > this.bounds.bytes)
      throw new FacedeskError('busy', { detail: `${this.length} photos wait already` });
    this.#bytes = bytes;
    const tooLate = () => task.fail(new FacedeskError('busy', { detail: 'waited too long for a worker' }));
    this.#waiting.set(task, setTimeout(tooLate, this.bounds.timeoutMs));
    task.onSettled = () => this.#remove(task);
  }

  /** Takes the task that waits longest. */
  take(): VisionTask | undefined {
    const [task] = this.#waiting.keys();
    if (task !== undefined) this.#remove(task);
    return task;
  }

  failAll(error: FacedeskError): void {
    for (const task of [...this.#waiting.keys()]) task.fail(error);
  }

  #remove(task: VisionTask): void {
    clearTimeout(this.#waiting.get(task));
    this.#waiting.delete(task);
    this.#bytes -= task.image.byteLength;
    task.onSettled = undefined;
  }
}
