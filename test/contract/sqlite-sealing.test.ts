/** What only a data folder can show: no plain byte in any file, sealing what was stored in the clear, kills, first starts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFeatures } from '../../src/domain/features.js';
import { createKeySource } from '../../src/sealing/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { featuresToBytes } from '../../src/store/sql/feature-bytes.js';
import { createSqliteBench, type SqliteBench } from './sqlite-bench.js';
import { all, enrolmentOf, keyOf, modelId, withPhoto } from './store-desk.js';

const script = fileURLToPath(new URL('key-child.ts', import.meta.url));
/** More than two batches of data keys. */
const crowd = 450;

describe('a sealed data folder', () => {
  let bench: SqliteBench;
  let keyFile: string;
  const opened: Store[] = [];
  const children: ChildProcess[] = [];

  beforeEach(() => {
    bench = createSqliteBench();
    keyFile = join(dirname(bench.path), 'facedesk.key');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await bench.dispose();
  });

  const open = async (): Promise<Store> => {
    const store = await openStore({ url: bench.url, keys: createKeySource({ keyFile }) });
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close();
  };
  /** Whether any file of the folder, whatever it is for, holds one of the pieces. */
  const folderHolds = (pieces: readonly Buffer[]): boolean => {
    const folder = dirname(bench.path);
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    return pieces.some((piece) => bytes.includes(piece));
  };
  const randomFeatures = () => toFeatures(Float32Array.from({ length: 128 }, () => Math.random() - 0.5));
  /** Up to 40 pieces of 16 bytes, of which most lie within one page of the database. */
  const piecesOf = (bytes: Uint8Array): Buffer[] => {
    const step = Math.max(32, Math.ceil(bytes.length / 40));
    const starts = Array.from({ length: Math.floor(bytes.length / step) }, (_, i) => i * step);
    return starts.map((at) => Buffer.from(bytes.subarray(at, at + 16)));
  };
  const stored = async (): Promise<Buffer[]> => {
    const rows = [
      ...(await bench.sql('SELECT features AS bytes FROM facedesk_templates')),
      ...(await bench.sql('SELECT jpeg AS bytes FROM facedesk_photos')),
      ...(await bench.sql('SELECT wrapped_key AS bytes FROM facedesk_keys')),
    ];
    return rows.flatMap(({ bytes }) => piecesOf(bytes as Uint8Array));
  };
  const startChild = async (task: 'enrol' | 'rotate', ...standStillAt: string[]) => {
    const args = ['--import', 'tsx', script, bench.url, keyFile, task, ...standStillAt];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    reader.on('line', (line) => lines.push(line));
    const closed = once(child, 'close');
    await once(reader, 'line');
    return { child, closed, lines, reader };
  };

  it('never holds a plain byte of a template or photo, and no sealed one after the deletion', async () => {
    const store = await open();
    const features = Array.from({ length: 20 }, randomFeatures);
    const photo = randomBytes(30_000);
    for (const [i, own] of features.entries())
      await store.enrol(withPhoto({ ...enrolmentOf(`p${i}`), photos: [{ features: own }] }, photo));
    const plain = [...features.flatMap((own) => piecesOf(featuresToBytes(own))), ...piecesOf(photo)];
    expect(folderHolds(plain)).toBe(false);
    const sealed = await stored();
    expect(folderHolds(sealed)).toBe(true);
    for (const i of features.keys()) await store.deleteSubject(keyOf(`p${i}`));
    expect(folderHolds(sealed)).toBe(false);
    await closeAll();
    expect(folderHolds([...sealed, ...plain])).toBe(false);
  });

  it('seals what an earlier version stored in the clear, and leaves no plain byte of it', async () => {
    await open();
    await closeAll();
    const photo = randomBytes(20_000);
    const features = Array.from({ length: 30 }, randomFeatures);
    await asVersionOne(bench, features.map(featuresToBytes), photo);
    const plain = [...features.flatMap((own) => piecesOf(featuresToBytes(own))), ...piecesOf(photo)];
    expect(folderHolds(plain)).toBe(true);
    const store = await open();
    expect(folderHolds(plain)).toBe(false);
    expect((await all(store.listTemplates(modelId))).map((template) => template.features)).toEqual(features);
    expect((await all(store.listRecords())).map(({ photos }) => Buffer.from(photos[0]!.jpeg))).toEqual(
      features.map(() => photo),
    );
    expect(await store.encryption.inspect()).toMatchObject({ templates: 30, photos: 30, damaged: 0 });
  });

  it('refuses to start without its key file, makes no other one, and starts when the copy is back', async () => {
    const store = await open();
    await store.enrol(enrolmentOf('a'));
    await closeAll();
    const key = readFileSync(keyFile);
    unlinkSync(keyFile);
    await expect(open()).rejects.toMatchObject({
      name: 'EncryptionKeyError',
      message: expect.stringContaining(keyFile),
    });
    expect(existsSync(keyFile)).toBe(false);
    writeFileSync(keyFile, key, { mode: 0o600 });
    expect(await all((await open()).listTemplates(modelId))).toHaveLength(1);
  });

  it('gets one key where several processes start on it at once', async () => {
    const started = await Promise.all(['enrol', 'enrol', 'enrol', 'enrol'].map(() => startChild('enrol')));
    for (const { child } of started) child.stdin.write('go\n');
    await Promise.all(started.map(({ closed }) => closed));
    const lines = started.flatMap((child) => child.lines);
    expect(lines.filter((line) => line === 'done')).toHaveLength(4);
    expect(lines.filter((line) => line === 'made')).toHaveLength(1);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(await (await open()).encryption.inspect()).toMatchObject({ templates: 4, damaged: 0 });
  }, 60_000);

  it('survives a change of its key that is killed again and again, with a store open on it', async () => {
    const running = await open();
    for (let i = 0; i < crowd; i++) await running.enrol(enrolmentOf(`p${i}`));
    const { keyId: old } = await running.encryption.state();
    const oldText = readFileSync(keyFile, 'utf8');
    // Four kills of one and the same change, each at the next point that it reaches.
    const left: unknown[] = [];
    for (const point of ['begun', 'batch', 'batch', 'rewrapped'] as const) {
      const { child, closed, reader } = await startChild('rotate', point);
      child.stdin.write('go\n');
      expect(await once(reader, 'line')).toEqual([point]);
      await running.enrol(enrolmentOf(`before kill ${children.length}`));
      child.kill('SIGKILL');
      await closed;
      await running.enrol(enrolmentOf(`after kill ${children.length}`));
      left.push((await running.encryption.state()).rotation);
      expect(await running.encryption.inspect()).toMatchObject({
        templates: crowd + 2 * left.length,
        damaged: 0,
      });
    }
    expect(left).toEqual([null, { keysLeft: expect.any(Number) }, { keysLeft: expect.any(Number) }, null]);
    const { child, closed, lines } = await startChild('rotate');
    child.stdin.write('go\n');
    await closed;
    expect(lines.at(-1)).toBe('done');
    const state = await running.encryption.state();
    expect(state.rotation).toBeNull();
    expect(state.keyId).not.toBe(old);
    expect(existsSync(`${keyFile}.new`)).toBe(false);
    await closeAll();
    const withOldKey = createKeySource({ key: oldText.split('\n').at(-2)!, keyFile });
    await expect(openStore({ url: bench.url, keys: withOldKey })).rejects.toMatchObject({
      name: 'EncryptionKeyError',
    });
    expect(await (await open()).encryption.inspect()).toMatchObject({ templates: crowd + 8, damaged: 0 });
  }, 120_000);
});

