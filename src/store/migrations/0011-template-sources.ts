/** How each enrolled template came, and with whose key; templates of before say neither. */
import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

export function addTemplateSources(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const templates = () => db.schema.alterTable('facedesk_templates');
      await executeOnce(templates().addColumn('source', 'varchar(16)'), types);
      await executeOnce(templates().addColumn('key_id', 'varchar(64)'), types);
    },
  };
}
