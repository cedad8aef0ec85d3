import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { FacedeskError } from '../../domain/errors.js';
import { decodeImage } from './decode-image.js';

const maxPixels = 40_000_000;

/** 40 x 20: the left half red, the right half blue. */
function twoHalves(): Sharp {
  const rgb = Buffer.alloc(40 * 20 * 3);
  for (let i = 0; i < 40 * 20; i++) rgb.set(i % 40 < 20 ? [250, 5, 5] : [5, 5, 250], i * 3);
  return sharp(rgb, { raw: { width: 40, height: 20, channels: 3 } });
}

async function codeOf(bytes: Uint8Array, limit = maxPixels): Promise<string> {
  try {
    await decodeImage(bytes, limit);
    return 'decoded';
  } catch (error) {
    return (error as FacedeskError).code;
  }
}

describe('decodeImage', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('decodes %s to upright RGB', async (format) => {
    const decoded = await decodeImage(
      await twoHalves().toFormat(format, { quality: 95 }).toBuffer(),
      maxPixels,
    );
    expect(decoded).toMatchObject({ format, widthPx: 40, heightPx: 20 });
    expect(decoded.rgbHwc).toHaveLength(40 * 20 * 3);
    expect(decoded.rgbHwc[0]).toBeGreaterThan(200);
    expect(decoded.rgbHwc[39 * 3 + 2]).toBeGreaterThan(200);
  });

  // EXIF 2.32, table 4, Orientation: where the first row and the first column of the stored pixels are shown.
  it.each([
    [1, 'left', 40],
    [2, 'right', 40],
    [3, 'right', 40],
    [4, 'left', 40],
    [5, 'top', 20],
    [6, 'top', 20],
    [7, 'bottom', 20],
    [8, 'bottom', 20],
  ] as const)(
    'turns orientation %i upright: the stored left half is shown at the %s',
    async (orientation, where, width) => {
      const file = await twoHalves().withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const { widthPx, heightPx, rgbHwc } = await decodeImage(file, maxPixels);
      expect([widthPx, heightPx]).toEqual([width, 60 - width]);
      const isRed = (x: number, y: number) => rgbHwc[(y * widthPx + x) * 3]! > 128;
      const [right, bottom] = [widthPx - 2, heightPx - 2];
      const seen =
        isRed(1, 1) && isRed(1, bottom)
          ? 'left'
          : isRed(right, 1) && isRed(right, bottom)
            ? 'right'
            : isRed(1, 1)
              ? 'top'
              : 'bottom';
      expect(seen).toBe(where);
    },
  );

  it('gives grey, 16-bit and transparent pictures three channels, transparency on white', async () => {
    const grey = await decodeImage(await twoHalves().greyscale().png().toBuffer(), maxPixels);
    expect(grey.rgbHwc).toHaveLength(40 * 20 * 3);
    expect(grey.rgbHwc[0]).toBe(grey.rgbHwc[1]);
    const deep = await decodeImage(await twoHalves().toColourspace('rgb16').png().toBuffer(), maxPixels);
    expect(deep.rgbHwc[0]).toBeGreaterThan(200);
    const clear = sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    expect([...(await decodeImage(await clear.png().toBuffer(), maxPixels)).rgbHwc.subarray(0, 3)]).toEqual([
      255, 255, 255,
    ]);
  });

  it('refuses fewer pixels where a decoder would have to hold all of them at double depth', async () => {
    const create = { width: 2600, height: 2600, channels: 4 as const, background: '#456a' };
    const deep = () => sharp({ create }).toColourspace('rgb16');
    const interlaced = await deep().png({ progressive: true, compressionLevel: 1 }).toBuffer();
    expect(await codeOf(interlaced)).toBe('image_too_many_pixels');
    const rowByRow = await deep().png({ compressionLevel: 1 }).toBuffer();
    expect(await decodeImage(rowByRow, maxPixels)).toMatchObject({ widthPx: 2600, heightPx: 2600 });
  });

  it('refuses more pixels than the limit by the header alone', async () => {
    const file = await twoHalves().png().toBuffer();
    expect(await codeOf(file, 799)).toBe('image_too_many_pixels');
    expect(await codeOf(file, 800)).toBe('decoded');
  });

  it('examines pictures above 16 MP reduced, in proportion', async () => {
    const wide = sharp({ create: { width: 6400, height: 3200, channels: 3, background: '#808080' } });
    const { widthPx, heightPx } = await decodeImage(await wide.jpeg().toBuffer(), maxPixels);
    expect(widthPx * heightPx).toBeLessThanOrEqual(16_000_000);
    expect(widthPx * heightPx).toBeGreaterThan(15_900_000);
    expect(widthPx / heightPx).toBeCloseTo(2, 2);
  });

  it('says of a cut-off file that it is damaged, wherever it was cut', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await sharp({
        create: {
          width: 300,
          height: 300,
          channels: 3,
          background: '#567',
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
        },
      })
        .toFormat(format)
        .toBuffer();
      for (const share of [0.1, 0.5, 0.9]) {
        expect(await codeOf(whole.subarray(0, Math.floor(whole.length * share)))).toBe('image_damaged');
      }
    }
  });

  it('never lets another kind of picture reach a decoder, whatever it claims to be', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect(await codeOf(svg)).toBe('image_format_unsupported');
    expect(await codeOf(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;'))).toBe('image_format_unsupported');
    await expect(sharp(svg).metadata()).rejects.toThrow();
  });
});
