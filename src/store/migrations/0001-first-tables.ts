/**
 * The library's table `users`, created only where it is not there yet and never altered, and facedesk's own tables beside
 * it. What they hold is said in sql/schema.ts.
 */
import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function createFirstTables(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      await sql`CREATE TABLE IF NOT EXISTS users (id ${types.usersId} PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)`.execute(
        db,
      );
      for (const declare of [subjects, templates, photos, changes]) {
        for (const statement of declare(db, types)) await executeOnce(statement, types);
      }
    },
  };
}

/** Where a migration is not one transaction, what it made before it was cut off is there when it runs again. */
export async function executeOnce(
  statement: { execute(): Promise<void> },
  types: ColumnTypes,
): Promise<void> {
  try {
    await statement.execute();
  } catch (error) {
    if (types.isThereAlready?.(error) !== true) throw error;
  }
}

function table(db: Untyped, types: ColumnTypes, name: string, numberColumn: string): Declaration {
  const { type, autoIncrement } = types.rowNumber;
  const declaration = db.schema.createTable(name).addColumn(numberColumn, type, (column) => {
    const key = column.primaryKey();
    return autoIncrement ? key.autoIncrement() : key;
  });
  return types.tableEnd === undefined ? declaration : declaration.modifyEnd(types.tableEnd);
}

/** The subject that a row belongs to, and goes with. Declared for the table, since MySQL ignores what a column references. */
function withSubject(declaration: Declaration, constraint: string): Declaration {
  return declaration
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addForeignKeyConstraint(constraint, ['subject_no'], 'facedesk_subjects', ['subject_no'], (key) =>
      key.onDelete('cascade'),
    );
}

function subjects(db: Untyped, types: ColumnTypes) {
  return [
    table(db, types, 'facedesk_subjects', 'subject_no')
      .addColumn('user_id', types.userId, (column) => column.notNull().unique())
      .addColumn('id_key', types.idKey, (column) => column.notNull().unique())
      .addColumn('registered_at', 'varchar(19)', (column) => column.notNull()),
    index(db, 'facedesk_subjects_by_age', 'facedesk_subjects', ['registered_at', 'subject_no']),
  ];
}

function templates(db: Untyped, types: ColumnTypes) {
  return [
    withSubject(table(db, types, 'facedesk_templates', 'template_no'), 'facedesk_templates_subject')
      .addColumn('model_id', 'varchar(255)', (column) => column.notNull())
      .addColumn('features', types.features, (column) => column.notNull())
      .addColumn('created_at', 'varchar(19)', (column) => column.notNull()),
    index(db, 'facedesk_templates_by_model', 'facedesk_templates', ['model_id', 'template_no']),
    index(db, 'facedesk_templates_by_subject', 'facedesk_templates', ['subject_no']),
  ];
}

function photos(db: Untyped, types: ColumnTypes) {
  return [
    withSubject(table(db, types, 'facedesk_photos', 'photo_no'), 'facedesk_photos_subject')
      .addColumn('file_name', 'varchar(300)', (column) => column.notNull())
      .addColumn('kind', 'varchar(4)', (column) => column.notNull())
      .addColumn('jpeg', types.jpeg, (column) => column.notNull())
      .addColumn('created_at', 'varchar(19)', (column) => column.notNull()),
    index(db, 'facedesk_photos_by_subject', 'facedesk_photos', ['subject_no']),
  ];
}

function changes(db: Untyped, types: ColumnTypes) {
  return [
    table(db, types, 'facedesk_changes', 'change_no')
      .addColumn('subject_no', 'integer', (column) => column.notNull())
      .addColumn('changed_at', 'varchar(19)', (column) => column.notNull()),
  ];
}

function index(db: Untyped, name: string, tableName: string, columns: string[]) {
  return db.schema.createIndex(name).on(tableName).columns(columns);
}
