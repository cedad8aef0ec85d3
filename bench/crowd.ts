/**
 * A hundred thousand people in a database of any kind, each with a sealed template and without a photo: written by SQL, as
 * registering them one by one would take an hour.
 */
import { DatabaseSync } from '@photostructure/sqlite';
import { createKeySource, Keyring, makeDataKey, sealRecord, wrapDataKey } from '../src/sealing/index.js';
import { openStore } from '../src/store/index.js';
import { featuresToBytes } from '../src/store/sql/feature-bytes.js';
import { ClusteredFeatures } from '../test/contract/clustered-features.js';
import type { Connection, Parameter } from '../test/servers/test-server.js';

export interface CrowdRequest {
  readonly url: string;
  /** The encryption key as text. */
  readonly key: string;
  readonly modelId: string;
  readonly people: number;
  /** To the same database. */
  readonly connection: () => Promise<Connection>;
}

const rowsPerStatement = 500;
/** Of one second, as an import leaves them. */
const time = '2026-01-01 00:00:00';

/** @throws Error where the database is not empty */
export async function fillWithCrowd({ url, key, modelId, people, connection }: CrowdRequest): Promise<void> {
  const keys = createKeySource({ key, keyFile: 'not used' });
  await (await openStore({ url, keys, migrate: 'auto' })).close();
  const keyring = new Keyring(keys);
  await keyring.reload();
  const own = keyring.wanted!;
  const faces = new ClusteredFeatures(5);
  const database = await connection();
  try {
    await database.query('BEGIN', []);
    for (let first = 1; first <= people; first += rowsPerStatement) {
      const count = Math.min(rowsPerStatement, people - first + 1);
      const numbers = Array.from({ length: count }, (_, i) => first + i);
      const dataKeys = numbers.map(makeDataKey);
      const idOf = (no: number): string => `P${String(no).padStart(6, '0')}`;
      await insert(
        database,
        'users',
        ['id', 'timestamp'],
        numbers.map((no) => [idOf(no), time]),
      );
      await insert(
        database,
        'facedesk_subjects',
        ['subject_no', 'user_id', 'id_key', 'registered_at'],
        numbers.map((no) => [no, idOf(no), idOf(no).toLowerCase(), time]),
      );
      await insert(
        database,
        'facedesk_keys',
        ['subject_no', 'key_id', 'wrapped_key'],
        numbers.map((no, i) => [no, own.id, wrapDataKey(own, no, dataKeys[i]!)]),
      );
      await insert(
        database,
        'facedesk_templates',
        ['subject_no', 'model_id', 'features', 'created_at'],
        numbers.map((no, i) => {
          const context = { subjectNo: no, kind: 'template', madeFor: modelId } as const;
          return [no, modelId, sealRecord(dataKeys[i]!, context, featuresToBytes(faces.person())), time];
        }),
      );
    }
    await database.query('COMMIT', []);
  } finally {
    await database.end();
  }
}

async function insert(
  database: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Parameter[])[],
): Promise<void> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => row).join(', ')}`;
  await database.query(text, rows.flat());
}

/** A connection to a SQLite file with the manners of those to servers. */
export async function connectToFile(path: string): Promise<Connection> {
  const database = new DatabaseSync(path);
  return {
    query: async (text, parameters) => database.prepare(text).all(...parameters) as Record<string, unknown>[],
    end: async () => database.close(),
  };
}
