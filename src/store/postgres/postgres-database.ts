/** Connects to a PostgreSQL server and finds out what it is. */
import { sql } from 'kysely';
import { connectServer } from '../sql/connect-server.js';
import { migrationTimeouts, serviceTimeouts } from '../sql/pooled-driver.js';
import type { Database } from '../sql/schema.js';
import { parseServerUrl } from '../sql/server-url.js';
import type { ServerDatabaseOptions, SqlDatabase } from '../sql/sql-database.js';
import { StoreSetupError } from '../store-setup-error.js';
import { postgresCapabilities } from './capabilities.js';
import { classifyError, setupProblem } from './classify-error.js';
import { PooledPostgresDialect } from './dialect.js';

const oldestMajor = 13;
const urlForm = { defaultPort: 5432, example: 'postgres://user:password@host:5432/libraryregistration' };

/** @throws StoreSetupError, or FacedeskError store_unavailable */
export async function openPostgresDatabase(options: ServerDatabaseOptions): Promise<SqlDatabase> {
  const { url, purpose, foreignRowsHoldMs, meter } = options;
  const address = parseServerUrl(url, urlForm);
  const timeouts = purpose === 'migration' ? migrationTimeouts : serviceTimeouts;
  const dialect = new PooledPostgresDialect(address, timeouts, meter);
  return connectServer(address, { dialect, meter, classifyError, setupProblem }, async (db) => {
    const { engine, warnings } = await askServer(db);
    const capabilities = postgresCapabilities({ engine, foreignRowsHoldMs });
    return { capabilities, warnings, realignment: async () => null };
  });
}

async function askServer(db: Database): Promise<{ engine: string; warnings: string[] }> {
  const { rows } = await sql<{ version: string; encoding: string; fsync: string; pageWrites: string }>`
    SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
      current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "pageWrites"`.execute(db);
  const { version, encoding, fsync, pageWrites } = rows[0]!;
  const number = /^[\d.]+/.exec(version)?.[0] ?? version;
  if (Number.parseInt(number, 10) < oldestMajor) {
    throw new StoreSetupError(`PostgreSQL ${number} is too old; facedesk needs ${oldestMajor} or newer.`);
  }
  if (encoding !== 'UTF8') {
    throw new StoreSetupError(
      `The database keeps its text as ${encoding}, which lacks characters that ids may have. Make one with ENCODING 'UTF8'.`,
    );
  }
  const isSafe = fsync === 'on' && pageWrites === 'on';
  const warning =
    'The database has fsync or full_page_writes turned off: it can be damaged when its machine loses power. Set both to on.';
  return { engine: `PostgreSQL ${number}`, warnings: isSafe ? [] : [warning] };
}
