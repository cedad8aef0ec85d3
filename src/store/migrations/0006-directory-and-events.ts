/**
 * What /v1 keeps beside people's faces: their metadata and groups, what happened, and the answers to requests that may be
 * sent twice. What is about a person goes with them, whoever deletes them: the database sees to it.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addDirectoryAndEvents(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      const tables = [metadata, metadataValues, groups, groupMembers, events, receipts, idempotentAnswers];
      for (const declare of tables) {
        const table = declare(db, types);
        await executeOnce(tableEnd === undefined ? table : table.modifyEnd(tableEnd), types);
      }
      for (const index of indexes(db)) await executeOnce(index, types);
    },
  };
}

/** One document per person. */
function metadata(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_metadata')
    .addColumn('subject_no', 'integer', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull());
  return goesWithSubject(table, 'facedesk_metadata_subject');
}

/** The members of those documents that can be searched for. */
function metadataValues(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_metadata_values')
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('value', 'varchar(255)', (column) => column.notNull())
    .addPrimaryKeyConstraint('facedesk_metadata_values_key', ['subject_no', 'name']);
  return goesWithSubject(table, 'facedesk_metadata_values_subject');
}

function groups(db: Untyped, types: ColumnTypes): Declaration {
  return numbered(db, types, 'facedesk_groups', 'group_no')
    .addColumn('group_id', 'varchar(64)', (column) => column.notNull().unique())
    .addColumn('description', 'varchar(255)', (column) => column.notNull())
    .addColumn('created_at', 'varchar(19)', (column) => column.notNull());
}

function groupMembers(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_group_members')
    .addColumn('group_no', 'integer', (column) => column.notNull())
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('facedesk_group_members_key', ['group_no', 'subject_no'])
    .addForeignKeyConstraint(
      'facedesk_group_members_group',
      ['group_no'],
      'facedesk_groups',
      ['group_no'],
      (key) => key.onDelete('cascade'),
    );
  return goesWithSubject(table, 'facedesk_group_members_subject');
}

/** Stay when a person goes, without saying any more who it was. */
function events(db: Untyped, types: ColumnTypes): Declaration {
  return numbered(db, types, 'facedesk_events', 'event_no')
    .addColumn('happened_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('kind', 'varchar(40)', (column) => column.notNull())
    .addColumn('outcome', 'varchar(16)')
    .addColumn('reason', 'varchar(40)')
    .addColumn('key_id', 'varchar(64)')
    .addColumn('request_id', 'varchar(64)')
    .addColumn('subject_no', 'integer')
    .addForeignKeyConstraint(
      'facedesk_events_subject',
      ['subject_no'],
      'facedesk_subjects',
      ['subject_no'],
      (key) => key.onDelete('set null'),
    );
}

/** Scores against a person's photos say something about that person, so they go with them. */
function receipts(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_event_receipts')
    .addColumn('event_no', 'integer', (column) => column.primaryKey())
    .addColumn('subject_no', 'integer')
    .addColumn('document', 'text', (column) => column.notNull())
    .addForeignKeyConstraint(
      'facedesk_event_receipts_event',
      ['event_no'],
      'facedesk_events',
      ['event_no'],
      (key) => key.onDelete('cascade'),
    );
  return goesWithSubject(table, 'facedesk_event_receipts_subject');
}

/** Under a digest of who asked and the key they chose: a digest of what they asked, and the answer once there is one. */
function idempotentAnswers(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_idempotent_answers')
    .addColumn('key_digest', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('request_digest', 'varchar(64)', (column) => column.notNull())
    .addColumn('claimed_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('subject_no', 'integer')
    .addColumn('answer', 'text');
  return goesWithSubject(table, 'facedesk_idempotent_answers_subject');
}

function indexes(db: Untyped) {
  const index = (name: string, table: string, columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns);
  return [
    index('facedesk_metadata_by_value', 'facedesk_metadata_values', ['name', 'value', 'subject_no']),
    index('facedesk_group_members_by_subject', 'facedesk_group_members', ['subject_no']),
    index('facedesk_events_by_time', 'facedesk_events', ['happened_at']),
    index('facedesk_events_by_subject', 'facedesk_events', ['subject_no', 'event_no']),
    index('facedesk_events_by_kind', 'facedesk_events', ['kind', 'event_no']),
    index('facedesk_events_by_outcome', 'facedesk_events', ['outcome', 'event_no']),
    index('facedesk_event_receipts_by_subject', 'facedesk_event_receipts', ['subject_no']),
    index('facedesk_idempotent_by_time', 'facedesk_idempotent_answers', ['claimed_at']),
    index('facedesk_idempotent_by_subject', 'facedesk_idempotent_answers', ['subject_no']),
  ];
}

function numbered(db: Untyped, types: ColumnTypes, name: string, numberColumn: string): Declaration {
  const { type, autoIncrement } = types.rowNumber;
  return db.schema.createTable(name).addColumn(numberColumn, type, (column) => {
    const key = column.primaryKey();
    return autoIncrement ? key.autoIncrement() : key;
  });
}

/** Declared for the table, since MySQL ignores what a column references. */
function goesWithSubject(table: Declaration, constraint: string): Declaration {
  return table.addForeignKeyConstraint(
    constraint,
    ['subject_no'],
    'facedesk_subjects',
    ['subject_no'],
    (key) => key.onDelete('cascade'),
  );
}
