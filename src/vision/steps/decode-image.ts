/**
 * First step: from the bytes of an upload to upright sRGB pixels. Only JPEG, PNG and WebP reach a decoder, and their size is
 * checked from the header before a pixel is touched. Runs in a child process only.
 */
import sharp, { type Metadata, type Sharp } from 'sharp';
import { FacedeskError } from '../../domain/errors.js';
import type { ImageFormat } from '../../domain/face.js';
import { maxExaminedPixels } from '../examined-pixels.js';
import { cleanPng, holdsSurplus } from './clean-png.js';
import type { Pixels } from './pixels.js';
import { sniffFormat } from './sniff-format.js';

// libvips opens dozens of formats by itself, SVG and GIF among them; everything but these three is closed to uploads.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
// One picture is one task of one child: caching would only hold memory, and threads belong to the other children.
sharp.cache(false);
sharp.concurrency(1);

/**
 * What the dear kinds of files may make a decoder hold. Two children at this limit and the server beside them stay within a
 * GiB, and either is done long before its deadline; test/e2e/hostile-uploads.test.ts watches both.
 */
const maxHeldBytes = 100_000_000;

export interface DecodedImage extends Pixels {
  readonly format: ImageFormat;
}

/**
 * Decodes a JPEG, PNG or WebP file (of an animation, its first frame), turns it upright by its EXIF orientation, converts it
 * to sRGB by its own colour profile and puts transparent parts on white.
 * @throws FacedeskError image_unreadable, image_format_unsupported, image_damaged, image_too_many_pixels
 */
export async function decodeImage(bytes: Uint8Array, maxPixels: number): Promise<DecodedImage> {
  const format = sniffFormat(bytes);
  const file = format === 'png' ? cleanPng(bytes) : bytes;
  const image = sharp(file, { failOn: 'error', limitInputPixels: maxPixels, sequentialRead: true });
  const header = await readHeader(image);
  const { width, height, hasAlpha, orientation } = header;
  if (width * height > maxPixels || heldBytes(header) > maxHeldBytes)
    throw new FacedeskError('image_too_many_pixels', { detail: `${width}x${height}` });
  if (format === 'png' && (await holdsSurplus(file)))
    throw new FacedeskError('image_damaged', { detail: 'more data than its header claims' });

  const opaque = hasAlpha ? image.flatten({ background: '#ffffff' }) : image;
  const upright = turnedUpright(reduced(opaque, width, height), orientation).toColourspace('srgb');
  try {
    const { data, info } = await upright.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return {
      format,
      widthPx: info.width,
      heightPx: info.height,
      rgbHwc: toThreeChannels(data, info.channels),
    };
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Halves or less what is larger than a face needs, so that neither time nor memory grows with the camera. */
function reduced(image: Sharp, width: number, height: number): Sharp {
  if (width * height <= maxExaminedPixels) return image;
  const longerPx = Math.floor(Math.max(width, height) * Math.sqrt(maxExaminedPixels / (width * height)));
  return image.resize({ width: longerPx, height: longerPx, fit: 'inside' });
}

/** Values that a progressive JPEG keeps for a pixel, by how its colour is sampled; the most where nothing is said. */
const progressiveValues: Readonly<Record<string, number>> = { '4:2:0': 1.5, '4:2:2': 2, '4:4:4': 3 };

/** Bytes held by the kinds of files that are read as a whole or at double depth; 0 for the others, which the pixel limit bounds. */
function heldBytes({ format, width, height, channels, depth, isProgressive, ...header }: Metadata): number {
  const pixels = width * height;
  if (format === 'jpeg' && isProgressive)
    return pixels * 2 * (progressiveValues[header.chromaSubsampling ?? ''] ?? 4);
  const isDeep = depth === 'ushort';
  if (format !== 'png' || !(isProgressive || isDeep)) return 0;
  return pixels * channels * (isDeep ? 2 : 1) * (isProgressive ? 2 : 1);
}

/** What EXIF's orientations ask for: a mirroring first, then a turn clockwise in degrees (CIPA DC-008, 4.6.5.1.4). */
const orientations: Readonly<Record<number, { mirror?: 'flip' | 'flop'; turn?: 90 | 180 | 270 }>> = {
  2: { mirror: 'flop' },
  3: { turn: 180 },
  4: { mirror: 'flip' },
  5: { mirror: 'flop', turn: 270 },
  6: { turn: 90 },
  7: { mirror: 'flop', turn: 90 },
  8: { turn: 270 },
};

/** Turned last, because a picture must be held whole to be turned: sharp's own autoOrient does it before it reduces. */
function turnedUpright(image: Sharp, orientation = 1): Sharp {
  const { mirror, turn } = orientations[orientation] ?? {};
  const mirrored = mirror === undefined ? image : image[mirror]();
  return turn === undefined ? mirrored : mirrored.rotate(turn);
}

async function readHeader(image: Sharp): Promise<Metadata> {
  try {
    return await image.metadata();
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause: unknown): FacedeskError {
  // libvips reports the limit only by this sentence.
  const tooLarge = cause instanceof Error && cause.message.includes('exceeds pixel limit');
  return new FacedeskError(tooLarge ? 'image_too_many_pixels' : 'image_damaged', { cause });
}

function toThreeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = channels > 2 ? data[from + 1]! : data[from]!;
    rgb[to + 2] = channels > 2 ? data[from + 2]! : data[from]!;
  }
  return rgb;
}
