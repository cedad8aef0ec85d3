/** The queries on templates that come from verifications: those that count, and those that wait for somebody to look. */
import type { NewRefresh, RefreshStore, StoredRefresh } from '../index.js';
import { featuresToBytes } from './feature-bytes.js';
import type { PhotoStoreParts } from './photos.js';
import type { Database, WriteTransaction } from './schema.js';
import { findSubjectByNo } from './subjects.js';
import { insertTemplate } from './templates.js';
import { fromWireTime, toWireTime, utcNow } from './utc-seconds.js';

type RefreshRow = Awaited<ReturnType<ReturnType<typeof refreshes>['execute']>>[number];

export function createRefreshStore(parts: PhotoStoreParts): RefreshStore {
  const { db, sealing, changeLog, run, write, writeAndErase } = parts;
  return {
    add: (refresh, { most, notAfter }) =>
      run(() =>
        write(async (trx) => {
          if (!(await isStillGood(trx, refresh, notAfter))) return null;
          const { subjectNo, modelId, features, state, quality, score, requestId } = refresh;
          const seal = await sealing.sealFor(trx, subjectNo);
          const refreshNo = await insertTemplate(trx, refresh, {
            model_id: modelId,
            features: seal('template', modelId, featuresToBytes(features)),
            created_at: utcNow(),
            origin: state,
            quality,
            score,
            request_id: requestId ?? null,
          });
          await keepNewest(trx, { subjectNo, modelId, state }, most);
          if (state === 'refreshed') await changeLog.append(trx, subjectNo);
          return refreshNo;
        }),
      ),
    list: (subjectNo) =>
      run(async () => {
        const rows =
          subjectNo === undefined ? refreshes(db) : refreshes(db).where('t.subject_no', '=', subjectNo);
        return (await rows.execute()).map(toRefresh);
      }),
    confirm: (refreshNo, most) =>
      run(() =>
        writeAndErase(async (trx) => {
          const row = await refreshes(trx).where('t.template_no', '=', refreshNo).executeTakeFirst();
          if (row?.origin !== 'proposed') return false;
          const counts = trx.updateTable('facedesk_templates').set({ origin: 'refreshed' });
          await counts.where('template_no', '=', refreshNo).execute();
          const { subjectNo, modelId } = toRefresh(row);
          await keepNewest(trx, { subjectNo, modelId, state: 'refreshed' }, most);
          await changeLog.append(trx, subjectNo);
          return true;
        }),
      ),
    remove: (refreshNo) =>
      run(() =>
        writeAndErase(async (trx) => {
          const row = await refreshes(trx).where('t.template_no', '=', refreshNo).executeTakeFirst();
          if (row === undefined) return false;
          await trx.deleteFrom('facedesk_templates').where('template_no', '=', refreshNo).execute();
          await changeLog.append(trx, row.subject_no);
          return true;
        }),
      ),
  };
}

function refreshes(db: Database) {
  return db
    .selectFrom('facedesk_templates as t')
    .innerJoin('facedesk_subjects as s', 's.subject_no', 't.subject_no')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['t.template_no', 't.subject_no', 't.model_id', 't.created_at', 't.origin', 't.quality'])
    .select(['t.score', 't.request_id'])
    .where('t.origin', '!=', 'enrolled')
    .orderBy('t.template_no');
}

function toRefresh(row: RefreshRow): StoredRefresh {
  return {
    refreshNo: row.template_no,
    subjectNo: row.subject_no,
    modelId: row.model_id,
    createdAt: toWireTime(row.created_at),
    state: row.origin === 'proposed' ? 'proposed' : 'refreshed',
    quality: row.quality!,
    score: row.score!,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
  };
}

/** The person may have been deleted, or their photos exchanged, since the verification. */
async function isStillGood(
  trx: WriteTransaction,
  { subjectNo, modelId, measuredAgainst }: NewRefresh,
  notAfter: string,
): Promise<boolean> {
  if ((await findSubjectByNo(trx, subjectNo)) === null) return false;
  const own = await trx
    .selectFrom('facedesk_templates')
    .select(['template_no', 'origin', 'created_at'])
    .where('subject_no', '=', subjectNo)
    .where('model_id', '=', modelId)
    .execute();
  const enrolled = own.filter(({ origin }) => origin === 'enrolled').map((row) => row.template_no);
  const isSame =
    enrolled.length === measuredAgainst.length && enrolled.every((no) => measuredAgainst.includes(no));
  const limit = fromWireTime(notAfter);
  return isSame && own.every(({ origin, created_at }) => origin === 'enrolled' || created_at <= limit);
}

async function keepNewest(
  trx: WriteTransaction,
  { subjectNo, modelId, state }: Pick<NewRefresh, 'subjectNo' | 'modelId' | 'state'>,
  most: number,
): Promise<void> {
  const rows = await refreshes(trx)
    .where('t.subject_no', '=', subjectNo)
    .where('t.model_id', '=', modelId)
    .where('t.origin', '=', state)
    .execute();
  const tooOld = rows.slice(0, Math.max(0, rows.length - most)).map((row) => row.template_no);
  if (tooOld.length === 0) return;
  await trx.deleteFrom('facedesk_templates').where('template_no', 'in', tooOld).execute();
}
