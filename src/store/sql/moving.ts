/** The queries behind moving to another database: everything kept of every subject, read as it is and written as it was. */
import { setImmediate } from 'node:timers/promises';
import type { DisplayId } from '../../domain/subject-id.js';
import type { RefreshedRecord, Subject, SubjectRecord } from '../index.js';
import { bytesToFeatures, featuresToBytes } from './feature-bytes.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing, SubjectSeal } from './sealing.js';
import { listSubjects } from './subjects.js';
import { insertKept, insertTemplate } from './templates.js';
import { fromWireTime, toWireTime } from './utc-seconds.js';

/** Oldest first, one subject in memory at a time. Someone deleted meanwhile is left out. */
export async function* listRecords(db: Database, sealing: Sealing): AsyncGenerator<SubjectRecord> {
  for await (const { subject_no, user_id, registered_at } of listSubjects(db)) {
    const photos = await photosOf(db, subject_no, sealing);
    const templates = await templatesOf(db, subject_no, sealing);
    const refreshed = templates.filter(({ row }) => row.origin === 'refreshed').map(toRefreshed);
    const record = {
      id: user_id as DisplayId,
      timestamp: toWireTime(registered_at),
      templates: templates
        .filter(({ row }) => row.origin === 'enrolled')
        .map((template) => toTemplate(template, photos)),
      ...(refreshed.length === 0 ? {} : { refreshed }),
      photos: photos.map(({ photo }) => photo),
    };
    yield record;
    await setImmediate(); // Photos are large, and a synchronous driver would keep every other request waiting.
  }
}

async function templatesOf(db: Database, subjectNo: number, sealing: Sealing) {
  const rows = await db
    .selectFrom('facedesk_templates as t')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.features', 't.created_at'])
    .select(['t.origin', 't.quality', 't.photo_no', 't.score', 't.request_id', 'k.key_id', 'k.wrapped_key'])
    .where('t.subject_no', '=', subjectNo)
    .orderBy('t.template_no')
    .execute();
  return sealing.open(rows, (row) => ({
    recordNo: row.template_no,
    kind: 'template',
    madeFor: row.model_id,
    sealed: row.features,
  }));
}

type OpenedTemplate = Awaited<ReturnType<typeof templatesOf>>[number];
type OpenedPhoto = Awaited<ReturnType<typeof photosOf>>[number];

function toTemplate(
  { row, plain }: OpenedTemplate,
  photos: readonly OpenedPhoto[],
): SubjectRecord['templates'][number] {
  const photo = photos.findIndex(({ photoNo }) => photoNo === row.photo_no);
  return {
    modelId: row.model_id,
    features: bytesToFeatures(plain),
    createdAt: toWireTime(row.created_at),
    ...(row.quality === null ? {} : { quality: row.quality }),
    ...(photo === -1 ? {} : { photo }),
  };
}

function toRefreshed({ row, plain }: OpenedTemplate): RefreshedRecord {
  return {
    modelId: row.model_id,
    features: bytesToFeatures(plain),
    createdAt: toWireTime(row.created_at),
    quality: row.quality!,
    score: row.score!,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
  };
}

async function photosOf(db: Database, subjectNo: number, sealing: Sealing) {
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
    madeFor: '',
    sealed: row.jpeg,
  }));
  return opened.map(({ row, plain }) => ({
    photoNo: row.photo_no,
    photo: {
      fileName: row.file_name,
      kind: row.kind,
      jpeg: plain,
      createdAt: toWireTime(row.created_at),
    },
  }));
}

/** A record of before templates knew their photos is of a person with one photo, from which all templates were made. */
function isOfOnePhoto({ templates, photos }: SubjectRecord): boolean {
  const models = new Set(templates.map(({ modelId }) => modelId));
  const isLinked = templates.some(({ photo }) => photo !== undefined);
  return photos.length === 1 && models.size === templates.length && !isLinked;
}

/** Writes what a record holds beside the row of `users`. */
export async function insertRecord(
  trx: WriteTransaction,
  { subjectNo }: Subject,
  record: SubjectRecord,
  seal: SubjectSeal,
): Promise<void> {
  const photoNos: number[] = [];
  for (const { fileName, kind, jpeg, createdAt } of record.photos) {
    const own = { subject_no: subjectNo, created_at: fromWireTime(createdAt) };
    photoNos.push(
      await insertKept(trx, { ...own, file_name: fileName, kind, jpeg: seal('photo', '', jpeg) }),
    );
  }
  const sealed = ({ modelId, features, createdAt }: Omit<RefreshedRecord, 'quality' | 'score'>) => ({
    model_id: modelId,
    features: seal('template', modelId, featuresToBytes(features)),
    created_at: fromWireTime(createdAt),
  });
  const onlyPhoto = isOfOnePhoto(record) ? 0 : undefined;
  for (const { quality = null, photo = onlyPhoto, source = null, ...template } of record.templates) {
    const photo_no = photo === undefined ? null : (photoNos[photo] ?? null);
    await insertTemplate(trx, { subjectNo }, { ...sealed(template), quality, photo_no, source });
  }
  for (const { quality, score, requestId = null, ...template } of record.refreshed ?? []) {
    const origin = { origin: 'refreshed', quality, score, request_id: requestId } as const;
    await insertTemplate(trx, { subjectNo }, { ...sealed(template), ...origin });
  }
}
