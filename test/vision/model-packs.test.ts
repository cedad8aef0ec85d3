/** Model packs from the file that somebody brings to features: what is refused on the way, and that a net that fits works. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedder } from '../../src/vision/open-embedder.js';
import { packModel } from '../../src/vision/models/packs/embedding-pack.js';
import { isDetector, parsePackManifest } from '../../src/vision/models/packs/pack-manifest.js';
import { installPack } from '../../src/vision/models/packs/install-pack.js';
import { describePack, listPacks, openEmbeddingPack } from '../../src/vision/models/packs/pack-store.js';
import { tinyFeatureLength, tinyManifest, tinyNet, writeTinyPack } from './tiny-pack.js';

let folder: string;
let modelsDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-packs-'));
  modelsDir = join(folder, 'models');
});
afterEach(() => rm(folder, { recursive: true }));

const tiny = { model: 'tiny', embedding: 'standard' } as const;
const open = () => openEmbedder({ ...tiny, modelsDir });
const unavailable = (detail: string) => ({
  code: 'models_unavailable',
  context: { detail: expect.stringContaining(detail) as string },
});

describe('installing a pack', () => {
  it('copies the file that the manifest names, and lists the pack as installed', async () => {
    const { manifest, file } = await writeTinyPack(folder);
    expect(await installPack(modelsDir, manifest, { from: file })).toMatchObject({ state: 'installed' });
    const { net } = await openEmbeddingPack(modelsDir, 'tiny');
    expect(Buffer.compare(net, tinyNet())).toBe(0);
  });

  it('refuses a file of the right size with another digest, and leaves nothing behind', async () => {
    const { manifest, file } = await writeTinyPack(folder);
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    const installing = installPack(modelsDir, manifest, { from: file });
    await expect(installing).rejects.toThrow(/is not the file of tiny: its SHA-256 is [0-9a-f]{64}/);
    expect((await listPacks(modelsDir)).map(({ name }) => name)).not.toContain('tiny');
  });

  it('refuses a file of another size', async () => {
    const { manifest, file } = await writeTinyPack(folder);
    await writeFile(file, (await readFile(file)).subarray(1));
    await expect(installPack(modelsDir, manifest, { from: file })).rejects.toThrow(/bytes, not \d+/);
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['a key that is not known', { ...tinyManifest(tinyNet()), weights: 'x' }, /weights|additional/i],
    ['features longer than can be held', { ...tinyManifest(tinyNet()), featureLength: 513 }, /featureLength/],
    ['a file in another folder', { ...tinyManifest(tinyNet()), file: '../tiny.onnx' }, /file/],
    ['a metric that is not known', { ...tinyManifest(tinyNet()), metric: 'manhattan' }, /metric/],
  ])('refuses a manifest with %s, naming it', async (_what, content, message) => {
    const manifest = join(folder, 'tiny.json');
    await writeFile(manifest, typeof content === 'string' ? content : JSON.stringify(content));
    await expect(describePack(manifest)).rejects.toThrow(message);
  });

  it('refuses a prior whose scores do not rise as its rates fall', () => {
    const { prior, ...rest } = tinyManifest(tinyNet());
    const scoreAtFmr = prior.scoreAtFmr.toReversed();
    const text = JSON.stringify({ ...rest, prior: { ...prior, scoreAtFmr } });
    expect(() => parsePackManifest(text)).toThrow(/scoreAtFmr/);
  });

  it('knows only packs that there are', async () => {
    await expect(describePack('nowhere')).rejects.toThrow(/no model pack/);
    await expect(describePack('../package')).rejects.toThrow(/no model pack/);
  });
});

describe('opening an installed pack', () => {
  const install = async (pack: Parameters<typeof writeTinyPack>[1] = {}) => {
    const { manifest, file } = await writeTinyPack(folder, pack);
    await installPack(modelsDir, manifest, { from: file });
  };
  const chip = () => Float32Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 7919) % 256);

  it('gives features of unit length, and the same ones for a face and its mirror image', async () => {
    await install();
    const { embed, model } = await open();
    const features = await embed([chip()]);
    expect(features).toHaveLength(tinyFeatureLength);
    expect(Math.hypot(...features)).toBeCloseTo(1, 5);
    expect(model.prior.typicalStrangersMean).toBe(-0.3);
    const mirrored = chip();
    for (let row = 0; row < 32; row++)
      for (let column = 0; column < 32; column++)
        for (let colour = 0; colour < 3; colour++)
          mirrored[(row * 32 + column) * 3 + colour] = chip()[(row * 32 + 31 - column) * 3 + colour]!;
    const again = await embed([mirrored]);
    for (const [i, value] of again.entries()) expect(value).toBeCloseTo(features[i]!, 5);
  });

  it.each([1, 2, 3])('runs a net that takes %i pictures at a time as often as it must', async (count) => {
    await install();
    const expected = await (await open()).embed([chip()]);
    await rm(modelsDir, { recursive: true });
    await install({ net: tinyNet(count) });
    const features = await (await open()).embed([chip()]);
    for (const [i, value] of features.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it('refuses a net whose features have another length than the manifest says', async () => {
    await install({ changes: { featureLength: 40 } });
    await expect(open()).rejects.toMatchObject(unavailable('values where its description says'));
  });

  it('refuses a net that takes pictures of another size', async () => {
    await install({ changes: { input: { ...tinyManifest(tinyNet()).input, sidePx: 48 } } });
    await expect(open()).rejects.toMatchObject(unavailable('does not work'));
  });

  it('refuses a file that is no net, though its digest is right', async () => {
    await install({ net: Buffer.from('this is no net') });
    await expect(open()).rejects.toMatchObject(unavailable('does not work'));
  });

  it('refuses a file that was changed after it was installed, and lists it as damaged', async () => {
    await install();
    await writeFile(join(modelsDir, 'packs', 'tiny', 'tiny.onnx'), tinyNet(1));
    await expect(open()).rejects.toMatchObject(unavailable('damaged'));
    expect(await listPacks(modelsDir)).toContainEqual(
      expect.objectContaining({ name: 'tiny', state: 'damaged' }),
    );
  });

  it('says how to install a pack that is not there', async () => {
    await expect(open()).rejects.toMatchObject(unavailable('facedesk models install tiny'));
  });
});

describe('the model id of a pack', () => {
  const manifest = tinyManifest(tinyNet());
  const { modelId } = packModel(manifest, 'standard');

  it('is another for everything that moves features', () => {
    const { input } = manifest;
    const view = [{ padding: 0.01, turnDegrees: 0 }];
    const others = [
      { ...manifest, sha256: 'f'.repeat(64) },
      { ...manifest, input: { ...input, colour: 'rgb' as const } },
      { ...manifest, input: { ...input, divisor: 128 } },
      { ...manifest, input: { ...input, mean: [127.5, 127.5, 128] as [number, number, number] } },
      { ...manifest, alignment: 'dlib-150' as const },
      { ...manifest, metric: 'euclidean' as const },
      { ...manifest, views: { ...manifest.views, standard: view } },
    ].map((other) => packModel(other, 'standard').modelId);
    expect(new Set([modelId, ...others]).size).toBe(others.length + 1);
    expect(packModel(manifest, 'thorough').modelId).not.toBe(modelId);
  });

  it('stays where only what is known of its scores changes, or an effort has the same views', () => {
    const { prior } = manifest;
    const other = {
      ...manifest,
      title: 'Other',
      prior: { ...prior, note: 'Measured.', sameFaceScore: -0.01 },
    };
    expect(packModel(other, 'standard').modelId).toBe(modelId);
    expect(packModel(manifest, 'fast').modelId).toBe(modelId);
  });
});

describe('what is documented', () => {
  it('every manifest that comes with the program can be used, under its own name', async () => {
    const names = (await readdir('model-packs')).map((file) => file.replace(/\.json$/, ''));
    expect(names).toEqual(expect.arrayContaining(['sface-2021dec', 'yunet-2023mar']));
    for (const name of names) expect((await describePack(name)).name).toBe(name);
  });

  it('so can the example in docs/models.md', async () => {
    const [, example] = /```json\n([^]*?)```/.exec(await readFile('docs/models.md', 'utf8'))!;
    const manifest = parsePackManifest(example!);
    if (isDetector(manifest)) throw new Error('the example is not of a pack that makes features');
    expect(packModel(manifest, 'standard')).toMatchObject({ featureLength: 512 });
  });
});
