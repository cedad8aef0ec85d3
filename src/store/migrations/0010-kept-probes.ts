/**
 * Faces of visits, where the settings have them kept: each belongs to the event of its verdict and to the person whose id was
 * claimed, and goes with either of the two.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addKeptProbes(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      const table = probes(db, types);
      await executeOnce(tableEnd === undefined ? table : table.modifyEnd(tableEnd), types);
      for (const column of ['subject_no', 'happened_at']) {
        const index = db.schema.createIndex(`facedesk_event_probes_by_${column}`);
        await executeOnce(index.on('facedesk_event_probes').column(column), types);
      }
    },
  };
}

/** References are declared for the table, since MySQL ignores what a column references. */
function probes(db: Untyped, types: ColumnTypes): Declaration {
  return db.schema
    .createTable('facedesk_event_probes')
    .addColumn('event_no', 'integer', (column) => column.primaryKey())
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addColumn('happened_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('jpeg', types.jpeg, (column) => column.notNull())
    .addForeignKeyConstraint(
      'facedesk_event_probes_subject',
      ['subject_no'],
      'facedesk_subjects',
      ['subject_no'],
      (key) => key.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'facedesk_event_probes_event',
      ['event_no'],
      'facedesk_events',
      ['event_no'],
      (key) => key.onDelete('cascade'),
    );
}
