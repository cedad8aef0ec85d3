/**
 * What several photos of a person need: templates that know the photo they were made from, how good it was and whether it was
 * enrolled or came later, and the pairs of people who may be one person.
 */
import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addSeveralPhotos(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const templates = () => db.schema.alterTable('facedesk_templates');
      for (const column of [
        templates().addColumn('origin', 'varchar(9)', (made) => made.notNull().defaultTo('enrolled')),
        templates().addColumn('quality', 'integer'),
        templates().addColumn('photo_no', 'integer'),
        templates().addColumn('score', 'double precision'),
        templates().addColumn('request_id', 'varchar(64)'),
      ]) {
        await executeOnce(column, types);
      }
      await linkSinglePhotos(db);
      const { tableEnd } = types;
      const pairs = duplicates(db);
      await executeOnce(tableEnd === undefined ? pairs : pairs.modifyEnd(tableEnd), types);
    },
  };
}

/** Until now a person had one photo at most, and every template was made from it. */
async function linkSinglePhotos(db: Untyped): Promise<void> {
  await sql`UPDATE facedesk_templates SET photo_no =
      (SELECT min(p.photo_no) FROM facedesk_photos p WHERE p.subject_no = facedesk_templates.subject_no)
    WHERE photo_no IS NULL AND
      (SELECT count(*) FROM facedesk_photos p WHERE p.subject_no = facedesk_templates.subject_no) = 1`.execute(
    db,
  );
}

/** One row per pair, the lower number first; it goes with either of the two. */
function duplicates(db: Untyped): Declaration {
  const declaration = db.schema
    .createTable('facedesk_duplicates')
    .addColumn('subject_no', 'integer', (column) => column.notNull())
    .addColumn('other_subject_no', 'integer', (column) => column.notNull())
    .addColumn('verdict', 'varchar(16)', (column) => column.notNull())
    .addColumn('noted_at', 'varchar(19)', (column) => column.notNull())
    .addPrimaryKeyConstraint('facedesk_duplicates_pair', ['subject_no', 'other_subject_no']);
  return (['subject_no', 'other_subject_no'] as const).reduce<Declaration>(
    (table, column) =>
      table.addForeignKeyConstraint(
        `facedesk_duplicates_${column}`,
        [column],
        'facedesk_subjects',
        ['subject_no'],
        (key) => key.onDelete('cascade'),
      ),
    declaration,
  );
}
