import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ZipEntry, zipFile } from '../../test/zip-file.js';
import { createImportFolders, type ImportFolders } from './import-folders.js';
import { maxPathLength, type ZipArchive } from './zip-archive.js';

const limits = { maxEntries: 100, maxExpandedBytes: 1024 ** 2 };
/** Hardly shrinks, as photos do. */
const photo = Buffer.concat([Buffer.from('a photo of somebody'), randomBytes(199_981)]);
let dataDir: string;
let folders: ImportFolders;
let made = 0;
const open: ZipArchive[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'facedesk-archive-'));
  folders = createImportFolders(dataDir);
});
afterEach(async () => {
  for (const archive of open.splice(0)) await archive.close();
  await rm(dataDir, { recursive: true });
});

async function written(bytes: Uint8Array) {
  const folder = await folders.make((made++).toString(16).padStart(12, '0'), 0);
  const file = await folder.create('archive');
  // In pieces of another length than those on the disk.
  for (let at = 0; at < bytes.length; at += 1000) await file.write(bytes.subarray(at, at + 1000));
  return { folder, ...(await file.finish()), path: join(folder.path, 'archive.zip') };
}

async function opened(bytes: Uint8Array, within = limits): Promise<ZipArchive> {
  const { folder } = await written(bytes);
  const archive = await folder.openArchive(within);
  open.push(archive);
  return archive;
}

const archive = (...entries: ZipEntry[]): Promise<ZipArchive> => opened(zipFile(...entries));
const code = (code: string) => expect.objectContaining({ code }) as Error;

describe('a file on the disk', () => {
  test('holds nothing in the clear, opens with its key alone, and only its owner may read it', async () => {
    const { folder, path, bytes } = await written(zipFile({ path: 'anna.jpg', content: photo }));
    const onDisk = await readFile(path);
    expect(onDisk.includes('a photo of somebody') || onDisk.includes('anna.jpg')).toBe(false);
    expect(onDisk.length).toBe(bytes + 4 * 28);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'imports'))).mode & 0o777).toBe(0o700);
    const stranger = folders.open(folder.importId, Buffer.alloc(32, 1));
    await expect(stranger.openArchive(limits)).rejects.toThrow(code('archive_unreadable'));
    const reopened = await folders.open(folder.importId, folder.dataKey).openArchive(limits);
    open.push(reopened);
    expect(await reopened.files[0]!.read()).toEqual(photo);
  });

  test('is not read where a byte was changed, where pieces were exchanged, or where the end is missing', async () => {
    for (const spoil of [
      (bytes: Buffer) => void (bytes[bytes.length - 30]! ^= 1),
      (bytes: Buffer) => {
        const piece = 64 * 1024 + 28;
        const first = Buffer.from(bytes.subarray(0, piece));
        bytes.copyWithin(0, piece, 2 * piece);
        first.copy(bytes, piece);
      },
    ]) {
      const { folder, path } = await written(zipFile({ path: 'anna.jpg', content: photo }));
      const bytes = await readFile(path);
      spoil(bytes);
      await writeFile(path, bytes);
      const read = folder.openArchive(limits).then((archive) => {
        open.push(archive);
        return archive.files[0]!.read();
      });
      expect(await read.catch((error: { code: string }) => error.code)).toSatisfy(
        (outcome: unknown) => outcome === null || outcome === 'archive_unreadable',
      );
    }
    const { folder, path } = await written(zipFile({ path: 'anna.jpg', content: photo }));
    await truncate(path, 64 * 1024 + 28);
    await expect(folder.openArchive(limits)).rejects.toThrow(code('archive_unreadable'));
  });

  test('is refused where the disk would be full', async () => {
    await expect(folders.make('f'.repeat(12), Number.MAX_SAFE_INTEGER)).rejects.toThrow(code('store_full'));
  });
});

