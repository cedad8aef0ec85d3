/** The queries on templates and kept photos. Templates of a subject whose row of `users` is gone are never returned. */
import { setImmediate } from 'node:timers/promises';
import type { NewEnrolment, StoredTemplate, Subject } from '../index.js';
import { bytesToFeatures, featuresToBytes } from './feature-bytes.js';
import type { Database, WriteTransaction } from './schema.js';
import { pageRows } from './subjects.js';
import { photoFileName } from './utc-seconds.js';

/** `now` is UTC, YYYY-MM-DD HH:MM:SS, and becomes part of the photo's name. */
export async function insertTemplate(
  trx: WriteTransaction,
  subject: Subject,
  { modelId, features, keptPhoto }: NewEnrolment,
  now: string,
): Promise<void> {
  const own = { subject_no: subject.subjectNo, created_at: now };
  await trx
    .insertInto('facedesk_templates')
    .values({ ...own, model_id: modelId, features: featuresToBytes(features) })
    .execute();
  if (keptPhoto === undefined) return;
  const { kind, jpeg } = keptPhoto;
  await trx
    .insertInto('facedesk_photos')
    .values({ ...own, file_name: photoFileName(subject.id, now), kind, jpeg })
    .execute();
}

export async function* listTemplates(db: Database, modelId: string): AsyncGenerator<StoredTemplate> {
  let lastNo = 0;
  for (;;) {
    const page = await livingTemplates(db, modelId)
      .where('t.template_no', '>', lastNo)
      .limit(pageRows)
      .execute();
    for (const row of page) yield toStoredTemplate(row);
    const end = page.at(-1);
    if (end === undefined || page.length < pageRows) return;
    lastNo = end.template_no;
    await setImmediate(); // A synchronous driver would otherwise keep every other request waiting to the end of the list.
  }
}

export async function templatesOf(
  db: Database,
  subjectNo: number,
  modelId: string,
): Promise<StoredTemplate[]> {
  const rows = await livingTemplates(db, modelId).where('t.subject_no', '=', subjectNo).execute();
  return rows.map(toStoredTemplate);
}

function livingTemplates(db: Database, modelId: string) {
  return db
    .selectFrom('facedesk_templates as t')
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.features'])
    .where('t.model_id', '=', modelId)
    .orderBy('t.template_no');
}

type TemplateRow = Awaited<ReturnType<ReturnType<typeof livingTemplates>['execute']>>[number];

function toStoredTemplate(row: TemplateRow): StoredTemplate {
  return {
    templateNo: row.template_no,
    subjectNo: row.subject_no,
    modelId: row.model_id,
    features: bytesToFeatures(row.features),
  };
}
