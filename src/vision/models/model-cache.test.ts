import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { netNames } from './catalogue.js';
import { compileModels, embeddingModelId, listModels, openModel, verifyModels } from './model-cache.js';

const everyFile = ['manifest.json', ...netNames.map((name) => `${name}.onnx`)].sort();
const unavailable = { code: 'models_unavailable' };

/** A folder with every net in it, for tests to copy: compiling takes a while. */
let filled: string;
let folder: string;
let cacheDir: string;

beforeAll(async () => {
  filled = await mkdtemp(join(tmpdir(), 'facedesk-models-'));
  await compileModels(filled);
});

afterAll(() => rm(filled, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-models-'));
  cacheDir = join(folder, 'cache');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('compileModels', () => {
  it('fills an empty folder, and leaves it as it is the second time', async () => {
    expect(await outcomes()).toEqual(netNames.map(() => 'compiled'));
    const before = await stat(join(cacheDir, 'detector.onnx'));
    expect(await outcomes()).toEqual(netNames.map(() => 'kept'));
    expect((await stat(join(cacheDir, 'detector.onnx'))).ino).toBe(before.ino);
    expect((await readdir(cacheDir)).sort()).toEqual(everyFile);
  });

  it('writes a manifest that describes the files beside it', async () => {
    const manifest = JSON.parse(await readFile(join(filled, 'manifest.json'), 'utf8')) as Record<
      string,
      { file: string; sha256: string; bytes: number }
    >;
    for (const name of netNames) {
      const { file, sha256, bytes } = manifest[name]!;
      const content = await readFile(join(filled, file));
      expect(content).toHaveLength(bytes);
      expect(digest(content)).toBe(sha256);
    }
  });

  it('compiles a damaged net again, and only that one', async () => {
    await cp(filled, cacheDir, { recursive: true });
    const intact = await readFile(join(cacheDir, 'liveness.onnx'));
    await writeFile(join(cacheDir, 'liveness.onnx'), flipLastBit(intact));
    expect((await listModels(cacheDir)).find(({ name }) => name === 'liveness')?.state).toBe('outdated');
    expect(await outcomes()).toEqual(['kept', 'kept', 'kept', 'kept', 'compiled']);
    expect(await readFile(join(cacheDir, 'liveness.onnx'))).toEqual(intact);
  });

  it('compiles a net again whose manifest names another translator or other sources', async () => {
    await cp(filled, cacheDir, { recursive: true });
    const path = join(cacheDir, 'manifest.json');
    const text = await readFile(path, 'utf8');
    const manifest = JSON.parse(text) as Record<string, object>;
    manifest['antispoof'] = { ...manifest['antispoof'], translatorVersion: 0 };
    manifest['liveness'] = { ...manifest['liveness'], sources: [] };
    await writeFile(path, JSON.stringify(manifest));
    expect(await outcomes()).toEqual(['kept', 'kept', 'kept', 'compiled', 'compiled']);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('starts over where the manifest was cut off', async () => {
    await cp(filled, cacheDir, { recursive: true });
    await writeFile(join(cacheDir, 'manifest.json'), '{"detector": ');
    expect(await outcomes()).toEqual(netNames.map(() => 'compiled'));
    await verifyModels(cacheDir);
  });

  it('ends with one valid folder where calls and processes start at once', async () => {
    const module = new URL('./model-cache.ts', import.meta.url).href;
    const script = `import { compileModels } from ${JSON.stringify(module)}; await compileModels(process.argv[1]);`;
    const run = promisify(execFile);
    const start = (): Promise<unknown> =>
      run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, cacheDir]);
    await Promise.all([start(), start(), compileModels(cacheDir), compileModels(cacheDir)]);
    await verifyModels(cacheDir);
    expect((await readdir(cacheDir)).sort()).toEqual(everyFile);
  });

  it('says so where the folder cannot be written', async () => {
    await symlink(join(folder, 'nowhere', 'at', 'all'), cacheDir);
    await expect(compileModels(cacheDir)).rejects.toMatchObject(unavailable);
    await expect(openModel(cacheDir, 'liveness')).rejects.toMatchObject(unavailable);
  });

  it('says so where the folder is a file', async () => {
    await writeFile(cacheDir, '');
    await expect(compileModels(cacheDir)).rejects.toMatchObject(unavailable);
  });
});

describe('openModel', () => {
  it('compiles what is missing and then hands out the cached bytes', async () => {
    const compiled = await openModel(cacheDir, 'liveness');
    const before = await stat(join(cacheDir, 'liveness.onnx'));
    expect(await openModel(cacheDir, 'liveness')).toEqual(compiled);
    expect((await stat(join(cacheDir, 'liveness.onnx'))).ino).toBe(before.ino);
  });

  it('never hands out a damaged net', async () => {
    const intact = await openModel(cacheDir, 'liveness');
    for (const damaged of [flipLastBit(intact), intact.subarray(0, 1000), new Uint8Array()]) {
      await writeFile(join(cacheDir, 'liveness.onnx'), damaged);
      expect(Buffer.compare(await openModel(cacheDir, 'liveness'), intact)).toBe(0);
    }
  });
});

describe('verifyModels', () => {
  it('names what is missing', async () => {
    await openModel(cacheDir, 'liveness');
    await expect(verifyModels(cacheDir)).rejects.toMatchObject({
      code: 'models_unavailable',
      context: { detail: expect.stringContaining('embedding is missing') as string },
    });
  });
});

describe('embeddingModelId', () => {
  it('is the start of the digest of the file that is used', async () => {
    const used = digest(await openModel(cacheDir, 'embedding'));
    expect(embeddingModelId()).toBe(`dlib-resnet-v1:${used.slice(0, 12)}`);
  });
});

async function outcomes(): Promise<string[]> {
  const seen: string[] = [];
  await compileModels(cacheDir, { onProgress: ({ outcome }) => seen.push(outcome) });
  return seen;
}

function flipLastBit(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
