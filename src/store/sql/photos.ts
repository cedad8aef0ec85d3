/** The queries on the enrolled photos of people: a photo is known by the number of its template under the model at work. */
import type { KeptPhoto } from '../../domain/face.js';
import type { PhotoStore } from '../index.js';
import type { ChangeLog } from './change-log.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';
import { findSubjectByNo } from './subjects.js';
import { insertPhotos } from './templates.js';
import { toWireTime, utcNow } from './utc-seconds.js';

export interface PhotoStoreParts {
  readonly db: Database;
  readonly sealing: Sealing;
  readonly changeLog: Pick<ChangeLog, 'append'>;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
  /** For what takes records away, whose bytes must not be left in the files. */
  readonly writeAndErase: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}

export function createPhotoStore(parts: PhotoStoreParts): PhotoStore {
  const { db, sealing, changeLog, run, write, writeAndErase } = parts;
  return {
    list: (subjectNo, modelId) =>
      run(async () => {
        const rows = await livingPhotos(db, subjectNo).where('t.model_id', '=', modelId).execute();
        return rows.map((row) => ({
          photoNo: row.template_no,
          quality: row.quality,
          kept: row.kind ?? 'none',
          createdAt: toWireTime(row.created_at),
          ...(row.source !== null && {
            from: { source: row.source, ...(row.key_id !== null && { keyId: row.key_id }) },
          }),
        }));
      }),
    read: (subjectNo, photoNo) => run(() => readPhoto(db, sealing, { subjectNo, photoNo })),
    add: (subjectNo, added, most) =>
      run(() =>
        write(async (trx) => {
          const subject = await findSubjectByNo(trx, subjectNo);
          if (subject === null || subject.templateCount === 0) return 'subject gone';
          const there = await livingPhotos(trx, subjectNo).where('t.model_id', '=', added.modelId).execute();
          if (there.length + added.photos.length > most) return 'too many';
          const seal = await sealing.sealFor(trx, subjectNo);
          const photoNos = await insertPhotos(trx, subject, added, { now: utcNow(), seal });
          await changeLog.append(trx, subjectNo);
          return photoNos;
        }),
      ),
    remove: (subjectNo, photoNo) =>
      run(() =>
        writeAndErase(async (trx) => {
          const removed = await removePhoto(trx, subjectNo, photoNo);
          if (removed === 'removed') await changeLog.append(trx, subjectNo);
          return removed;
        }),
      ),
  };
}

function livingPhotos(db: Database, subjectNo: number) {
  return db
    .selectFrom('facedesk_templates as t')
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('facedesk_photos as p', 'p.photo_no', 't.photo_no')
    .select(['t.template_no', 't.quality', 't.created_at', 't.photo_no', 't.model_id', 'p.kind'])
    .select(['t.source', 't.key_id'])
    .where('t.subject_no', '=', subjectNo)
    .where('t.origin', '=', 'enrolled')
    .orderBy('t.template_no');
}

interface PhotoKey {
  readonly subjectNo: number;
  readonly photoNo: number;
}

async function readPhoto(
  db: Database,
  sealing: Sealing,
  { subjectNo, photoNo }: PhotoKey,
): Promise<KeptPhoto | null> {
  const rows = await livingPhotos(db, subjectNo)
    .leftJoin('facedesk_keys as k', 'k.subject_no', 't.subject_no')
    .clearSelect()
    .select(['t.subject_no', 't.photo_no', 'p.kind', 'p.jpeg', 'k.key_id', 'k.wrapped_key'])
    .where('t.template_no', '=', photoNo)
    .execute();
  const kept = rows.flatMap(({ jpeg, kind, ...row }) => (jpeg && kind ? [{ ...row, jpeg, kind }] : []));
  const [opened] = await sealing.open(kept, (row) => ({
    recordNo: row.photo_no!,
    kind: 'photo',
    madeFor: '',
    sealed: row.jpeg,
  }));
  return opened === undefined ? null : { kind: opened.row.kind, jpeg: opened.plain };
}

async function removePhoto(trx: WriteTransaction, subjectNo: number, photoNo: number) {
  const photo = await livingPhotos(trx, subjectNo).where('t.template_no', '=', photoNo).executeTakeFirst();
  if (photo === undefined) return 'unknown';
  const all = await livingPhotos(trx, subjectNo).where('t.model_id', '=', photo.model_id).execute();
  if (all.length === 1) return 'last photo';
  const own = trx.deleteFrom('facedesk_templates').where('subject_no', '=', subjectNo);
  await own.where('origin', '!=', 'enrolled').execute();
  if (photo.photo_no === null) {
    await own.where('template_no', '=', photoNo).execute();
  } else {
    await own.where('photo_no', '=', photo.photo_no).execute();
    await trx.deleteFrom('facedesk_photos').where('photo_no', '=', photo.photo_no).execute();
  }
  return 'removed';
}
