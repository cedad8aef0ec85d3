/**
 * The key in a file of its own, readable by its owner only. While the key is changed the new one lies beside it in
 * `<path>.new`, and takes its place by being renamed: at every moment at least one of the two files is whole.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeKeyText, parseKeys, type EncryptionKey } from './encryption-key.js';
import { EncryptionKeyError, twoKeysNeededText, unreadableText } from './encryption-key-error.js';
import type { KeySource } from './key-source.js';

const notice = `# The encryption key of facedesk. Without it nobody can read the faces in the database, and there is no other way in.
# Keep a copy, apart from the copies of the database.
`;

export function createKeyFile(path: string, onMade: (path: string) => void = () => undefined): KeySource {
  const name = `the key file ${path}`;
  const nextPath = `${path}.new`;
  const read = async (): Promise<EncryptionKey[]> => {
    // The new key's file is read first: between the two readings it can only have been renamed to the other.
    const next = await readKeys(nextPath, name);
    const present = await readKeys(path, name);
    return [...next, ...present.filter(({ id }) => next.every((key) => key.id !== id))];
  };
  return {
    name,
    read,
    makeFirst: async () => {
      if (await makeKeyFile(path)) onMade(path);
    },
    beginRotation: async () => {
      if ((await read()).length > 1) return;
      try {
        await makeKeyFile(nextPath);
      } catch (cause) {
        throw new EncryptionKeyError(`${(cause as Error).message} ${twoKeysNeededText(name)}`, { cause });
      }
    },
    endRotation: async (currentKeyId) => {
      const [next] = await readKeys(nextPath, name);
      if (next?.id === currentKeyId) {
        await rename(nextPath, path);
        await syncFolder(dirname(path));
      }
      return { oldKeyLeft: (await read()).length > 1 };
    },
  };
}

/** Empty where there is no such file. */
async function readKeys(path: string, name: string): Promise<EncryptionKey[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new EncryptionKeyError(`The file ${path} with the encryption key cannot be read (${code}).`, {
      cause,
    });
  }
  const keys = parseKeys(text);
  if (keys === null) throw new EncryptionKeyError(unreadableText(name));
  return keys;
}

/**
 * Writes a file with a fresh key, unless it is there already; true where this call made it. The file appears whole, because a
 * link, unlike an open file, comes with its content, and only one of several processes gets to make it.
 */
async function makeKeyFile(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomUUID()}.tmp`;
    await writeOwnerOnly(temporary, `${notice}${makeKeyText()}\n`);
    try {
      if (!(await linkIfFree(temporary, path))) return false;
    } finally {
      await rm(temporary);
    }
    await syncFolder(dirname(path));
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EncryptionKeyError(`The key file ${path} cannot be made (${code}).`, { cause });
  }
}

async function writeOwnerOnly(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** False where `path` is there already. */
async function linkIfFree(from: string, path: string): Promise<boolean> {
  try {
    await link(from, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes a new name durable; Windows cannot open a folder, and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
