/** The queries on what was measured on this gallery, and on who is known to look like whom. */
import type { CalibrationStore, Lookalikes } from '../index.js';
import type { Database, WriteTransaction } from './schema.js';

export interface CalibrationParts {
  readonly db: Database;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}

export function createCalibrationStore({ db, run, write }: CalibrationParts): CalibrationStore {
  return {
    read: (modelId) =>
      run(async () => {
        const query = db
          .selectFrom('facedesk_calibrations')
          .select('document')
          .where('model_id', '=', modelId);
        return (await query.executeTakeFirst())?.document ?? null;
      }),
    write: (modelId, document) =>
      run(() =>
        write(async (trx) => {
          await trx.deleteFrom('facedesk_calibrations').where('model_id', '=', modelId).execute();
          await trx.insertInto('facedesk_calibrations').values({ model_id: modelId, document }).execute();
        }),
      ),
    lookalikes: () =>
      run(async () => {
        const rows = await db.selectFrom('facedesk_lookalikes').selectAll().execute();
        return rows.map((row) => ({
          subjectNos: [row.subject_no, row.other_subject_no] as const,
          margin: row.margin,
        }));
      }),
    lookalikesOf: (subjectNo) =>
      run(async () => {
        const rows = await db
          .selectFrom('facedesk_lookalikes')
          .selectAll()
          .where((eb) => eb.or([eb('subject_no', '=', subjectNo), eb('other_subject_no', '=', subjectNo)]))
          .execute();
        return new Map(
          rows.map((row) => [
            row.subject_no === subjectNo ? row.other_subject_no : row.subject_no,
            row.margin,
          ]),
        );
      }),
    putLookalikes: (lookalikes) =>
      run(() =>
        write(async (trx) => {
          const pair = pairOf(lookalikes);
          await removePair(trx, pair);
          await trx
            .insertInto('facedesk_lookalikes')
            .values({ ...pair, margin: lookalikes.margin })
            .execute();
        }),
      ),
    removeLookalikes: (lookalikes) => run(() => write((trx) => removePair(trx, pairOf(lookalikes)))),
  };
}

interface Pair {
  readonly subject_no: number;
  readonly other_subject_no: number;
}

function pairOf({ subjectNos }: Pick<Lookalikes, 'subjectNos'>): Pair {
  return { subject_no: Math.min(...subjectNos), other_subject_no: Math.max(...subjectNos) };
}

async function removePair(trx: WriteTransaction, pair: Pair): Promise<boolean> {
  const removed = await trx
    .deleteFrom('facedesk_lookalikes')
    .where('subject_no', '=', pair.subject_no)
    .where('other_subject_no', '=', pair.other_subject_no)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
}
