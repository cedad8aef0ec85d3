/** What doctor finds out about one thing. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found: "20.20.2". */
  readonly finding: string;
  /** What to do about it; absent where all is well. */
  readonly remedy?: string;
}
