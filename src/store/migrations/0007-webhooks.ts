/**
 * The tables of webhooks: where events are sent and how far that has come, the sealed secrets that they are signed with, the
 * few deliveries that left the line, and which process delivers.
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { executeOnce } from './0001-first-tables.js';

type Untyped = Kysely<unknown>;
type Declaration = CreateTableBuilder<string, string>;

export function addWebhooks(types: ColumnTypes): Migration {
  return {
    async up(db: Untyped): Promise<void> {
      const { tableEnd } = types;
      for (const declare of [webhooks, secrets, deliveries, leases]) {
        const table = declare(db, types);
        await executeOnce(tableEnd === undefined ? table : table.modifyEnd(tableEnd), types);
      }
      for (const index of indexes(db)) await executeOnce(index, types);
    },
  };
}

function webhooks(db: Untyped, types: ColumnTypes): Declaration {
  return numbered(db, types, 'facedesk_webhooks', 'webhook_no')
    .addColumn('webhook_id', 'varchar(16)', (column) => column.notNull().unique())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('description', 'varchar(255)', (column) => column.notNull())
    .addColumn('with_scores', 'integer', (column) => column.notNull())
    .addColumn('key_id', 'varchar(64)')
    .addColumn('created_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'varchar(8)', (column) => column.notNull())
    .addColumn('done_no', 'integer', (column) => column.notNull())
    .addColumn('resumed_at', 'varchar(24)', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('failing_since', 'varchar(24)')
    .addColumn('retry_at', 'varchar(24)')
    .addColumn('problem', 'varchar(100)')
    .addColumn('delivered_at', 'varchar(24)');
}

function secrets(db: Untyped, types: ColumnTypes): Declaration {
  const table = numbered(db, types, 'facedesk_webhook_secrets', 'secret_no')
    .addColumn('webhook_no', 'integer', (column) => column.notNull())
    .addColumn('key_id', 'varchar(32)', (column) => column.notNull())
    .addColumn('sealed', types.features, (column) => column.notNull())
    .addColumn('expires_at', 'varchar(24)');
  return goesWith(table, 'webhook_no', 'facedesk_webhooks', 'facedesk_webhook_secrets_webhook');
}

/** Goes with the webhook, and with the event, which is erased when it is old. */
function deliveries(db: Untyped): Declaration {
  const table = db.schema
    .createTable('facedesk_webhook_deliveries')
    .addColumn('webhook_no', 'integer', (column) => column.notNull())
    .addColumn('event_no', 'integer', (column) => column.notNull())
    .addColumn('state', 'varchar(8)', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('since', 'varchar(24)', (column) => column.notNull())
    .addColumn('retry_at', 'varchar(24)')
    .addColumn('problem', 'varchar(100)')
    .addPrimaryKeyConstraint('facedesk_webhook_deliveries_key', ['webhook_no', 'event_no']);
  return goesWith(
    goesWith(table, 'webhook_no', 'facedesk_webhooks', 'facedesk_webhook_deliveries_webhook'),
    'event_no',
    'facedesk_events',
    'facedesk_webhook_deliveries_event',
  );
}

function leases(db: Untyped): Declaration {
  return db.schema
    .createTable('facedesk_leases')
    .addColumn('name', 'varchar(32)', (column) => column.primaryKey())
    .addColumn('holder', 'varchar(64)', (column) => column.notNull())
    .addColumn('held_until', 'varchar(24)', (column) => column.notNull());
}

function indexes(db: Untyped) {
  const index = (name: string, table: string, columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns);
  return [
    index('facedesk_webhook_secrets_by_webhook', 'facedesk_webhook_secrets', ['webhook_no']),
    index('facedesk_webhook_deliveries_due', 'facedesk_webhook_deliveries', ['state', 'retry_at']),
    index('facedesk_webhook_deliveries_event_no', 'facedesk_webhook_deliveries', ['event_no']),
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
