/** The tables of calibration.ts: what was measured on this gallery, and who is known to look like whom. */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addCalibration(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      for (const declaration of [calibrations(db), lookalikes(db)]) {
        await executeOnce(tableEnd === undefined ? declaration : declaration.modifyEnd(tableEnd), types);
      }
    },
  };
}

function calibrations(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_calibrations')
    .addColumn('model_id', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull());
}

/** One row per pair, the lower number first; it goes with either of the two. */
function lookalikes(db: Untyped): Declaration {
  const declaration = db.schema
    .createTable('facedesk_lookalikes')
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addColumn('other_subject_no', 'integer', (column) => column.notNull())
    .addColumn('margin', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('facedesk_lookalikes_pair', ['subject_no', 'other_subject_no']);
  return (['subject_no', 'other_subject_no'] as const).reduce<Declaration>(
    (table, column) =>
      table.addForeignKeyConstraint(
        `facedesk_lookalikes_${column}`,
        [column],
        'facedesk_subjects',
        ['subject_no'],
        (key) => key.onDelete('cascade'),
      ),
    declaration,
  );
}
