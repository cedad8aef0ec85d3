/** When a look at all of `users` is due again: not before another program can have written, and not so often that it is a burden. */

/** A look may take one part in so many of the database's time. */
const shareOfTime = 20;

export class Look {
  #settledAt = NaN;
  #againAtMs = -Infinity;

  /**
   * @param token Capabilities.foreignCommitToken
   * @param hold for how long a look holds, however much is written meanwhile; null: not beyond the next question
   */
  constructor(
    private readonly token: () => number,
    private readonly hold: { readonly leastHoldMs: number } | null,
  ) {}

  /** Costs microseconds. */
  isDue(): boolean {
    return this.token() !== this.#settledAt && performance.now() >= this.#againAtMs;
  }

  /** Starts a look; call what it returns when nothing is left to do of what was found. */
  begin(): () => void {
    // Read before the look: a commit in between makes the next one a needless one, never a missed one.
    const [token, startedMs] = [this.token(), performance.now()];
    return () => {
      this.#settledAt = token;
      if (this.hold === null) return;
      const nowMs = performance.now();
      this.#againAtMs = nowMs + Math.max(this.hold.leastHoldMs, shareOfTime * (nowMs - startedMs));
    };
  }

  /** Makes the next look due whatever the database says. */
  forget(): void {
    this.#settledAt = NaN;
    this.expire();
  }

  /** Ends the hold. */
  expire(): void {
    this.#againAtMs = -Infinity;
  }
}
