/** The queries on pairs of people who may be one person, and on what somebody who looked said of them. */
import type { DuplicateStore, PairVerdict } from '../index.js';
import type { CalibrationParts } from './calibration.js';
import type { WriteTransaction } from './schema.js';
import { findSubjectByNo } from './subjects.js';
import { toWireTime, utcNow } from './utc-seconds.js';

type SubjectNos = PairVerdict['subjectNos'];

export function createDuplicateStore({ db, run, write }: CalibrationParts): DuplicateStore {
  return {
    list: () =>
      run(async () => {
        const rows = await db
          .selectFrom('facedesk_duplicates')
          .selectAll()
          .orderBy('subject_no')
          .orderBy('other_subject_no')
          .execute();
        return rows.map((row) => ({
          subjectNos: [row.subject_no, row.other_subject_no] as const,
          verdict: row.verdict,
          notedAt: toWireTime(row.noted_at),
        }));
      }),
    note: (subjectNos) =>
      run(() =>
        write(async (trx) => {
          if ((await isKnown(trx, subjectNos)) || !(await areThere(trx, subjectNos))) return;
          await insertPair(trx, subjectNos, 'open');
        }),
      ),
    settle: (subjectNos, verdict) =>
      run(() =>
        write(async (trx) => {
          if (!(await areThere(trx, subjectNos))) return false;
          const [subject_no, other_subject_no] = ordered(subjectNos);
          const old = trx.deleteFrom('facedesk_duplicates').where('subject_no', '=', subject_no);
          await old.where('other_subject_no', '=', other_subject_no).execute();
          await insertPair(trx, subjectNos, verdict);
          return true;
        }),
      ),
  };
}

function ordered(subjectNos: SubjectNos): [number, number] {
  return [Math.min(...subjectNos), Math.max(...subjectNos)];
}

async function isKnown(trx: WriteTransaction, subjectNos: SubjectNos): Promise<boolean> {
  const [subjectNo, other] = ordered(subjectNos);
  const row = await trx
    .selectFrom('facedesk_duplicates')
    .select('verdict')
    .where('subject_no', '=', subjectNo)
    .where('other_subject_no', '=', other)
    .executeTakeFirst();
  return row !== undefined;
}

async function areThere(trx: WriteTransaction, [one, other]: SubjectNos): Promise<boolean> {
  return (await findSubjectByNo(trx, one)) !== null && (await findSubjectByNo(trx, other)) !== null;
}

async function insertPair(
  trx: WriteTransaction,
  subjectNos: SubjectNos,
  verdict: PairVerdict['verdict'],
): Promise<void> {
  const [subject_no, other_subject_no] = ordered(subjectNos);
  await trx
    .insertInto('facedesk_duplicates')
    .values({ subject_no, other_subject_no, verdict, noted_at: utcNow() })
    .execute();
}
