/** The queries behind a change of models: who is enrolled under another one only, and templates under a further one. */
import type { EnrolledElsewhere, ModelStore, ModelTemplates } from '../index.js';
import type { ChangeLog } from './change-log.js';
import { featuresToBytes } from './feature-bytes.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';
import { findSubject, living } from './subjects.js';
import { insertTemplate } from './templates.js';
import { utcNow } from './utc-seconds.js';

export interface ModelStoreParts {
  readonly db: Database;
  readonly sealing: Sealing;
  readonly changeLog: Pick<ChangeLog, 'append'>;
  /** Names failures as the store's door promises. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}

export function createModelStore({ db, sealing, changeLog, run, write }: ModelStoreParts): ModelStore {
  return {
    enrolledElsewhere: (modelId) => run(() => enrolledElsewhere(db, modelId)),
    countElsewhere: (modelId) => run(() => countElsewhere(db, modelId)),
    templateCounts: () => run(() => countTemplates(templatesOfPeople(db))),
    addTemplates: (key, modelId, features) =>
      run(() =>
        write(async (trx) => {
          const subject = living(await findSubject(trx, key));
          if (subject === null || subject.templateCount === 0) return false;
          if (await hasTemplate(trx, subject.subjectNo, modelId)) return false;
          const seal = await sealing.sealFor(trx, subject.subjectNo);
          const photos = await keptPhotos(trx, subject.subjectNo);
          for (const [at, one] of features.entries()) {
            if (one === null) continue;
            await insertTemplate(trx, subject, {
              model_id: modelId,
              features: seal('template', modelId, featuresToBytes(one)),
              created_at: utcNow(),
              photo_no: photos[at]?.photo_no ?? null,
              quality: photos[at]?.quality ?? null,
              source: 'reembedded',
            });
          }
          await changeLog.append(trx, subject.subjectNo);
          return true;
        }),
      ),
  };
}

/** In their order, each with the quality that its templates have. */
async function keptPhotos(trx: WriteTransaction, subjectNo: number) {
  return trx
    .selectFrom('facedesk_photos as p')
    .select('p.photo_no')
    .select((eb) =>
      eb
        .selectFrom('facedesk_templates as t')
        .whereRef('t.photo_no', '=', 'p.photo_no')
        .select((of) => of.fn.max('t.quality').as('quality'))
        .as('quality'),
    )
    .where('p.subject_no', '=', subjectNo)
    .orderBy('p.photo_no')
    .execute();
}

/** Without those of whose row of `users` another program deleted. */
function templatesOfPeople(db: Database) {
  return db
    .selectFrom('facedesk_templates as t')
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .innerJoin('users as u', 'u.id', 's.user_id');
}

/** Of people who have none under this model. */
function templatesElsewhere(db: Database, modelId: string) {
  return templatesOfPeople(db).where((eb) =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('facedesk_templates as own')
          .select('own.template_no')
          .whereRef('own.subject_no', '=', 't.subject_no')
          .where('own.model_id', '=', modelId),
      ),
    ),
  );
}

function enrolledElsewhere(db: Database, modelId: string): Promise<EnrolledElsewhere[]> {
  return countTemplates(templatesElsewhere(db, modelId));
}

async function countTemplates(templates: ReturnType<typeof templatesOfPeople>): Promise<ModelTemplates[]> {
  const rows = await templates
    .groupBy('t.model_id')
    .orderBy('t.model_id')
    .select((eb) => [
      't.model_id',
      eb.fn.count<number>('t.subject_no').distinct().as('people'),
      eb.fn.countAll<number>().as('templates'),
    ])
    .execute();
  return rows.map(({ model_id, people, templates }) => ({
    modelId: model_id,
    people: Number(people),
    templates: Number(templates),
  }));
}

async function countElsewhere(
  db: Database,
  modelId: string,
): Promise<{ readonly people: number; readonly withoutPhoto: number }> {
  const { people, withPhoto } = await templatesElsewhere(db, modelId)
    .leftJoin('facedesk_photos as p', 'p.subject_no', 't.subject_no')
    .select((eb) => [
      eb.fn.count<number>('t.subject_no').distinct().as('people'),
      eb.fn.count<number>('p.subject_no').distinct().as('withPhoto'),
    ])
    .executeTakeFirstOrThrow();
  return { people: Number(people), withoutPhoto: Number(people) - Number(withPhoto) };
}

async function hasTemplate(trx: WriteTransaction, subjectNo: number, modelId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('facedesk_templates')
    .select('template_no')
    .where('subject_no', '=', subjectNo)
    .where('model_id', '=', modelId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
