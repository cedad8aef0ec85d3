/**
 * Tasks that wait for a child: the more urgent first, but nobody passed over for ever. Bounded in number, bytes, work and
 * time, so that overload is answered with `busy` while the caller still listens, and never with memory.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { Purpose } from '../index.js';
import type { VisionTask } from './vision-task.js';

export interface QueueBounds {
  readonly length: number;
  readonly bytes: number;
  /** How long a task may wait; one that by its estimate would wait longer is refused at once. */
  readonly timeoutMs: number;
}

interface Waiting {
  readonly task: VisionTask;
  readonly timer: NodeJS.Timeout;
  /** Later tasks that were taken before it. */
  passed: number;
}

/** Who stands before the camera goes first; nobody stands behind a bulk task. */
const ranks: Readonly<Record<Purpose, number>> = { verification: 0, enrolment: 1, bulk: 2 };
/** How many later tasks may go before a task; then it is next, whatever its purpose or its size. */
const maxPassed = 16;

export class TaskQueue {
  /** In order of arrival. */
  readonly #waiting = new Map<VisionTask, Waiting>();
  #bytes = 0;

  constructor(private readonly bounds: QueueBounds) {}

  get length(): number {
    return this.#waiting.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** In order of arrival. */
  get tasks(): readonly VisionTask[] {
    return [...this.#waiting.keys()];
  }

  /**
   * Lets a task wait; where there is no room, in place of the youngest ones of a lower rank.
   * @param msBefore tells how long the work of the given tasks, and what runs, is going to take
   * @throws FacedeskError busy where a bound would be passed.
   */
  add(task: VisionTask, msBefore: (waiting: readonly VisionTask[]) => number): void {
    const rank = ranks[task.purpose];
    const [before, below] = this.#split(rank);
    if (before.length > 0 && msBefore(before) > this.bounds.timeoutMs)
      throw busy('the wait would be too long');
    const leaving = this.#roomFor(task, below);
    for (const other of leaving) other.fail(busy('somebody more urgent came'));
    const tooLate = () => task.fail(busy('waited too long for a worker'));
    const timer = setTimeout(tooLate, this.bounds.timeoutMs);
    this.#bytes += task.image.byteLength;
    this.#waiting.set(task, { task, timer, passed: 0 });
    task.onSettled = () => this.#remove(task);
  }

  /** Takes the task that is next among those that fit; nothing is taken before one that was passed over too often. */
  take(fits: (task: VisionTask) => boolean): VisionTask | undefined {
    for (const { task, passed } of this.#inOrder()) {
      if (fits(task)) {
        this.#pass(task);
        this.#remove(task);
        return task;
      }
      if (passed >= maxPassed) return undefined;
    }
    return undefined;
  }

  failAll(error: FacedeskError): void {
    for (const task of [...this.#waiting.keys()]) task.fail(error);
  }

  /** Those that go before a newcomer of this rank, and those that do not. */
  #split(rank: number): [VisionTask[], VisionTask[]] {
    const tasks = [...this.#waiting.keys()];
    return [
      tasks.filter(({ purpose }) => ranks[purpose] <= rank),
      tasks.filter(({ purpose }) => ranks[purpose] > rank),
    ];
  }

  /** The fewest tasks of `below` that have to leave, from the lowest rank and its youngest on. */
  #roomFor(task: VisionTask, below: readonly VisionTask[]): VisionTask[] {
    const leaving: VisionTask[] = [];
    let [length, bytes] = [this.length + 1, this.#bytes + task.image.byteLength];
    const candidates = below.toSorted((a, b) => ranks[a.purpose] - ranks[b.purpose]);
    while (length > this.bounds.length || bytes > this.bounds.bytes) {
      const youngest = candidates.pop();
      if (youngest === undefined) throw busy(`${this.length} photos wait already`);
      leaving.push(youngest);
      length--;
      bytes -= youngest.image.byteLength;
    }
    return leaving;
  }

  /** First whoever was passed over too often, then by rank; within both by arrival. */
  #inOrder(): Waiting[] {
    const place = ({ task, passed }: Waiting) => (passed >= maxPassed ? -1 : ranks[task.purpose]);
    return [...this.#waiting.values()].sort((a, b) => place(a) - place(b));
  }

  /** Counts for everybody who came before a task that it goes first. */
  #pass(taken: VisionTask): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.task === taken) return;
      waiting.passed++;
    }
  }

  #remove(task: VisionTask): void {
    clearTimeout(this.#waiting.get(task)?.timer);
    this.#waiting.delete(task);
    this.#bytes -= task.image.byteLength;
    task.onSettled = undefined;
  }
}

function busy(detail: string): FacedeskError {
  return new FacedeskError('busy', { detail });
}
