/**
 * The tables of imports that the API was asked for: what was asked and how far it is, the sealed key of its files, and a row
 * for each photo. Rows that name a person go with the person.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addImports(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      for (const declare of [imports, rows, sameFaces]) {
        const table = declare(db, types);
        await executeOnce(tableEnd === undefined ? table : table.modifyEnd(tableEnd), types);
      }
      for (const index of indexes(db)) await executeOnce(index, types);
    },
  };
}

function imports(db: Untyped, types: ColumnTypes): Declaration {
  return numbered(db, types, 'facedesk_imports', 'import_no')
    .addColumn('import_id', 'varchar(16)', (column) => column.notNull().unique())
    .addColumn('mode', 'varchar(8)', (column) => column.notNull())
    .addColumn('disputes', 'varchar(16)', (column) => column.notNull())
    .addColumn('listed', 'integer', (column) => column.notNull())
    .addColumn('caller_key_id', 'varchar(64)')
    .addColumn('state', 'varchar(12)', (column) => column.notNull())
    .addColumn('is_cancelled', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('started_at', 'varchar(24)')
    .addColumn('ended_at', 'varchar(24)')
    .addColumn('seen_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('problem', 'varchar(64)')
    .addColumn('photos', 'integer', (column) => column.notNull())
    .addColumn('done', 'integer', (column) => column.notNull())
    .addColumn('per_minute', 'integer', (column) => column.notNull())
    .addColumn('summary', 'text')
    .addColumn('key_id', 'varchar(32)')
    .addColumn('sealed_key', types.features);
}

function rows(db: Untyped, types: ColumnTypes): Declaration {
  const table = numbered(db, types, 'facedesk_import_rows', 'row_no')
    .addColumn('import_no', 'integer', (column) => column.notNull())
    .addColumn('subject_id', 'text')
    .addColumn('id_key', types.idKey)
    .addColumn('photo', 'text', (column) => column.notNull())
    .addColumn('taken_at', 'varchar(24)')
    .addColumn('verdict', 'varchar(64)', (column) => column.notNull());
  return goesWith(table, 'import_no', 'facedesk_imports', 'facedesk_import_rows_import');
}

/** Who else has the face of a row. */
function sameFaces(db: Untyped, types: ColumnTypes): Declaration {
  const table = numbered(db, types, 'facedesk_import_faces', 'face_no')
    .addColumn('row_no', 'integer', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('id_key', types.idKey, (column) => column.notNull());
  return goesWith(table, 'row_no', 'facedesk_import_rows', 'facedesk_import_faces_row');
}

function indexes(db: Untyped) {
  const index = (name: string, table: string, columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns);
  return [
    index('facedesk_import_rows_by_import', 'facedesk_import_rows', ['import_no', 'row_no']),
    index('facedesk_import_rows_by_verdict', 'facedesk_import_rows', ['import_no', 'verdict', 'row_no']),
    index('facedesk_import_rows_by_id', 'facedesk_import_rows', ['id_key']),
    index('facedesk_import_faces_by_row', 'facedesk_import_faces', ['row_no']),
    index('facedesk_import_faces_by_id', 'facedesk_import_faces', ['id_key']),
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
function goesWith(table: Declaration, column: string, parent: string, constraint: string): Declaration {
  return table.addForeignKeyConstraint(constraint, [column], parent, [column], (key) =>
    key.onDelete('cascade'),
  );
}
