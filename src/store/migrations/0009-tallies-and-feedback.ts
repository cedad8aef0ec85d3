/**
 * What happened, added up by the quarter of an hour with nothing in it of who it was, and what people said of a verdict
 * afterwards, which goes with the person that it is about.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addTalliesAndFeedback(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      for (const table of [tallies(db), feedback(db)])
        await executeOnce(tableEnd === undefined ? table : table.modifyEnd(tableEnd), types);
      const bySubject = db.schema
        .createIndex('facedesk_event_feedback_by_subject')
        .on('facedesk_event_feedback')
        .columns(['subject_no']);
      await executeOnce(bySubject, types);
    },
  };
}

/** Sums of a quarter of an hour. */
function tallies(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_tallies')
    .addColumn('start_minute', 'integer', (column) => column.notNull())
    .addColumn('key_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('facedesk_tallies_key', ['start_minute', 'key_id']);
}

/** References are declared for the table, since MySQL ignores what a column references. */
function feedback(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_event_feedback')
    .addColumn('event_no', 'integer', (column) => column.primaryKey())
    .addColumn('subject_no', 'integer')
    .addColumn('is_correct', 'integer', (column) => column.notNull())
    .addColumn('note', 'varchar(200)')
    .addColumn('key_id', 'varchar(64)')
    .addColumn('given_at', 'varchar(24)', (column) => column.notNull())
    .addForeignKeyConstraint(
      'facedesk_event_feedback_subject',
      ['subject_no'],
      'facedesk_subjects',
      ['subject_no'],
      (key) => key.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'facedesk_event_feedback_event',
      ['event_no'],
      'facedesk_events',
      ['event_no'],
      (key) => key.onDelete('cascade'),
    );
}
