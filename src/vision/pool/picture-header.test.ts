import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { estimateLoad } from './picture-load.js';
import { readPictureHeader } from './picture-header.js';

const picture = sharp({ create: { width: 70, height: 30, channels: 4, background: '#5a7896' } });
const files = {
  'a JPEG': { file: picture.clone().jpeg(), isHeldWhole: false },
  'a JPEG with metadata before its frame': {
    file: picture.clone().jpeg().withMetadata({ orientation: 6, density: 300 }),
    isHeldWhole: false,
  },
  'a progressive JPEG': { file: picture.clone().jpeg({ progressive: true }), isHeldWhole: true },
  'a PNG': { file: picture.clone().png(), isHeldWhole: false },
  'an interlaced PNG': { file: picture.clone().png({ progressive: true }), isHeldWhole: true },
  'a PNG of 16 bits': { file: picture.clone().toColourspace('rgb16').png(), isHeldWhole: true },
  'a WebP': { file: picture.clone().flatten().webp(), isHeldWhole: true },
  'a WebP with transparency': { file: picture.clone().ensureAlpha(0.5).webp(), isHeldWhole: true },
  'a WebP without loss': { file: picture.clone().webp({ lossless: true }), isHeldWhole: true },
};

describe.each(Object.entries(files))('%s', (_name, { file, isHeldWhole }) => {
  test('is as large as its decoder says, and held as its decoder holds it', async () => {
    expect(readPictureHeader(await file.toBuffer())).toEqual({ pixels: 70 * 30, isHeldWhole });
  });

  test('counts as the worst that is let in where it is cut off in its header', async () => {
    const bytes = await file.toBuffer();
    const worst = estimateLoad(bytes.subarray(0, 20), 40_000_000);
    expect(worst.memoryBytes).toBeGreaterThan(200e6);
    for (let length = 12; length < Math.min(700, bytes.length); length++) {
      const header = readPictureHeader(bytes.subarray(0, length));
      if (header !== undefined) expect(header).toEqual({ pixels: 70 * 30, isHeldWhole });
    }
  });
});

test('what is no picture, or one that will be refused from its header, counts as nothing', async () => {
  expect(readPictureHeader(Buffer.from('GIF89a'))).toBe('noPicture');
  expect(readPictureHeader(new Uint8Array())).toBe('noPicture');
  expect(estimateLoad(Buffer.from('hello'), 100)).toEqual({ memoryBytes: 0, workMs: 1 });
  expect(estimateLoad(await picture.clone().png().toBuffer(), 2099)).toEqual({ memoryBytes: 0, workMs: 1 });
});
