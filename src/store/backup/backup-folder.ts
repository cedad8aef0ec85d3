/**
 * The folder that a backup is: a copy of the database, and a manifest that says what it is and has its digest. The key that
 * the copy is sealed with is not in it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { BackupError } from './backup-error.js';

export const copyName = 'facedesk.sqlite';
export const manifestName = 'manifest.json';
const format = 'facedesk-backup-1';

const manifestSchema = Type.Object({
  format: Type.Literal(format),
  createdAt: Type.String(),
  /** The version that made it. */
  facedesk: Type.String(),
  engine: Type.String(),
  /** Of the encryption key that the copy is sealed with; null where nothing in it is sealed. */
  keyId: Type.Union([Type.String(), Type.Null()]),
  people: Type.Integer({ minimum: 0 }),
  database: Type.Object({
    name: Type.Literal(copyName),
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  }),
});

export type BackupManifest = Static<typeof manifestSchema>;

/** Writes the manifest, durable when it resolves. */
export async function writeManifest(
  folder: string,
  manifest: Omit<BackupManifest, 'format'>,
): Promise<BackupManifest> {
  const whole: BackupManifest = { format, ...manifest };
  const handle = await open(join(folder, manifestName), 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(whole, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return whole;
}

/** @throws BackupError where the folder is no backup */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => {
    throw new BackupError(`${folder} is no backup: it has no ${manifestName}.`);
  });
  const manifest = parse(text);
  if (!Value.Check(manifestSchema, manifest))
    throw new BackupError(`${join(folder, manifestName)} is not the manifest of a backup, or is damaged.`);
  return manifest;
}

/** @throws BackupError where the file is not the one that the manifest was written for */
export async function mustBeAsWritten(file: string, { database }: BackupManifest): Promise<void> {
  const { bytes, sha256 } = await digestOf(file);
  if (bytes === database.bytes && sha256 === database.sha256) return;
  const what =
    bytes === database.bytes
      ? 'has another digest than its manifest says'
      : `has ${bytes} bytes, not ${database.bytes}`;
  throw new BackupError(
    `The copy ${what}: it is damaged, or was changed since it was made. Nothing was restored.`,
  );
}

/** What is on disk under this name. */
export async function digestOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}

/** Makes what was written, or renamed within a folder, outlast a loss of power. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
