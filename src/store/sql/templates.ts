/** The queries on templates and kept photos. Templates of a subject whose row of `users` is gone, or another one, are never returned. */
import { setImmediate } from 'node:timers/promises';
import type { Insertable } from 'kysely';
import type { NewEnrolment, StoredTemplate, Subject } from '../index.js';
import { bytesToFeatures, featuresToBytes } from './feature-bytes.js';
import type { Database, Schema, WriteTransaction } from './schema.js';
import type { Sealing, SubjectSeal } from './sealing.js';
import { pageRows } from './subjects.js';
import { isOfOtherTime, photoFileName, secondsLater } from './utc-seconds.js';

export interface Writing {
  /** UTC, YYYY-MM-DD HH:MM:SS; becomes part of the photo's name. */
  readonly now: string;
  readonly seal: SubjectSeal;
}

/** Writes photos of a subject, each with its template, and returns their numbers, which are those of the templates. */
export async function insertPhotos(
  trx: WriteTransaction,
  subject: Pick<Subject, 'id' | 'subjectNo'>,
  { modelId, photos, from }: Pick<NewEnrolment, 'modelId' | 'photos' | 'from'>,
  { now, seal }: Writing,
): Promise<number[]> {
  const templateNos: number[] = [];
  for (const [at, { features, quality, keptPhoto }] of photos.entries()) {
    // A second apart, since a photo is known by its name among those of one person.
    const named = photoFileName(subject.id, secondsLater(now, at));
    const photoNo =
      keptPhoto === undefined
        ? null
        : await insertKept(trx, {
            subject_no: subject.subjectNo,
            created_at: now,
            file_name: named,
            kind: keptPhoto.kind,
            jpeg: seal('photo', '', keptPhoto.jpeg),
          });
    templateNos.push(
      await insertTemplate(trx, subject, {
        model_id: modelId,
        features: seal('template', modelId, featuresToBytes(features)),
        created_at: now,
        quality: quality ?? null,
        photo_no: photoNo,
        source: from?.source ?? null,
        key_id: from?.keyId ?? null,
      }),
    );
  }
  return templateNos;
}

type TemplateValues = Omit<Insertable<Schema['facedesk_templates']>, 'subject_no' | 'template_no'>;

/** The number of the template. */
export async function insertTemplate(
  trx: WriteTransaction,
  { subjectNo }: Pick<Subject, 'subjectNo'>,
  values: TemplateValues,
): Promise<number> {
  await trx
    .insertInto('facedesk_templates')
    .values({ subject_no: subjectNo, ...values })
    .execute();
  const newest = await trx
    .selectFrom('facedesk_templates')
    .select((eb) => eb.fn.max('template_no').as('no'))
    .where('subject_no', '=', subjectNo)
    .executeTakeFirstOrThrow();
  return newest.no;
}

/** The number of the kept photo. */
export async function insertKept(
  trx: WriteTransaction,
  values: Insertable<Schema['facedesk_photos']>,
): Promise<number> {
  await trx.insertInto('facedesk_photos').values(values).execute();
  const newest = await trx
    .selectFrom('facedesk_photos')
    .select((eb) => eb.fn.max('photo_no').as('no'))
    .where('subject_no', '=', values.subject_no)
    .executeTakeFirstOrThrow();
  return newest.no;
}

/** Those that are compared; what waits for review is not. */
const compared = ['enrolled', 'refreshed'] as const;

export async function* listTemplates(
  db: Database,
  modelId: string,
  sealing: Sealing,
): AsyncGenerator<StoredTemplate> {
  let lastNo = 0;
  for (;;) {
    const page = await templatePage(db, modelId, lastNo);
    const living = page.filter((row) => row.living_id !== null && !isOfOtherTime(row));
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
        .select(['template_no', 'subject_no', 'model_id', 'features', 'origin', 'quality'])
        .where('model_id', '=', modelId)
        .where('origin', 'in', compared)
        .where('template_no', '>', afterNo)
        .orderBy('template_no')
        .limit(pageRows)
        .as('t'),
    )
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .leftJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 't.origin', 't.quality'])
    .select(['k.key_id', 'k.wrapped_key', 'u.id as living_id', 'u.timestamp', 's.registered_at'])
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
  return openTemplates(
    sealing,
    rows.filter((row) => !isOfOtherTime(row)),
  );
}

function livingTemplates(db: Database, modelId: string) {
  return (
    db
      .selectFrom('facedesk_templates as t')
      .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
      .innerJoin('users as u', 'u.id', 's.user_id')
      // A template without its key is damaged, and has to be seen to be.
      .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
      .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 't.origin', 't.quality'])
      .select(['k.key_id', 'k.wrapped_key', 'u.timestamp', 's.registered_at'])
      .where('t.model_id', '=', modelId)
      .where('t.origin', 'in', compared)
      .orderBy('t.template_no')
  );
}

type TemplateRow = Awaited<ReturnType<ReturnType<typeof livingTemplates>['execute']>>[number];

/** Those that are not damaged. */
async function openTemplates(sealing: Sealing, rows: readonly TemplateRow[]): Promise<StoredTemplate[]> {
  const opened = await sealing.open(rows, (row) => ({
    recordNo: row.template_no,
    kind: 'template',
    madeFor: row.model_id,
    sealed: row.features,
  }));
  return opened.map(({ row, plain }) => ({
    templateNo: row.template_no,
    subjectNo: row.subject_no,
    modelId: row.model_id,
    features: bytesToFeatures(plain),
    origin: row.origin === 'enrolled' ? 'enrolled' : 'refreshed',
    quality: row.quality,
  }));
}
