/** What only SQLite's store promises: about its files, its durability, and other programs that hold its locks. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/index.js';
import { createSqliteBench, type SqliteBench } from './sqlite-bench.js';
import { runAtOnce } from './store-children.js';
import { all, enrolmentOf, keyOf, migrationCount, withPhoto } from './store-desk.js';
import { testKeys } from './test-keys.js';

const usersTable =
  'CREATE TABLE users (id VARCHAR(255) PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)';
const unavailable = { name: 'FacedeskError', code: 'store_unavailable' };

describe('SQLite store', () => {
  let bench: SqliteBench;
  const opened: { close(): unknown }[] = [];

  beforeEach(() => {
    bench = createSqliteBench();
  });
  afterEach(async () => {
    for (const handle of opened.splice(0).reverse()) await handle.close();
    await bench.dispose();
  });

  const open = async (): Promise<Store> => {
    const store = await openStore({ url: bench.url, keys: testKeys });
    opened.push(store);
    return store;
  };
  const otherProgram = (): InstanceType<typeof DatabaseSync> => {
    mkdirSync(dirname(bench.path), { recursive: true });
    const database = new DatabaseSync(bench.path);
    opened.push({ close: () => database.isOpen && database.close() });
    return database;
  };
  const files = (): string[] => {
    const folder = dirname(bench.path);
    return readdirSync(folder).map((name) => join(folder, name));
  };
  /** Pieces of the largest photo as it is stored, sealed. */
  const storedPieces = async (): Promise<Buffer[]> => {
    const [row] = await bench.sql('SELECT jpeg FROM facedesk_photos ORDER BY length(jpeg) DESC LIMIT 1');
    const sealed = Buffer.from(row!['jpeg'] as Uint8Array);
    return Array.from({ length: 80 }, (_, i) => sealed.subarray(i * 500, i * 500 + 48));
  };
  const filesHold = (pieces: readonly Buffer[]): boolean =>
    files().some((file) => pieces.some((piece) => readFileSync(file).includes(piece)));

  it('creates users exactly as the library documents it', async () => {
    await open();
    expect(await bench.sql("SELECT sql FROM sqlite_master WHERE name = 'users'")).toEqual([
      { sql: usersTable },
    ]);
  });

  it("adopts another program's table with its rows, and leaves its definition as it is", async () => {
    const definition = 'CREATE TABLE users (id VARCHAR(255) PRIMARY KEY, timestamp TIMESTAMP, note TEXT)';
    const other = otherProgram();
    other.exec(`${definition}; INSERT INTO users VALUES ('Ann', '2023-07-23 12:34:56', 'library card 7')`);
    const store = await open();
    expect(await all(store.listUsers())).toEqual([{ id: 'Ann', timestamp: '2023-07-23T12:34:56' }]);
    await store.enrol(enrolmentOf('ann'));
    expect(await bench.sql("SELECT sql FROM sqlite_master WHERE name = 'users'")).toEqual([
      { sql: definition },
    ]);
    expect(await bench.sql('SELECT note FROM users')).toEqual([{ note: 'library card 7' }]);
  });

  it('keeps its folder and every file to their owner', async () => {
    const store = await open();
    await store.enrol(enrolmentOf('a'));
    expect(statSync(dirname(bench.path)).mode & 0o777).toBe(0o700);
    expect(files().length).toBeGreaterThan(1);
    for (const file of files()) expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  });

  it('closes a database file that others could read, and leaves the folder it was given', async () => {
    otherProgram().exec(usersTable);
    chmodSync(bench.path, 0o644);
    chmodSync(dirname(bench.path), 0o755);
    await open();
    expect(statSync(bench.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(bench.path)).mode & 0o777).toBe(0o755);
  });

  it('migrates a fresh folder once where several processes open it at once', async () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ url: bench.url, ids: [id], opens: 'on go' as const }));
    expect(await runAtOnce(tasks)).toEqual(tasks.map(() => ({ succeeded: 1, codes: [] })));
    const store = await open();
    expect(await all(store.listUsers())).toHaveLength(3);
    expect(await bench.sql('SELECT name FROM facedesk_migrations')).toHaveLength(migrationCount);
  }, 60_000);

  describe('leaves no byte of a kept photo in its files', () => {
    const photo = randomBytes(43_200);

    it('after the subject was deleted', async () => {
      const store = await open();
      await store.enrol(withPhoto(enrolmentOf('before'), Uint8Array.of(1)));
      await store.enrol(withPhoto(enrolmentOf('x'), photo));
      await store.enrol(withPhoto(enrolmentOf('after'), Uint8Array.of(1)));
      const pieces = await storedPieces();
      expect(filesHold(pieces)).toBe(true);
      await store.deleteSubject(keyOf('x'));
      expect(filesHold(pieces)).toBe(false);
    });

    it('after another program deleted the row of users and a listing noticed', async () => {
      const store = await open();
      await store.enrol(withPhoto(enrolmentOf('x'), photo));
      const pieces = await storedPieces();
      await bench.sql("DELETE FROM users WHERE id = 'x'");
      expect(filesHold(pieces)).toBe(true);
      await all(store.listUsers());
      expect(filesHold(pieces)).toBe(false);
    });

    it('once a reader that was in the way has finished, with the next write', async () => {
      const store = await open();
      await store.enrol(withPhoto(enrolmentOf('x'), photo));
      const pieces = await storedPieces();
      const reader = otherProgram();
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM users').get();
      expect(await store.deleteSubject(keyOf('x'))).not.toBeNull();
      expect(filesHold(pieces)).toBe(true);
      reader.exec('COMMIT');
      await store.enrol(enrolmentOf('next'));
      expect(filesHold(pieces)).toBe(false);
    });
  });

  it('is unavailable for writing, not for reading, while another program holds the write lock', async () => {
    const store = await open();
    const other = otherProgram();
    other.exec('BEGIN IMMEDIATE');
    await expect(store.enrol(enrolmentOf('a'))).rejects.toMatchObject(unavailable);
    expect(await store.findSubject(keyOf('a'))).toBeNull();
    other.exec('ROLLBACK');
    expect(await store.enrol(enrolmentOf('a'))).toMatchObject({ id: 'a' });
  }, 30_000);

  it('is refused as damaged where the file is no database, and leaves that file alone', async () => {
    mkdirSync(dirname(bench.path));
    const text = 'This is a letter, not a database. '.repeat(100);
    writeFileSync(bench.path, text);
    await expect(openStore({ url: bench.url, keys: testKeys })).rejects.toMatchObject({
      code: 'store_damaged',
    });
    expect(readFileSync(bench.path, 'utf8')).toBe(text);
  });

  it('is unavailable where the folder cannot be made', async () => {
    writeFileSync(dirname(bench.path), 'a file where the folder should be');
    await expect(openStore({ url: bench.url, keys: testKeys })).rejects.toMatchObject(unavailable);
  });
});
