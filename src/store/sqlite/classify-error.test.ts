import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifyError } from './classify-error.js';

describe('classifyError', () => {
  let folder: string;
  let database: InstanceType<typeof DatabaseSync>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'facedesk-classify-'));
    database = new DatabaseSync(join(folder, 'a.sqlite'), { timeout: 0 });
    database.exec(
      "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER CHECK (n > 0)); INSERT INTO t VALUES ('a', 1)",
    );
  });
  afterEach(() => {
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  });

  const failureOf = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return classifyError(error);
    }
    return 'no failure';
  };

  it.each(['run', 'get', 'all'] as const)('calls a lock that %s meets unavailable', (method) => {
    const other = new DatabaseSync(join(folder, 'a.sqlite'));
    other.exec('BEGIN EXCLUSIVE');
    expect(failureOf(() => database.prepare('DELETE FROM t RETURNING id')[method]())).toBe('unavailable');
    other.close();
  });

  it('tells that a full database cannot be written', () => {
    database.exec('PRAGMA max_page_count = 4');
    expect(failureOf(() => database.exec('INSERT INTO t VALUES (hex(randomblob(20000)), 1)'))).toBe('full');
  });

  it('tells that a read-only database cannot be written', () => {
    const reader = new DatabaseSync(join(folder, 'a.sqlite'), { readOnly: true });
    expect(failureOf(() => reader.exec('DELETE FROM t'))).toBe('full');
    reader.close();
  });

  it('calls a file that cannot be opened unavailable, and one that is no database damaged', () => {
    expect(failureOf(() => new DatabaseSync(join(folder, 'none', 'a.sqlite')))).toBe('unavailable');
    writeFileSync(join(folder, 'letter'), 'Dear library, '.repeat(100));
    const letter = new DatabaseSync(join(folder, 'letter'));
    expect(failureOf(() => letter.prepare('SELECT * FROM sqlite_master').all())).toBe('damaged');
    letter.close();
  });

  it('calls a closed database unavailable', () => {
    database.close();
    expect(failureOf(() => database.prepare('SELECT 1'))).toBe('unavailable');
  });

  it('tells a taken key from every other broken rule', () => {
    expect(failureOf(() => database.exec("INSERT INTO t VALUES ('a', 1)"))).toBe('duplicate');
    expect(failureOf(() => database.exec("INSERT INTO t VALUES ('b', 0)"))).toBe('other');
  });

  it('leaves defects of the program what they are', () => {
    expect(failureOf(() => database.prepare('SELECT nothing FROM nowhere'))).toBe('other');
    expect(classifyError(new TypeError('database is locked'))).toBe('other');
    expect(classifyError('database is locked')).toBe('other');
  });
});
