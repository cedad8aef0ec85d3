/** Lets so many at a time do something; the others wait in line, and not for ever. */
import { DriverError, timedOut } from './driver-error.js';

export interface TurnsOptions {
  readonly atOnce: number;
  readonly timeoutMs: number;
  /** For the log: what there was no turn for. */
  readonly waitedFor: string;
}

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(private readonly options: TurnsOptions) {
    this.#free = options.atOnce;
  }

  /** How many have their turn. */
  get taken(): number {
    return this.options.atOnce - this.#free;
  }

  /** How many wait for theirs. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws DriverError where the turn did not come in time */
  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(
          new DriverError(`waited ${this.options.timeoutMs} ms for ${this.options.waitedFor}`, timedOut),
        );
      }, this.options.timeoutMs);
      this.#waiting.push(turn);
    });
  }

  /** Passes the turn to who waits longest. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
