/** Whom the store tells how long its statements take and how its connections are used. Neither SQL nor values are told. */

export type StatementKind = 'select' | 'insert' | 'update' | 'delete' | 'transaction' | 'other';

export interface StatementReport {
  readonly kind: StatementKind;
  readonly ms: number;
  readonly failed: boolean;
}

export interface ConnectionCounts {
  readonly busy: number;
  readonly idle: number;
  /** Who waits for one. */
  readonly waiting: number;
}

export interface StoreMeter {
  /** A statement has ended, just now. */
  statement(report: StatementReport): void;
  /** The counts have changed. Only servers have connections to count. */
  connections(counts: ConnectionCounts): void;
}

export const unmetered: StoreMeter = { statement: () => undefined, connections: () => undefined };
