/** Damage to the files of the embedded database: refused at the start in words, found by doctor, and never half believed. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { inspectDatabase } from './database-state.js';
import { facedesk } from './facedesk-command.js';
import { register, verify } from './sending.js';
import { startServing } from './serving.js';

const enrolledOnly = { FACEDESK_TEMPLATE_REFRESH: 'off', FACEDESK_DUPLICATE_FACES: 'allow' };

describe('a damaged database', { timeout: 120_000 }, () => {
  let sandbox: string;
  let photo: Buffer;

  /** A data folder with one registered person, as a stopped service leaves it. */
  const sound = (): string => join(sandbox, 'sound');
  const copyOf = (folder: string, name: string): string => {
    const dataDir = join(sandbox, name);
    cpSync(folder, dataDir, { recursive: true });
    return dataDir;
  };
  const overwrite = (file: string, from: number, length: number): void => {
    const bytes = readFileSync(file);
    expect(bytes.length).toBeGreaterThan(from);
    writeFileSync(file, bytes.fill(0xff, from, from + length));
  };

  beforeAll(async () => {
    sandbox = mkdtempSync(join(tmpdir(), 'facedesk-damage-'));
    photo = await face('anna');
    const server = await startServing({ dataDir: sound(), env: enrolledOnly });
    expect(await register(server.url, 'first', photo)).toMatchObject({ status: 201 });
    expect(await server.stop()).toBe(0);
  });
  afterAll(() => rmSync(sandbox, { recursive: true }));

  const pageBytes = 4096;
  const rootPageOf = (table: string): number => {
    const database = new DatabaseSync(join(sound(), 'facedesk.sqlite'), { readOnly: true });
    const row = database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').get(table);
    database.close();
    return (row as { rootpage: number }).rootpage;
  };

  test.each<[part: string, span: () => [from: number, length: number]]>([
    ['header', () => [0, 100]],
    ['catalogue of tables', () => [100, pageBytes]],
    ['templates', () => [(rootPageOf('facedesk_templates') - 1) * pageBytes, pageBytes]],
  ])('in its %s ends the start with a sentence, and doctor says what to do', async (part, span) => {
    const dataDir = copyOf(sound(), part);
    const file = join(dataDir, 'facedesk.sqlite');
    overwrite(file, ...span());
    const damaged = readFileSync(file);
    const served = await facedesk('serve', '--port', '0', '--data-dir', dataDir);
    expect(served.exitCode).toBe(4);
    expect(served.stderr).toBe('facedesk: The database is damaged. Run: facedesk doctor\n');
    const doctor = await facedesk('doctor', '--data-dir', dataDir);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toMatch(/fail {2}Database file .* is damaged/);
    expect(doctor.stdout).toContain('facedesk restore <folder> --replace');
    const backup = await facedesk('backup', join(sandbox, `backup of ${part}`), '--data-dir', dataDir);
    expect([backup.exitCode, backup.stdout]).toEqual([expect.toBeOneOf([3, 4]), '']);
    expect(existsSync(join(sandbox, `backup of ${part}`))).toBe(false);
    // What may still be saved from it is left as it was.
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test('a log of writes that is damaged costs what was only in it, whole', async () => {
    const dataDir = copyOf(sound(), 'log');
    const server = await startServing({ dataDir, env: enrolledOnly });
    for (const id of ['second', 'third', 'fourth'])
      expect(await register(server.url, id, photo)).toMatchObject({ status: 201 });
    await server.kill();
    const log = join(dataDir, 'facedesk.sqlite-wal');
    overwrite(log, Math.floor(statSync(log).size / 2), pageBytes);
    const again = await startServing({ dataDir, env: enrolledOnly });
    expect(await verify(again.url, 'first', photo)).toMatchObject({ status: 200 });
    expect(await register(again.url, 'fifth', photo)).toMatchObject({ status: 201 });
    expect(await again.stop()).toBe(0);
    const state = inspectDatabase(join(dataDir, 'facedesk.sqlite'), ['first', 'fifth']);
    expect(state).toMatchObject({ integrity: ['ok'], lost: [], notWhole: [], usersWithoutSubject: [] });
    expect(state.enrolled).toBeLessThan(5);
  });
});
