/**
 * Seals what version 0.1 stored in the clear. The migration listed whom that concerns in facedesk_unsealed; each subject is
 * one transaction that also takes it off the list, so this can be cut off at any moment and goes on at the next start.
 */
import type { WriteTransaction, Database } from './schema.js';
import type { Write } from './adopt-key.js';
import type { Sealing, SubjectSeal } from './sealing.js';

/** True where something was sealed, and its plain bytes have to be erased from the files. */
export async function sealUnsealed(db: Database, sealing: Sealing, write: Write): Promise<boolean> {
  const listed = await db.selectFrom('facedesk_unsealed').select('subject_no').execute();
  for (const { subject_no } of listed) await write((trx) => sealSubject(trx, sealing, subject_no));
  return listed.length > 0;
}

async function sealSubject(trx: WriteTransaction, sealing: Sealing, subjectNo: number): Promise<void> {
  const taken = await trx
    .deleteFrom('facedesk_unsealed')
    .where('subject_no', '=', subjectNo)
    .executeTakeFirst();
  if (taken.numDeletedRows === 0n) return; // Another process was first.
  const seal = await sealing.sealFor(trx, subjectNo);
  await sealTemplates(trx, subjectNo, seal);
  await sealPhotos(trx, subjectNo, seal);
}

async function sealTemplates(trx: WriteTransaction, subjectNo: number, seal: SubjectSeal): Promise<void> {
  const rows = await trx
    .selectFrom('facedesk_templates')
    .select(['template_no', 'model_id', 'features'])
    .where('subject_no', '=', subjectNo)
    .execute();
  for (const { template_no, model_id, features } of rows) {
    const sealed = { features: seal('template', model_id, features) };
    await trx.updateTable('facedesk_templates').set(sealed).where('template_no', '=', template_no).execute();
  }
}

async function sealPhotos(trx: WriteTransaction, subjectNo: number, seal: SubjectSeal): Promise<void> {
  const rows = await trx
    .selectFrom('facedesk_photos')
    .select(['photo_no', 'jpeg'])
    .where('subject_no', '=', subjectNo)
    .execute();
  for (const { photo_no, jpeg } of rows) {
    const sealed = { jpeg: seal('photo', '', jpeg) };
    await trx.updateTable('facedesk_photos').set(sealed).where('photo_no', '=', photo_no).execute();
  }
}
