/** The queries on templates and kept photos. Templates of a subject whose row of `users` is gone are never returned. */
import { setImmediate } from 'node:timers/promises';
import type { NewEnrolment, StoredTemplate, Subject } from '../index.js';
import { bytesToFeatures, featuresToBytes } from './feature-bytes.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing, SubjectSeal } from './sealing.js';
import { pageRows } from './subjects.js';
import { photoFileName } from './utc-seconds.js';

export interface Writing {
  /** UTC, YYYY-MM-DD HH:MM:SS; becomes part of the photo's name. */
  readonly now: string;
  readonly seal: SubjectSeal;
}

export async function insertTemplate(
  trx: WriteTransaction,
  subject: Subject,
  { modelId, features, keptPhoto }: Omit<NewEnrolment, 'subjectId'>,
  { now, seal }: Writing,
): Promise<void> {
  const own = { subject_no: subject.subjectNo, created_at: now };
  await trx
    .insertInto('facedesk_templates')
    .values({
      ...own,
      model_id: modelId,
      features: seal('template', modelId, featuresToBytes(features)),
    })
    .execute();
  if (keptPhoto === undefined) return;
  const { kind, jpeg } = keptPhoto;
  await trx
    .insertInto('facedesk_photos')
    .values({
      ...own,
      file_name: photoFileName(subject.id, now),
      kind,
      jpeg: seal('photo', '', jpeg),
    })
    .execute();
}

export async function* listTemplates(
  db: Database,
  modelId: string,
  sealing: Sealing,
): AsyncGenerator<StoredTemplate> {
  let lastNo = 0;
  for (;;) {
    const page = await templatePage(db, modelId, lastNo);
    const living = page.filter((row) => row.living_id !== null);
    yield* await openTemplates(sealing, living);
    const end = page.at(-1);
    if (end === undefined || page.length < pageRows) return;
    lastNo = end.template_no;
    await setImmediate(); // A synchronous driver would otherwise keep every other request waiting to the end of the list.
  }
}

/**
 * The page is cut before it is joined: a server that has not counted its rows yet joins them all for every page otherwise,
 * ten times as slowly.
 */
async function templatePage(db: Database, modelId: string, afterNo: number) {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('facedesk_templates')
        .select(['template_no', 'subject_no', 'model_id', 'features'])
        .where('model_id', '=', modelId)
        .where('template_no', '>', afterNo)
        .orderBy('template_no')
        .limit(pageRows)
        .as('t'),
    )
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .leftJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 'k.key_id', 'k.wrapped_key'])
    .select('u.id as living_id')
    .orderBy('t.template_no')
    .execute();
}

export async function templatesOf(
  db: Database,
  subjectNo: number,
  modelId: string,
  sealing: Sealing,
): Promise<StoredTemplate[]> {
  const rows = await livingTemplates(db, modelId).where('t.subject_no', '=', subjectNo).execute();
  return openTemplates(sealing, rows);
}

function livingTemplates(db: Database, modelId: string) {
  return (
    db
      .selectFrom('facedesk_templates as t')
      .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
      .innerJoin('users as u', 'u.id', 's.user_id')
      // A template without its key is damaged, and has to be seen to be.
      .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
      .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 'k.key_id', 'k.wrapped_key'])
      .where('t.model_id', '=', modelId)
      .orderBy('t.template_no')
  );
}

type TemplateRow = Awaited<ReturnType<ReturnType<typeof livingTemplates>['execute']>>[number];

/** Those that are not damaged. */
async function openTemplates(sealing: Sealing, rows: readonly TemplateRow[]): Promise<StoredTemplate[]> {
  const opened = await sealing.open(rows, (row) => ({
    recordNo: row.template_no,
    kind: 'template',
    modelId: row.model_id,
    sealed: row.features,
  }));
  return opened.map(({ row, plain }) => ({
    templateNo: row.template_no,
    subjectNo: row.subject_no,
    modelId: row.model_id,
    features: bytesToFeatures(plain),
  }));
}
