/**
 * Holds the keys of this process against those that the database is sealed with, before anything is read. A database that
 * is sealed with nothing yet takes the key there is, or the one that is made now.
 */
import { EncryptionKeyError, type Keyring } from '../../sealing/index.js';
import type { Database, WriteTransaction } from './schema.js';
import { utcNow } from './utc-seconds.js';

export type Write = <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;

/** @throws EncryptionKeyError where the key is missing, unreadable or another one */
export async function adoptKey(db: Database, keyring: Keyring, write: Write): Promise<void> {
  if ((await keysOf(db)).length === 0) await takeFirstKey(keyring, write);
  else await keyring.reload();
  const { source } = keyring;
  if (keyring.wanted === undefined) {
    throw new EncryptionKeyError(
      `The database is sealed, but its key is missing: there is no ${source.name.replace(/^the /, '')}. Put the copy of the ` +
        'key there. Without it nobody can read the faces in this database.',
    );
  }
  for (const { key_id, state } of await keysOf(db)) {
    if (keyring.find(key_id) !== undefined) continue;
    throw new EncryptionKeyError(
      state === 'current'
        ? `The key in ${source.name} is not the one that the database is sealed with: it is ${shortId(keyring.wanted.id)}, ` +
            `and has to be ${shortId(key_id)}. Put the right one there; the faces cannot be read with another.`
        : `The key of this database is being changed, and ${shortId(key_id)}, the old one, is missing in ${source.name}. Put ` +
            'both there, the new one first, and run "facedesk encryption rotate" to come to an end.',
    );
  }
}

/** As people compare ids of keys. */
export function shortId(keyId: string): string {
  return keyId.slice(0, 8);
}

async function takeFirstKey(keyring: Keyring, write: Write): Promise<void> {
  await keyring.reload();
  if (keyring.wanted === undefined) {
    await keyring.source.makeFirst();
    await keyring.reload();
  }
  const { wanted } = keyring;
  if (wanted === undefined) return;
  await write(async (trx) => {
    // Another process can have been first; whether its key is ours is seen afterwards.
    if ((await keysOf(trx)).length > 0) return;
    const row = { key_id: wanted.id, state: 'current', since: utcNow() } as const;
    await trx.insertInto('facedesk_encryption_keys').values(row).execute();
  });
}

async function keysOf(db: Database) {
  return db.selectFrom('facedesk_encryption_keys').select(['key_id', 'state']).execute();
}
