/** The queries on API keys. Which of them count, and what they allow, is decided by whoever reads them. */
import type { Role, Scope } from '../../domain/access.js';
import type { ApiKeyRecord, ApiKeyStore, NewApiKey } from '../access-store.js';
import type { Database, WriteTransaction } from './schema.js';
import { fromWireTime, toWireTime, utcNow } from './utc-seconds.js';

export interface ApiKeyStoreParts {
  readonly db: Database;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}

export function createApiKeyStore({ db, run, write }: ApiKeyStoreParts): ApiKeyStore {
  return {
    list: () => run(() => listKeys(db)),
    add: (key, digest) => run(() => write((trx) => addKey(trx, key, digest))),
    rotate: (keyId, digest, earlierUntil) =>
      run(() =>
        write(async (trx) => {
          if (!(await isValid(trx, keyId))) return false;
          await trx
            .deleteFrom('facedesk_api_key_secrets')
            .where('key_id', '=', keyId)
            .where('expires_at', 'is not', null)
            .execute();
          await trx
            .updateTable('facedesk_api_key_secrets')
            .set({ expires_at: fromWireTime(earlierUntil) })
            .where('key_id', '=', keyId)
            .execute();
          await addSecret(trx, keyId, digest);
          return true;
        }),
      ),
    revoke: (keyId) =>
      run(() =>
        write(async (trx) => {
          if (!(await isValid(trx, keyId))) return false;
          await trx.deleteFrom('facedesk_api_key_secrets').where('key_id', '=', keyId).execute();
          await trx
            .updateTable('facedesk_api_keys')
            .set({ revoked_at: utcNow() })
            .where('key_id', '=', keyId)
            .execute();
          return true;
        }),
      ),
  };
}

async function addKey(trx: WriteTransaction, key: NewApiKey, digest: string): Promise<void> {
  await trx
    .insertInto('facedesk_api_keys')
    .values({
      key_id: key.keyId,
      name: key.name,
      role: key.role,
      scopes: JSON.stringify(key.scopes),
      addresses: JSON.stringify(key.addresses),
      rate_per_minute: key.ratePerMinute,
      created_at: utcNow(),
      expires_at: key.expiresAt === null ? null : fromWireTime(key.expiresAt),
      revoked_at: null,
    })
    .execute();
  await addSecret(trx, key.keyId, digest);
}

async function addSecret(trx: WriteTransaction, keyId: string, digest: string): Promise<void> {
  await trx
    .insertInto('facedesk_api_key_secrets')
    .values({ digest, key_id: keyId, created_at: utcNow(), expires_at: null })
    .execute();
}

async function isValid(trx: WriteTransaction, keyId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('facedesk_api_keys')
    .select('revoked_at')
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  return row !== undefined && row.revoked_at === null;
}

async function listKeys(db: Database): Promise<ApiKeyRecord[]> {
  const keys = await db
    .selectFrom('facedesk_api_keys')
    .selectAll()
    .orderBy('created_at')
    .orderBy('key_id')
    .execute();
  const secrets = await db.selectFrom('facedesk_api_key_secrets').selectAll().execute();
  const secretsOf = new Map<string, ApiKeyRecord['secrets'][number][]>();
  for (const { key_id, digest, expires_at } of secrets) {
    const ofKey = secretsOf.get(key_id) ?? [];
    secretsOf.set(key_id, [...ofKey, { digest, expiresAt: wireTimeOrNull(expires_at) }]);
  }
  return keys.map((row) => ({
    keyId: row.key_id,
    name: row.name,
    role: row.role as Role,
    scopes: JSON.parse(row.scopes) as Scope[],
    addresses: JSON.parse(row.addresses) as string[],
    ratePerMinute: row.rate_per_minute,
    createdAt: toWireTime(row.created_at),
    expiresAt: wireTimeOrNull(row.expires_at),
    revokedAt: wireTimeOrNull(row.revoked_at),
    secrets: secretsOf.get(row.key_id) ?? [],
  }));
}

function wireTimeOrNull(utcSeconds: string | null): string | null {
  return utcSeconds === null ? null : toWireTime(utcSeconds);
}
