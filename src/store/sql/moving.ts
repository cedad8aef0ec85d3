/** The queries behind moving to another database: everything kept of every subject, read as it is and written as it was. */
import { setImmediate } from 'node:timers/promises';
import type { DisplayId } from '../../domain/subject-id.js';
import type { Subject, SubjectRecord } from '../index.js';
import { bytesToFeatures, featuresToBytes } from './feature-bytes.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing, SubjectSeal } from './sealing.js';
import { listSubjects } from './subjects.js';
import { fromWireTime, toWireTime } from './utc-seconds.js';

/** Oldest first, one subject in memory at a time. Someone deleted meanwhile is left out. */
export async function* listRecords(db: Database, sealing: Sealing): AsyncGenerator<SubjectRecord> {
  for await (const { subject_no, user_id, registered_at } of listSubjects(db)) {
    const record = {
      id: user_id as DisplayId,
      timestamp: toWireTime(registered_at),
      templates: await templatesOf(db, subject_no, sealing),
      photos: await photosOf(db, subject_no, sealing),
    };
    yield record;
    await setImmediate(); // Photos are large, and a synchronous driver would keep every other request waiting.
  }
}

async function templatesOf(
  db: Database,
  subjectNo: number,
  sealing: Sealing,
): Promise<SubjectRecord['templates']> {
  const rows = await db
    .selectFrom('facedesk_templates as t')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 't.created_at'])
    .select(['k.key_id', 'k.wrapped_key'])
    .where('t.subject_no', '=', subjectNo)
    .orderBy('t.template_no')
    .execute();
  const opened = await sealing.open(rows, (row) => ({
    recordNo: row.template_no,
    kind: 'template',
    modelId: row.model_id,
    sealed: row.features,
  }));
  return opened.map(({ row, plain }) => ({
    modelId: row.model_id,
    features: bytesToFeatures(plain),
    createdAt: toWireTime(row.created_at),
  }));
}

async function photosOf(db: Database, subjectNo: number, sealing: Sealing): Promise<SubjectRecord['photos']> {
  const rows = await db
    .selectFrom('facedesk_photos as p')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 'p.subject_no')
    .select(['p.photo_no', 'p.subject_no', 'p.file_name', 'p.kind', 'p.jpeg', 'p.created_at'])
    .select(['k.key_id', 'k.wrapped_key'])
    .where('p.subject_no', '=', subjectNo)
    .orderBy('p.photo_no')
    .execute();
  const opened = await sealing.open(rows, (row) => ({
    recordNo: row.photo_no,
    kind: 'photo',
    modelId: '',
    sealed: row.jpeg,
  }));
  return opened.map(({ row, plain }) => ({
    fileName: row.file_name,
    kind: row.kind,
    jpeg: plain,
    createdAt: toWireTime(row.created_at),
  }));
}

/** Writes what a record holds beside the row of `users`. */
export async function insertRecord(
  trx: WriteTransaction,
  { subjectNo }: Subject,
  { templates, photos }: SubjectRecord,
  seal: SubjectSeal,
): Promise<void> {
  for (const { modelId, features, createdAt } of templates) {
    const bytes = seal('template', modelId, featuresToBytes(features));
    await trx
      .insertInto('facedesk_templates')
      .values({
        subject_no: subjectNo,
        model_id: modelId,
        features: bytes,
        created_at: fromWireTime(createdAt),
      })
      .execute();
  }
  for (const { fileName, kind, jpeg, createdAt } of photos) {
    await trx
      .insertInto('facedesk_photos')
      .values({
        subject_no: subjectNo,
        file_name: fileName,
        kind,
        jpeg: seal('photo', '', jpeg),
        created_at: fromWireTime(createdAt),
      })
      .execute();
  }
}
