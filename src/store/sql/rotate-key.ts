/**
 * Changes the encryption key while the service runs: the data keys are wrapped anew, the records stay as they are. Each step
 * is one transaction and can be done twice, so a rotation that was cut off goes on where it is called again.
 */
import {
  type EncryptionKey,
  EncryptionKeyError,
  type Keyring,
  openImportKey,
  openWebhookSecret,
  sealImportKey,
  sealWebhookSecret,
  unwrapDataKey,
  wrapDataKey,
} from '../../sealing/index.js';
import { shortId, type Write } from './adopt-key.js';
import type { Database, WriteTransaction } from './schema.js';
import { keyInState } from './sealing.js';
import { utcNow } from './utc-seconds.js';

/** Data keys per transaction, so that enrolments wait some milliseconds at most. */
const batchRows = 200;

export interface RotationParts {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly write: Write;
}

export type OnRewrapped = (done: number, total: number) => void;

/**
 * Makes the key that the source puts first the current one, and the only one. Its id, and how many data keys were wrapped.
 * @throws EncryptionKeyError where the source lacks a key that is needed
 */
export async function rotateKey(
  parts: RotationParts,
  onRewrapped: OnRewrapped,
): Promise<{ keyId: string; rewrapped: number }> {
  const { db, keyring, write } = parts;
  await keyring.reload();
  const wanted = keyring.wanted!;
  let rewrapped = await retire(parts, onRewrapped);
  if ((await keyInState(db, 'current'))!.key_id !== wanted.id) {
    await write((trx) => makeCurrent(trx, wanted.id));
    rewrapped += await retire(parts, onRewrapped);
  }
  return { keyId: wanted.id, rewrapped };
}

/** The state is a unique column, so the database itself allows two keys at most. */
async function makeCurrent(trx: WriteTransaction, keyId: string): Promise<void> {
  if ((await keyInState(trx, 'current'))?.key_id === keyId) return;
  await trx
    .updateTable('facedesk_encryption_keys')
    .set({ state: 'retiring' })
    .where('state', '=', 'current')
    .execute();
  const row = { key_id: keyId, state: 'current', since: utcNow() } as const;
  await trx.insertInto('facedesk_encryption_keys').values(row).execute();
}

/** Wraps everything that is wrapped under the retiring key under the current one, and ends the former. */
async function retire({ db, keyring, write }: RotationParts, onRewrapped: OnRewrapped): Promise<number> {
  const old = await keyInState(db, 'retiring');
  if (old === undefined) return 0;
  const current = (await keyInState(db, 'current'))!;
  for (const { key_id } of [old, current]) {
    if (keyring.find(key_id) !== undefined) continue;
    throw new EncryptionKeyError(
      `An earlier change of the key is not finished, and ${shortId(key_id)} is missing in ${keyring.source.name}. ` +
        'Put back both keys of then, and run this again.',
    );
  }
  const total = await countWrapped(db, old.key_id);
  let done = 0;
  for (;;) {
    const wrapped = await write((trx) => rewrapSome(trx, keyring, { from: old.key_id, to: current.key_id }));
    if (wrapped === 0) return done;
    done += wrapped;
    onRewrapped(done, total);
  }
}

/** 0 where nothing was left, and the old key is gone from the database. */
async function rewrapSome(
  trx: WriteTransaction,
  keyring: Keyring,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const [oldKey, newKey] = [await keyring.get(from), await keyring.get(to)];
  const rows = await trx
    .selectFrom('facedesk_keys')
    .select(['subject_no', 'wrapped_key'])
    .where('key_id', '=', from)
    .orderBy('subject_no')
    .limit(batchRows)
    .execute();
  for (const { subject_no, wrapped_key } of rows) {
    const dataKey = unwrapDataKey(oldKey, subject_no, wrapped_key);
    // What is damaged stays damaged under any key, and must not keep the old one in use for ever.
    const rewrapped = dataKey === null ? wrapped_key : wrapDataKey(newKey, subject_no, dataKey);
    await trx
      .updateTable('facedesk_keys')
      .set({ key_id: to, wrapped_key: rewrapped })
      .where('subject_no', '=', subject_no)
      .execute();
  }
  if (rows.length === 0) await resealWebhookSecrets(trx, oldKey, newKey);
  if (rows.length === 0) await resealImportKeys(trx, oldKey, newKey);
  if (rows.length === 0)
    await trx.deleteFrom('facedesk_encryption_keys').where('key_id', '=', from).execute();
  return rows.length;
}

/** In the transaction that ends the old key. They are few, and small. */
async function resealWebhookSecrets(
  trx: WriteTransaction,
  oldKey: EncryptionKey,
  newKey: EncryptionKey,
): Promise<void> {
  const rows = await trx
    .selectFrom('facedesk_webhook_secrets as s')
    .innerJoin('facedesk_webhooks as w', 'w.webhook_no', 's.webhook_no')
    .select(['s.secret_no', 's.sealed', 'w.webhook_id'])
    .where('s.key_id', '=', oldKey.id)
    .execute();
  for (const { secret_no, sealed, webhook_id } of rows) {
    const secret = openWebhookSecret(oldKey, webhook_id, sealed);
    const resealed = secret === null ? sealed : sealWebhookSecret(newKey, webhook_id, secret);
    await trx
      .updateTable('facedesk_webhook_secrets')
      .set({ key_id: newKey.id, sealed: resealed })
      .where('secret_no', '=', secret_no)
      .execute();
  }
}

/** Likewise: of imports that have not ended. */
async function resealImportKeys(
  trx: WriteTransaction,
  oldKey: EncryptionKey,
  newKey: EncryptionKey,
): Promise<void> {
  const rows = await trx
    .selectFrom('facedesk_imports')
    .select(['import_id', 'sealed_key'])
    .where('key_id', '=', oldKey.id)
    .execute();
  for (const { import_id, sealed_key } of rows) {
    const dataKey = sealed_key && openImportKey(oldKey, import_id, sealed_key);
    const resealed = dataKey === null ? sealed_key : sealImportKey(newKey, import_id, dataKey);
    await trx
      .updateTable('facedesk_imports')
      .set({ key_id: newKey.id, sealed_key: resealed })
      .where('import_id', '=', import_id)
      .execute();
  }
}

export async function countWrapped(db: Database, keyId: string): Promise<number> {
  const { n } = await db
    .selectFrom('facedesk_keys')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('key_id', '=', keyId)
    .executeTakeFirstOrThrow();
  return Number(n);
}
