/** Another net that finds the faces: what it reports lies where it saw it, and the features are those that the face has anyway. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import type { FaceMeasures } from '../../src/domain/face.js';
import { compare } from '../../src/domain/features.js';
import { createExtractor } from '../../src/vision/extract-features.js';
import { openDetector } from '../../src/vision/open-detector.js';
import { openEmbedder } from '../../src/vision/open-embedder.js';
import { installPack } from '../../src/vision/models/packs/install-pack.js';
import { listPacks } from '../../src/vision/models/packs/pack-store.js';
import { detectFaces, type Look } from '../../src/vision/steps/detect-faces.js';
import type { Pixels } from '../../src/vision/steps/pixels.js';
import { face } from '../faces.js';
import { tinyDetector, tinyDetectorFace, tinyDetectorManifest, writeTinyDetector } from './tiny-detector.js';
import { writeTinyPack } from './tiny-pack.js';

let folder: string;
let modelsDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-detectors-'));
  modelsDir = join(folder, 'models');
});
afterEach(() => rm(folder, { recursive: true }));

const install = async (pack: Parameters<typeof writeTinyDetector>[1] = {}) => {
  const { manifest, file } = await writeTinyDetector(folder, pack);
  return installPack(modelsDir, manifest, { from: file });
};
const open = () => openDetector({ modelsDir, detector: 'tiny-detector' });
const unavailable = (detail: string) => ({
  code: 'models_unavailable',
  context: { detail: expect.stringContaining(detail) as string },
});

/** Grey, with one square of a colour. */
function pictureWith(square: { x: number; y: number; sidePx: number; rgb: readonly number[] }): Pixels {
  const picture = { widthPx: 256, heightPx: 256, rgbHwc: new Uint8Array(256 * 256 * 3).fill(90) };
  for (let y = square.y; y < square.y + square.sidePx; y++)
    for (let x = square.x; x < square.x + square.sidePx; x++)
      picture.rgbHwc.set(square.rgb, (y * 256 + x) * 3);
  return picture;
}
/** A face right of and below a corner of a colour, as a PNG file of 700x700 pixels. */
async function besideCorner([r, g, b]: readonly number[]): Promise<Buffer> {
  const corner = { width: 175, height: 175, channels: 3, background: { r: r!, g: g!, b: b! } } as const;
  return sharp({ create: { ...corner, width: 700, height: 700, background: '#777' } })
    .composite([
      { input: await face('anna'), left: 200, top: 200 },
      { input: await sharp({ create: corner }).png().toBuffer(), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
}
const whole: Look = { centre: { x: 127.5, y: 127.5 }, sidePx: 256, turnRad: 0 };
const blue = [20, 20, 250];

describe('a detector pack', () => {
  it('is installed and listed as what it is', async () => {
    await install();
    expect(await listPacks(modelsDir)).toContainEqual(
      expect.objectContaining({ name: 'tiny-detector', kind: 'detector', state: 'installed' }),
    );
  });

  it('is fed the colours in its own order, and its boxes and eyes lie in the picture where it saw them', async () => {
    await install();
    const detector = await open();
    // One cell of 32 pixels of the input is 64 pixels of the picture: this is the third from the left, the second from above.
    const picture = pictureWith({ x: 128, y: 64, sidePx: 64, rgb: blue });
    const [found, ...others] = await detectFaces(detector, picture, [whole]);
    expect(others).toEqual([]);
    const { boxPx, eyes } = tinyDetectorFace;
    expect(found!.boxPx.width).toBeCloseTo(2 * boxPx, 3);
    expect(found!.boxPx.x + found!.boxPx.width / 2).toBeCloseTo(160.5, 3);
    expect(found!.boxPx.y + found!.boxPx.height / 2).toBeCloseTo(96.5, 3);
    expect(found!.leftEyePx.x).toBeCloseTo(128.5 + 64 * eyes.left, 3);
    expect(found!.rightEyePx.x).toBeCloseTo(128.5 + 64 * eyes.right, 3);
    expect(found!.leftEyePx.y).toBeCloseTo(64.5 + 64 * eyes.below, 3);
    expect(found!.score).toBeCloseTo(250 / 255, 2);
    const red = pictureWith({ x: 128, y: 64, sidePx: 64, rgb: blue.toReversed() });
    expect(await detectFaces(detector, red, [whole])).toEqual([]);
  });

  it('sees the same face in a turned look', async () => {
    await install();
    const picture = pictureWith({ x: 128, y: 64, sidePx: 64, rgb: blue });
    const quarter = { ...whole, turnRad: Math.PI / 2 };
    const [found] = await detectFaces(await open(), picture, [quarter]);
    expect(found!.boxPx.x + found!.boxPx.width / 2).toBeCloseTo(160, -1);
    expect(found!.boxPx.y + found!.boxPx.height / 2).toBeCloseTo(96, -1);
  });

  it('reports nothing that it is less sure of than its manifest asks', async () => {
    await install({ changes: { minScore: 0.99 } });
    const picture = pictureWith({ x: 128, y: 64, sidePx: 64, rgb: blue });
    expect(await detectFaces(await open(), picture, [whole])).toEqual([]);
  });

  it('gives a face the features that it has with the built-in detector, as the landmarks find the same points', async () => {
    const { maxImagePixels: maxPixels, ...vision } = loadConfig({ env: {} }).vision;
    await cp(vision.modelsDir, modelsDir, { recursive: true });
    // Four by four cells; the blue one in the corner says that a face lies in the middle of the four cells below it.
    await install({
      net: tinyDetector({
        boxPx: 64,
        centre: { x: 2.6, y: 2.6 },
        eyes: { left: 2.2, right: 3, below: 2.3 },
      }),
    });
    const builtIn = await createExtractor({ ...vision, maxPixels });
    const other = await createExtractor({ ...vision, modelsDir, detector: 'tiny-detector', maxPixels });
    expect(other.modelId).toBe(builtIn.modelId);
    const [expected] = (await builtIn.examine(await besideCorner(blue), { keep: 'none' })).faces;
    const [found, ...more] = (await other.examine(await besideCorner(blue), { keep: 'none' })).faces;
    expect(more).toEqual([]);
    const { features } = found as FaceMeasures;
    expect(-compare((expected as FaceMeasures).features, features)).toBeLessThan(0.1);
    expect((await other.examine(await besideCorner([90, 90, 90]), { keep: 'none' })).faces).toEqual([]);
  });

  it.each([
    ['another size', { input: { ...tinyDetectorManifest(tinyDetector()).input, sidePx: 96 } }],
    ['another order', { input: { ...tinyDetectorManifest(tinyDetector()).input, layout: 'nhwc' as const } }],
  ])('stops the start where its manifest says %s than its net takes', async (_what, changes) => {
    await install({ changes });
    await expect(open()).rejects.toMatchObject(unavailable('does not work'));
  });

  it('stops the start where its net makes features', async () => {
    const { manifest, file } = await writeTinyPack(folder);
    await installPack(modelsDir, manifest, { from: file });
    await expect(openDetector({ modelsDir, detector: 'tiny' })).rejects.toMatchObject(
      unavailable('name it in FACEDESK_MODEL'),
    );
    await install();
    await expect(
      openEmbedder({ modelsDir, model: 'tiny-detector', embedding: 'standard' }),
    ).rejects.toMatchObject(unavailable('name it in FACEDESK_DETECTOR'));
  });

  it('says how to install one that is not there', async () => {
    await expect(open()).rejects.toMatchObject(unavailable('facedesk models install tiny-detector'));
  });
});
