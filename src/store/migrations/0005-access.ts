/**
 * The tables of who may call the service and who tried in vain: API keys with their secrets, of which only digests are
 * kept, and failed attempts by claimed id and origin.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addAccess(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      for (const declaration of [apiKeys(db), secrets(db), attempts(db)]) {
        const { tableEnd } = types;
        await executeOnce(tableEnd === undefined ? declaration : declaration.modifyEnd(tableEnd), types);
      }
      const byAge = db.schema
        .createIndex('facedesk_attempts_by_age')
        .on('facedesk_attempts')
        .column('last_at');
      await executeOnce(byAge, types);
    },
  };
}

function apiKeys(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_api_keys')
    .addColumn('key_id', 'varchar(16)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(100)', (column) => column.notNull())
    .addColumn('role', 'varchar(16)', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('addresses', 'text', (column) => column.notNull())
    .addColumn('rate_per_minute', 'integer')
    .addColumn('created_at', 'varchar(19)', (column) => column.notNull())
    .addColumn('expires_at', 'varchar(19)')
    .addColumn('revoked_at', 'varchar(19)');
}

function secrets(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_api_key_secrets')
    .addColumn('digest', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('key_id', 'varchar(16)', (column) => column.notNull())
    .addColumn('created_at', 'varchar(19)', (column) => column.notNull())
    .addColumn('expires_at', 'varchar(19)')
    .addForeignKeyConstraint(
      'facedesk_api_key_secrets_key',
      ['key_id'],
      'facedesk_api_keys',
      ['key_id'],
      (key) => key.onDelete('cascade'),
    );
}

function attempts(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_attempts')
    .addColumn('claim', 'varchar(64)', (column) => column.notNull())
    .addColumn('origin', 'varchar(64)', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'varchar(19)', (column) => column.notNull())
    .addColumn('paused_until', 'varchar(19)')
    .addColumn('locked_at', 'varchar(19)')
    .addPrimaryKeyConstraint('facedesk_attempts_claim', ['claim', 'origin']);
}
