/** The queries on the rows of imports: what became of each photo, and whose names go with whom. */
import type { ImportRowRecord, ImportStore, NamedPerson, NewImportRow } from '../import-store.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, WriteTransaction } from './schema.js';

/** Rows per statement; SQLite allows 32,766 parameters. */
const batchRows = 500;

type RowStore = Pick<ImportStore, 'clearRows' | 'addRows' | 'rows'>;

export function createImportRowStore({ db, run, write }: PartOfStore): RowStore {
  return {
    clearRows: (importNo) =>
      run(() =>
        write(async (trx) => {
          await trx.deleteFrom('facedesk_import_rows').where('import_no', '=', importNo).execute();
        }),
      ),
    addRows: (importNo, rows) =>
      run(() =>
        write(async (trx) => {
          for (let start = 0; start < rows.length; start += batchRows)
            await insert(trx, importNo, rows.slice(start, start + batchRows));
        }),
      ),
    rows: (importNo, window) => run(() => listRows(db, importNo, window)),
  };
}

/** To be called before the subject itself goes, as it has the id. */
export async function eraseFromImports(trx: WriteTransaction, subjectNo: number): Promise<void> {
  const subject = await trx
    .selectFrom('facedesk_subjects')
    .select('id_key')
    .where('subject_no', '=', subjectNo)
    .executeTakeFirst();
  if (subject === undefined) return;
  for (const table of ['facedesk_import_faces', 'facedesk_import_rows'] as const)
    await trx.deleteFrom(table).where('id_key', '=', subject.id_key).execute();
}

async function insert(trx: WriteTransaction, importNo: number, rows: readonly NewImportRow[]): Promise<void> {
  const living = await livingAmong(
    trx,
    rows.flatMap(({ person, sameFaceAs }) => [...(person === null ? [] : [person]), ...sameFaceAs]),
  );
  const isNamed = ({ mustExist, key }: NamedPerson): boolean =>
    !mustExist || (key !== null && living.has(key));
  const named = rows.filter(({ person }) => person === null || isNamed(person));
  if (named.length === 0) return;
  const before = await newestRowNo(trx);
  await trx
    .insertInto('facedesk_import_rows')
    .values(
      named.map(({ person, photo, takenAt, verdict }) => ({
        import_no: importNo,
        subject_id: person?.id ?? null,
        id_key: person?.key ?? null,
        photo,
        taken_at: takenAt,
        verdict,
      })),
    )
    .execute();
  const numbers = await trx
    .selectFrom('facedesk_import_rows')
    .select('row_no')
    .where('row_no', '>', before)
    .orderBy('row_no')
    .execute();
  const faces = named.flatMap(({ sameFaceAs }, at) =>
    sameFaceAs.filter(isNamed).flatMap(({ id, key }) => {
      return key === null ? [] : [{ row_no: numbers[at]!.row_no, subject_id: id, id_key: key }];
    }),
  );
  for (let start = 0; start < faces.length; start += batchRows)
    await trx
      .insertInto('facedesk_import_faces')
      .values(faces.slice(start, start + batchRows))
      .execute();
}

async function newestRowNo(trx: WriteTransaction): Promise<number> {
  const { newest } = await trx
    .selectFrom('facedesk_import_rows')
    .select(({ fn }) => fn.max('row_no').as('newest'))
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}

async function livingAmong(
  trx: WriteTransaction,
  people: readonly NamedPerson[],
): Promise<ReadonlySet<string>> {
  const keys = [...new Set(people.flatMap(({ key, mustExist }) => (mustExist && key !== null ? key : [])))];
  const living = new Set<string>();
  for (let start = 0; start < keys.length; start += batchRows) {
    const found = await trx
      .selectFrom('facedesk_subjects as s')
      .innerJoin('users as u', 'u.id', 's.user_id')
      .select('s.id_key')
      .where('s.id_key', 'in', keys.slice(start, start + batchRows))
      .execute();
    for (const { id_key } of found) living.add(id_key);
  }
  return living;
}

async function listRows(
  db: Database,
  importNo: number,
  { verdict, limit, above = 0 }: { verdict?: string; limit: number; above?: number },
): Promise<ImportRowRecord[]> {
  let query = db
    .selectFrom('facedesk_import_rows')
    .selectAll()
    .where('import_no', '=', importNo)
    .where('row_no', '>', above)
    .orderBy('row_no')
    .limit(limit);
  if (verdict !== undefined) query = query.where('verdict', '=', verdict);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const faces = await db
    .selectFrom('facedesk_import_faces')
    .select(['row_no', 'subject_id'])
    .where(
      'row_no',
      'in',
      rows.map((row) => row.row_no),
    )
    .orderBy('face_no')
    .execute();
  return rows.map((row) => ({
    rowNo: row.row_no,
    id: row.subject_id,
    photo: row.photo,
    takenAt: row.taken_at,
    verdict: row.verdict,
    sameFaceAs: faces.filter((face) => face.row_no === row.row_no).map((face) => face.subject_id),
  }));
}
