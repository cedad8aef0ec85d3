/**
 * The tables of sealed records: which encryption key is in use, and each subject's data key under it. A migration has no
 * key, so it only lists whose records are not sealed yet; sql/seal-unsealed.ts seals them when the store is opened.
 */
import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addSealedRecords(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      for (const declaration of [encryptionKeys(db), dataKeys(db, types), unsealed(db)]) {
        const { tableEnd } = types;
        await executeOnce(tableEnd === undefined ? declaration : declaration.modifyEnd(tableEnd), types);
      }
      const keysById = db.schema.createIndex('facedesk_keys_by_key').on('facedesk_keys').column('key_id');
      await executeOnce(keysById, types);
      await listUnsealed(db);
    },
  };
}

function encryptionKeys(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_encryption_keys')
    .addColumn('key_id', 'varchar(32)', (column) => column.primaryKey())
    .addColumn('state', 'varchar(8)', (column) => column.notNull().unique())
    .addColumn('since', 'varchar(19)', (column) => column.notNull());
}

/** An encryption key that something is wrapped under cannot be taken out of its table. */
function dataKeys(db: Untyped, types: ColumnTypes): Declaration {
  return ofSubject(db.schema.createTable('facedesk_keys'), 'facedesk_keys_subject')
    .addColumn('key_id', 'varchar(32)', (column) => column.notNull())
    .addColumn('wrapped_key', types.features, (column) => column.notNull())
    .addForeignKeyConstraint('facedesk_keys_key', ['key_id'], 'facedesk_encryption_keys', ['key_id']);
}

function unsealed(db: Untyped): Declaration {
  return ofSubject(db.schema.createTable('facedesk_unsealed'), 'facedesk_unsealed_subject');
}

/** One row per subject, that goes with it. */
function ofSubject(declaration: Declaration, constraint: string): Declaration {
  return declaration
    .addColumn('subject_no', 'integer', (column) => column.primaryKey())
    .addForeignKeyConstraint(constraint, ['subject_no'], 'facedesk_subjects', ['subject_no'], (key) =>
      key.onDelete('cascade'),
    );
}

async function listUnsealed(db: Untyped): Promise<void> {
  await sql`INSERT INTO facedesk_unsealed (subject_no)
    SELECT s.subject_no FROM facedesk_subjects s
    WHERE (EXISTS (SELECT 1 FROM facedesk_templates t WHERE t.subject_no = s.subject_no)
      OR EXISTS (SELECT 1 FROM facedesk_photos p WHERE p.subject_no = s.subject_no))
      AND NOT EXISTS (SELECT 1 FROM facedesk_unsealed u WHERE u.subject_no = s.subject_no)`.execute(db);
}
