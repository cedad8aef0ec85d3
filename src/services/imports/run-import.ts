/** One run of one import: from its sealed files to its report, or to why it has to go on later. */
import { join } from 'node:path';
import type { DisputeRule } from '../../domain/moving/choose-reference.js';
import { type ErrorCode, errorEntry, FacedeskError } from '../../domain/errors.js';
import type { ImportFolder } from '../../archive/index.js';
import type { ImportProgress, ImportRecord } from '../../store/index.js';
import type { ImportReport } from '../moving/import-report.js';
import { journalName } from '../moving/photo-import.js';
import { keepRows } from './import-rows.js';
import type { ImportRunnerParts } from './import-runner.js';
import { withPhotos } from './imports.js';

/** Why a run is stopped: somebody cancelled the import, or it goes on later, here or in another process. */
export type StopReason = 'cancelled' | 'closing' | 'elsewhere';

/** After so many tries an import has failed for good. */
export const mostFailures = 5;
/** How often progress is noted. */
const noteEveryMs = 1000;

export interface RunImportParts extends ImportRunnerParts {
  /** Aborted with a StopReason. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when it has ended for good, is to go on later ('stopped'), or is to be tried again ('failed once').
 * @throws FacedeskError store_unavailable, which leaves everything for a later run
 */
export async function runImport(
  record: ImportRecord,
  parts: RunImportParts,
): Promise<'ended' | 'stopped' | 'failed once'> {
  const { store, folders, signal } = parts;
  const { importId } = record;
  const dataKey = await store.imports.dataKeyOf(importId);
  const folder = folders.open(importId, dataKey ?? new Uint8Array(32));
  try {
    if (dataKey === null) throw new FacedeskError('archive_unreadable', { detail: 'its key is damaged' });
    const report = await examine(record, folder, parts);
    if (signal.aborted && signal.reason !== 'cancelled') return await pause(importId, parts);
    await keepRows(store, record.importNo, report);
    const { rows: _, ...summary } = report;
    await end(folder, { state: signal.aborted ? 'cancelled' : 'finished', problem: null, summary }, parts);
    return 'ended';
  } catch (error) {
    if (signal.aborted && signal.reason !== 'cancelled') return pause(importId, parts);
    if (signal.aborted) {
      await end(folder, { state: 'cancelled', problem: null, summary: null }, parts);
      return 'ended';
    }
    return fail(record, folder, { ...parts, error });
  }
}

async function examine(
  { importId, mode, disputes, listed, photos, startedAt }: ImportRecord,
  folder: ImportFolder,
  { store, photoImport, limits, signal, log }: RunImportParts,
): Promise<ImportReport> {
  const now = new Date().toISOString();
  const note = (progress: Omit<ImportProgress, 'seenAt'>) =>
    store.imports.note(importId, { ...progress, seenAt: new Date().toISOString() });
  await note({ state: 'running', startedAt: startedAt ?? now });
  const startedMs = performance.now();
  let notedMs = -Infinity;
  const onProgress = (examined: number, total: number): void => {
    const nowMs = performance.now();
    if (nowMs - notedMs < noteEveryMs) return;
    notedMs = nowMs;
    const perMinute = Math.round((60_000 * examined) / (nowMs - startedMs));
    // Photos of people who are enrolled are not counted by the run.
    note({ done: photos - (total - examined), perMinute }).catch((err: unknown) =>
      log.debug({ err }, 'the progress of an import could not be noted'),
    );
  };
  const report = await withPhotos(folder, { listed, limits }, (source) =>
    photoImport.run({
      ...{ source, mode, signal, onProgress },
      disputes: disputes as DisputeRule,
      ownJournal: join(folder.path, journalName),
    }),
  );
  const perMinute = Math.round((60 * report.photosExamined) / Math.max(report.seconds, 0.001));
  await note({ ...(!signal.aborted && { done: photos }), perMinute });
  return report;
}

async function pause(importId: string, { store }: RunImportParts): Promise<'stopped'> {
  await store.imports.note(importId, { state: 'waiting', seenAt: new Date().toISOString() });
  return 'stopped';
}

/** What may be better later is tried again; what is wrong with the archive is not. */
async function fail(
  { importId, failures }: ImportRecord,
  folder: ImportFolder,
  { error, ...parts }: RunImportParts & { readonly error: unknown },
): Promise<'ended' | 'failed once'> {
  const problem: ErrorCode = error instanceof FacedeskError ? error.code : 'internal';
  parts.log.error({ err: error, importId }, 'an import failed');
  if (errorEntry(problem).status >= 500 && failures + 1 < mostFailures) {
    const progress = { state: 'waiting', failures: failures + 1, problem } as const;
    await parts.store.imports.note(importId, { ...progress, seenAt: new Date().toISOString() });
    return 'failed once';
  }
  await end(folder, { state: 'failed', problem, summary: null }, parts);
  return 'ended';
}

interface Ending {
  readonly state: 'finished' | 'cancelled' | 'failed';
  readonly problem: ErrorCode | null;
  readonly summary: object | null;
}

/** The import first: a folder of one that has ended is removed by the next look, were this the last thing that happens. */
async function end(
  folder: ImportFolder,
  { state, problem, summary }: Ending,
  { store, events, log }: RunImportParts,
): Promise<void> {
  const { importId } = folder;
  await store.imports.end(importId, {
    ...{ state, problem, endedAt: new Date().toISOString() },
    summary: summary === null ? null : JSON.stringify(summary),
  });
  await folder.remove();
  events.record({ kind: `import.${state}`, reason: importId });
  log.info({ importId, state }, 'an import has ended');
}