describe('an archive', () => {
  test('gives each file by its path, stored or deflated, and no folders', async () => {
    const { files } = await archive(
      { path: 'people/', content: '' },
      { path: 'people/änna/1.jpg', content: photo, deflated: true },
      { path: 'people/b.jpg', content: 'b' },
    );
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['people/änna/1.jpg', photo.length],
      ['people/b.jpg', 1],
    ]);
    expect(await files[0]!.read()).toEqual(photo);
  });

  test.each([
    ['leads out of it', { path: '../../etc/passwd', content: '' }],
    ['leads out of it from within', { path: 'a/../../b.jpg', content: '' }],
    ['is absolute', { path: '/etc/passwd', content: '' }],
    ['is absolute as Windows has it', { path: 'C:\\x.jpg', content: '' }],
    ['leads out of it as Windows has it', { path: '..\\x.jpg', content: '' }],
    ['ends early', { path: 'a.jpg\0.exe', content: '' }],
    ['is too long', { path: 'x'.repeat(maxPathLength + 1), content: '' }],
    ['is that of a link', { path: 'a.jpg', content: '/etc/passwd', unixMode: 0o120777 }],
    ['is that of a device', { path: 'a.jpg', content: '', unixMode: 0o020666 }],
  ])('with a path that %s is refused', async (_, entry) => {
    await expect(archive({ path: 'good.jpg', content: 'x' }, entry)).rejects.toThrow(code('archive_unsafe'));
  });

  test('with a path that comes twice is refused', async () => {
    const twice = { path: 'a.jpg', content: 'x' };
    await expect(archive(twice, twice)).rejects.toThrow(code('archive_unsafe'));
  });

  test('that would expand to far more than it is, or than may be, is refused unopened', async () => {
    const bomb = { path: 'bomb.jpg', content: Buffer.alloc(900_000), deflated: true };
    await expect(archive(bomb)).rejects.toThrow(code('archive_too_large'));
    const large = zipFile({ path: 'a.jpg', content: photo }, { path: 'b.jpg', content: photo });
    await expect(opened(large, { ...limits, maxExpandedBytes: 399_999 })).rejects.toThrow(
      code('archive_too_large'),
    );
    await opened(large, { ...limits, maxExpandedBytes: 400_000 });
    await expect(opened(large, { ...limits, maxEntries: 1 })).rejects.toThrow(code('archive_too_large'));
  });

  test('that says of a file that it is shorter than it is, is not expanded beyond that', async () => {
    const { files } = await archive(
      { path: 'liar.jpg', content: Buffer.alloc(800_000), deflated: true, bytes: 10 },
      { path: 'good.jpg', content: 'good' },
    );
    expect(await files[0]!.read()).toBeNull();
    expect((await files[1]!.read())?.toString()).toBe('good');
  });

  test('has files that cannot be read: encrypted, packed otherwise, or damaged', async () => {
    const { files } = await archive(
      { path: 'packed.jpg', content: 'x', method: 14 },
      { path: 'damaged.jpg', content: 'x', crc: 1 },
      { path: 'rubbish.jpg', content: 'x'.repeat(50), method: 8 },
    );
    expect(await Promise.all(files.map((file) => file.read()))).toEqual([null, null, null]);
    const encrypted = { path: 'secret.jpg', content: 'x'.repeat(20), flags: 0x801, bytes: 8 };
    const { files: secret } = await archive(encrypted);
    expect(await secret[0]!.read()).toBeNull();
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a photo', photo],
    ['half an archive', zipFile({ path: 'a.jpg', content: photo }).subarray(0, 100_000)],
    ['the end of an archive', zipFile({ path: 'a.jpg', content: photo }).subarray(100_000)],
  ])('is none where it is %s', async (_, bytes) => {
    const outcome = await opened(bytes)
      .then(({ files }) => files[0]!.read())
      .catch((error: { code: string }) => error.code);
    expect([null, 'archive_unreadable']).toContain(outcome);
  });
});