/** Makes the database what version 0.1 would have left, with a template and a photo for each person. */
async function asVersionOne(
  bench: SqliteBench,
  templates: readonly Uint8Array[],
  photo: Uint8Array,
): Promise<void> {
  await bench.sql('PRAGMA secure_delete = ON'); // As that version had it.
  const ofVersionOne = ['subjects', 'templates', 'photos', 'changes', 'migrations', 'migrations_lock'];
  const later = await bench.sql(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'facedesk_%'",
  );
  for (const { name } of later)
    if (!ofVersionOne.includes(String(name).replace('facedesk_', '')))
      await bench.sql(`DROP TABLE ${String(name)}`);
  for (const column of ['origin', 'quality', 'photo_no', 'score', 'request_id', 'source', 'key_id'])
    await bench.sql(`ALTER TABLE facedesk_templates DROP COLUMN ${column}`);
  await bench.sql("DELETE FROM facedesk_migrations WHERE name >= '0002'");
  const time = '2023-07-23 12:34:56';
  for (const [i, features] of templates.entries()) {
    const no = i + 1;
    await bench.sql('INSERT INTO users VALUES (?, ?)', `p${no}`, time);
    await bench.sql('INSERT INTO facedesk_subjects VALUES (?, ?, ?, ?)', no, `p${no}`, `p${no}`, time);
    await bench.sql('INSERT INTO facedesk_templates VALUES (?, ?, ?, ?, ?)', no, no, modelId, features, time);
    await bench.sql("INSERT INTO facedesk_photos VALUES (?, ?, 'x.jpg', 'crop', ?, ?)", no, no, photo, time);
  }
}
