/**
 * What a database server still holds of a person who was deleted. A dump holds nothing. The server's own files hold no plain
 * byte at any time; sealed ones they keep for as long as they like, and a change of the encryption key makes those useless.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toFeatures } from '../../src/domain/features.js';
import { createKeySource, Keyring, makeKeyText, unwrapDataKey } from '../../src/sealing/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { featuresToBytes } from '../../src/store/sql/feature-bytes.js';
import { enrolmentOf, keyOf, withPhoto } from '../contract/store-desk.js';
import { findServer } from '../servers/find-server.js';
import { TestServer } from '../servers/test-server.js';

const marker = 'planted-marker-7c1f';
/** Others, so that the pages of the tables are not emptied by the deletion. */
const others = 8;

const tables = ['users', 'facedesk_subjects', 'facedesk_templates', 'facedesk_photos', 'facedesk_keys'];
/** Statements of docs/operations.md, and where the server logs what it writes. */
const written = {
  MariaDB: {
    through: [
      'SET GLOBAL innodb_max_purge_lag_wait = 0',
      `FLUSH TABLES ${tables.join(', ')} FOR EXPORT`,
      'UNLOCK TABLES',
    ],
    anew: [`OPTIMIZE TABLE ${tables.join(', ')}`],
    logs: /^ib_logfile\d+$/,
  },
  PostgreSQL: { through: ['VACUUM', 'CHECKPOINT'], anew: ['VACUUM FULL'], logs: /^pg_wal\// },
} as const;

type EncryptionKey = NonNullable<Keyring['wanted']>;
type Pieces = Readonly<Record<string, readonly Buffer[]>>;

describe.each(['MariaDB', 'PostgreSQL'] as const)('on %s', (name) => {
  describe.skipIf(findServer(name) === undefined)('of a person who was deleted', { timeout: 240_000 }, () => {
    const [firstKey, nextKey] = [makeKeyText(), makeKeyText()];
    const features = toFeatures(Float32Array.from(randomBytes(128), (byte) => byte / 256 - 0.5));
    const photo = randomBytes(30_000);
    let server: TestServer;
    let url: string;
    let store: Store;
    let subjectNo: number;
    let wrappedKey: Buffer;
    let traces: Pieces;

    const open = (key: string): Promise<Store> =>
      openStore({ url, migrate: 'auto', keys: createKeySource({ key, keyFile: 'not used' }) });
    const cell = async (column: string, table: string): Promise<Buffer> => {
      const text = `SELECT ${column} AS bytes FROM ${table} WHERE subject_no = ?`;
      const [row] = await server.sqlIn(url, text, subjectNo);
      return Buffer.from(row!['bytes'] as Uint8Array);
    };
    /** Has the server write its pages to its files, and clear away what nobody can see any more. */
    const writeThrough = async (): Promise<void> => {
      const connection = await server.kind.connect(url);
      for (const statement of written[name].through) await connection.query(statement, []);
      await connection.end();
    };
    /** Text as it is, what is binary in hexadecimal. */
    const foundInDump = (): string[] => {
      const dump = server.dump(url);
      const haystack = Buffer.from(`${dump}${dump.toLowerCase()}`);
      return foundIn(haystack, (piece) => [piece, Buffer.from(piece.toString('hex'))]);
    };
    const foundInFiles = (isLookedAt: (file: string) => boolean = () => true): string[] => {
      const files = filesIn(server.dataFolder).filter(isLookedAt);
      return [...new Set(files.flatMap((file) => foundIn(contentOf(file), (piece) => [piece])))].sort();
    };
    /** Names of what is found a piece of. */
    const foundIn = (haystack: Buffer, spellings: (piece: Buffer) => Buffer[]): string[] =>
      Object.entries(traces)
        .filter(([, pieces]) => pieces.some((piece) => spellings(piece).some((s) => haystack.includes(s))))
        .map(([what]) => what);

    beforeAll(async () => {
      server = await TestServer.start(name);
      url = await server.createDatabase();
      store = await open(firstKey);
      for (let i = 0; i < others; i++)
        await store.enrol(withPhoto(enrolmentOf(`other ${i}`), randomBytes(20_000)));
      const enrolment = withPhoto(enrolmentOf(marker), photo);
      const photos = enrolment.photos.map((one) => ({ ...one, features }));
      ({ subjectNo } = await store.enrol({ ...enrolment, photos }));
      wrappedKey = await cell('wrapped_key', 'facedesk_keys');
      traces = {
        'data key, wrapped': [wrappedKey],
        'face, in the clear': [...piecesOf(featuresToBytes(features)), ...piecesOf(photo)],
        id: [Buffer.from(marker)],
        'photo, sealed': piecesOf(await cell('jpeg', 'facedesk_photos')),
        'template, sealed': piecesOf(await cell('features', 'facedesk_templates')),
      };
    }, 120_000);
    afterAll(async () => {
      await store.close();
      await server.dispose();
    });

    test('a dump holds everything before, and nothing afterwards', async () => {
      expect(foundInDump()).toEqual(['data key, wrapped', 'id', 'photo, sealed', 'template, sealed']);
      await writeThrough();
      expect(foundInFiles()).toEqual(['data key, wrapped', 'id', 'photo, sealed', 'template, sealed']);
      await store.deleteSubject(keyOf(marker));
      expect(foundInDump()).toEqual([]);
      await writeThrough();
      expect(foundInFiles()).not.toContain('face, in the clear');
    });

    test('the tables hold nothing once they are written anew; only the log of writes may', async () => {
      const connection = await server.kind.connect(url);
      for (const statement of written[name].anew) await connection.query(statement, []);
      await connection.end();
      await writeThrough();
      const isLog = (file: string) => written[name].logs.test(file.slice(server.dataFolder.length + 1));
      expect(foundInFiles((file) => !isLog(file))).toEqual([]);
    });

    test('what is left of a data key opens with the encryption key, and no more once that was changed', async () => {
      await store.close();
      store = await open(`${nextKey},${firstKey}`);
      expect(unwrapDataKey(await keyNamed(firstKey), subjectNo, wrappedKey)).not.toBeNull();
      expect(await store.encryption.rotate()).toMatchObject({ rewrapped: others });
      expect(unwrapDataKey(await keyNamed(nextKey), subjectNo, wrappedKey)).toBeNull();
    });
  });
});

async function keyNamed(key: string): Promise<EncryptionKey> {
  const keyring = new Keyring(createKeySource({ key, keyFile: 'not used' }));
  await keyring.reload();
  return keyring.wanted!;
}

/** Up to 40 pieces of 16 bytes, of which most lie within one page of the database. */
function piecesOf(bytes: Uint8Array): Buffer[] {
  const step = Math.max(32, Math.ceil(bytes.length / 40));
  const starts = Array.from({ length: Math.floor(bytes.length / step) }, (_, i) => i * step);
  return starts.map((at) => Buffer.from(bytes.subarray(at, at + 16)));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Empty where the server has removed it meanwhile. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
