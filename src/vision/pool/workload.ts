/**
 * What the children have in hand: whether one more picture fits beside it into the machine's memory, and how long what is
 * in hand and what waits is going to take, by estimates that what was seen corrects.
 */
import { baseWorkMs, type PictureLoad } from './picture-load.js';

/** Planned for each worker's picture: a photo of any size that is decoded row by row fits, if it weighs no more than 8 MB. */
const ordinaryBytes = 100 * 2 ** 20;
/** How much one finished picture moves the correction of the estimates. */
const correctionRate = 0.1;
/** What corrections are kept within, so that a picture that was killed or refused unread does not turn them about. */
const correctionLimits = { least: 0.1, most: 20 };

export class Workload<Worker extends object> {
  readonly #running = new Map<Worker, { readonly load: PictureLoad; readonly startedMs: number }>();
  /** Time taken over time estimated. */
  #correction = 1;

  constructor(private readonly workers: number) {}

  /** One heavy picture at a time, so that memory is that of one of them and of ordinary ones beside it. */
  fits(load: PictureLoad): boolean {
    return !isHeavy(load) || ![...this.#running.values()].some((running) => isHeavy(running.load));
  }

  begin(worker: Worker, load: PictureLoad): void {
    this.#running.set(worker, { load, startedMs: performance.now() });
  }

  /** Nothing where the worker has nothing in hand. */
  end(worker: Worker): void {
    const ended = this.#running.get(worker);
    if (ended === undefined) return;
    this.#running.delete(worker);
    // One that is refused unread takes no time worth estimating, and says nothing of those that are examined.
    if (ended.load.workMs < baseWorkMs) return;
    const seen = (performance.now() - ended.startedMs) / ended.load.workMs;
    const moved = this.#correction + correctionRate * (seen - this.#correction);
    this.#correction = Math.min(correctionLimits.most, Math.max(correctionLimits.least, moved));
  }

  /** Until the work in hand and that of these pictures is done, in milliseconds. */
  msBefore(waiting: readonly PictureLoad[]): number {
    const now = performance.now();
    const left = ({ load, startedMs }: { load: PictureLoad; startedMs: number }) =>
      Math.max(0, load.workMs * this.#correction - (now - startedMs));
    const inHand = sum([...this.#running.values()], left);
    return (inHand + sum(waiting, ({ workMs }) => workMs) * this.#correction) / this.workers;
  }
}

function isHeavy({ memoryBytes }: PictureLoad): boolean {
  return memoryBytes > ordinaryBytes;
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
