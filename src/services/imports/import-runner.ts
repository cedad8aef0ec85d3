/**
 * Runs the imports whose files are in this machine's data folder, one at a time over all processes: whoever has the lease. What
 * is cut off goes on when a process finds the files again. Folders without an import, or of one that has ended, are removed.
 */
import { randomUUID } from 'node:crypto';
import type { ArchiveLimits, ImportFolders } from '../../archive/index.js';
import type { Logger } from '../../observability/logger.js';
import type { ImportRecord, Store } from '../../store/index.js';
import type { Events } from '../events.js';
import type { PhotoImport } from '../moving/photo-import.js';
import { runImport, type StopReason } from './run-import.js';

export interface ImportRunner {
  /** Begins; for the process that serves, not for commands beside it. */
  start(): void;
  /** Looks at once. */
  wake(): void;
  /** Ends what runs; it goes on with the next start. */
  close(): Promise<void>;
}

export interface ImportRunnerParts {
  readonly store: Pick<Store, 'imports' | 'webhooks'>;
  readonly photoImport: PhotoImport;
  readonly folders: ImportFolders;
  readonly events: Events;
  readonly limits: ArchiveLimits;
  /** How long an import that has ended is kept. */
  readonly keepDays: number;
  /** How long an upload may take. */
  readonly uploadTimeoutMs: number;
  readonly log: Logger;
}

const lookEveryMs = 5000;
const purgeEveryMs = 3_600_000;
/** Longer than it takes to look again; how long others wait where a process was killed. */
const leaseMs = 15_000;
const leaseName = 'imports';
/** How long an import rests after its first failure, twice as long after the second, and so on. */
const restMs = 15_000;

export function createImportRunner(parts: ImportRunnerParts): ImportRunner {
  const runner = new Runner(parts);
  return { start: () => runner.start(), wake: () => runner.wake(), close: () => runner.close() };
}

class Runner {
  readonly #holder = randomUUID();
  readonly #restsUntilMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | undefined;
  #isLookWanted = false;
  #isClosed = false;
  #purgedAtMs = -Infinity;
  #running:
    { readonly importId: string; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(private readonly parts: ImportRunnerParts) {}

  start(): void {
    this.#timer = setInterval(() => this.wake(), lookEveryMs);
    this.#timer.unref();
    this.wake();
  }

  wake(): void {
    this.#isLookWanted = true;
    if (this.#timer === undefined || this.#isClosed || this.#look !== undefined) return;
    this.#isLookWanted = false;
    this.#look = this.#lookAround()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'imports wait'))
      .finally(() => {
        this.#look = undefined;
        if (this.#isLookWanted) this.wake();
      });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#stop('closing');
    await this.#look;
    this.#stop('closing');
    await this.#running?.ended;
  }

  async #lookAround(): Promise<void> {
    await this.#purge();
    const mine = await this.#mine();
    const running = this.#running;
    if (running !== undefined) {
      if (mine.find(({ importId }) => importId === running.importId)?.isCancelled === true)
        this.#stop('cancelled');
      if (!(await this.#takeLease())) this.#stop('elsewhere');
      return;
    }
    const next = mine.find(({ importId }) => (this.#restsUntilMs.get(importId) ?? 0) <= performance.now());
    if (next === undefined || this.#isClosed || !(await this.#takeLease())) return;
    this.#begin(next);
  }

  /** The imports whose files are here and that have not ended, the oldest first; notes that they were seen. */
  async #mine(): Promise<ImportRecord[]> {
    const { store, folders, uploadTimeoutMs } = this.parts;
    const mine: ImportRecord[] = [];
    for (const { importId, changedAtMs } of await folders.list()) {
      const record = await store.imports.find(importId);
      const isOpen = record !== null && record.endedAt === null;
      if (isOpen) await store.imports.note(importId, { seenAt: new Date().toISOString() });
      if (isOpen) mine.push(record);
      // Without an import it may be arriving, here or in another process that has this folder.
      else if (record !== null || Date.now() - changedAtMs > uploadTimeoutMs) await folders.remove(importId);
    }
    return mine.sort((a, b) => a.importNo - b.importNo);
  }

  #begin(record: ImportRecord): void {
    const { importId } = record;
    const stop = new AbortController();
    const ended = runImport(record, { ...this.parts, signal: stop.signal })
      .then((outcome) => {
        if (outcome === 'failed once') {
          const restedMs = restMs * 2 ** Math.min(record.failures, 6);
          this.#restsUntilMs.set(importId, performance.now() + restedMs);
        }
      })
      .catch((err: unknown) => {
        this.#restsUntilMs.set(importId, performance.now() + restMs);
        this.parts.log.warn({ err, importId }, 'an import is interrupted, and goes on later');
      })
      .finally(async () => {
        // Others need not wait until it runs out; where the database is away, they have to.
        await this.parts.store.webhooks.endLease(leaseName, this.#holder).catch(() => undefined);
        this.#running = undefined;
        this.wake();
      });
    this.#running = { importId, stop, ended };
  }

  #stop(reason: StopReason): void {
    this.#running?.stop.abort(reason);
  }

  async #takeLease(): Promise<boolean> {
    const nowMs = Date.now();
    const [at, until] = [nowMs, nowMs + leaseMs].map((ms) => new Date(ms).toISOString()) as [string, string];
    return this.parts.store.webhooks.takeLease(leaseName, { holder: this.#holder, at, until });
  }

  async #purge(): Promise<void> {
    if (performance.now() - this.#purgedAtMs < purgeEveryMs) return;
    const { store, keepDays } = this.parts;
    await store.imports.purge(new Date(Date.now() - keepDays * 86_400_000).toISOString());
    this.#purgedAtMs = performance.now();
  }
}
