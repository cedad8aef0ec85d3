/**
 * The library's table `users`, created only where it is not there yet and never altered, and facedesk's own tables beside
 * it. What they hold is said in sql/schema.ts.
 */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';

type Untyped = Kysely<unknown>;

export function createFirstTables(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      await sql`CREATE TABLE IF NOT EXISTS users (id VARCHAR(255) PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)`.execute(
        db,
      );
      await createSubjects(db, types);
      await createTemplates(db, types);
      await createPhotos(db, types);
      await createChanges(db);
    },
  };
}

async function createSubjects(db: Untyped, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('facedesk_subjects')
    .addColumn('subject_no', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'varchar(255)', (column) => column.notNull().unique())
    .addColumn('id_key', types.idKey, (column) => column.notNull().unique())
    .addColumn('registered_at', 'varchar(19)', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('facedesk_subjects_by_age')
    .on('facedesk_subjects')
    .columns(['registered_at', 'subject_no'])
    .execute();
}

async function createTemplates(db: Untyped, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('facedesk_templates')
    .addColumn('template_no', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('subject_no', 'integer', (column) =>
      column.notNull().references('facedesk_subjects.subject_no').onDelete('cascade'),
    )
    .addColumn('model_id', 'varchar(255)', (column) => column.notNull())
    .addColumn('features', types.features, (column) => column.notNull())
    .addColumn('created_at', 'varchar(19)', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('facedesk_templates_by_model')
    .on('facedesk_templates')
    .columns(['model_id', 'template_no'])
    .execute();
  await db.schema
    .createIndex('facedesk_templates_by_subject')
    .on('facedesk_templates')
    .column('subject_no')
    .execute();
}

async function createPhotos(db: Untyped, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('facedesk_photos')
    .addColumn('photo_no', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('subject_no', 'integer', (column) =>
      column.notNull().references('facedesk_subjects.subject_no').onDelete('cascade'),
    )
    .addColumn('file_name', 'varchar(300)', (column) => column.notNull())
    .addColumn('kind', 'varchar(4)', (column) => column.notNull())
    .addColumn('jpeg', types.jpeg, (column) => column.notNull())
    .addColumn('created_at', 'varchar(19)', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('facedesk_photos_by_subject')
    .on('facedesk_photos')
    .column('subject_no')
    .execute();
}

async function createChanges(db: Untyped): Promise<void> {
  await db.schema
    .createTable('facedesk_changes')
    .addColumn('change_no', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'varchar(19)', (column) => column.notNull())
    .execute();
}
