/**
 * First step: from the bytes of an upload to upright sRGB pixels. Only JPEG, PNG and WebP reach a decoder, and their size is
 * checked from the header before a pixel is touched. Runs in a child process only.
 */
import sharp, { type Metadata, type Sharp } from 'sharp';
import { FacedeskError } from '../../domain/errors.js';
import type { ImageFormat } from '../../domain/face.js';
import type { Pixels } from './pixels.js';
import { sniffFormat } from './sniff-format.js';

// libvips opens dozens of formats by itself, SVG and GIF among them; everything but these three is closed to uploads.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
// One picture is one task of one child: caching would only hold memory, and threads belong to the other children.
sharp.cache(false);
sharp.concurrency(1);

/** Larger pictures are reduced to this while they are decoded: a face with 40 pixels between the eyes in 12 MP stays as it is. */
const maxExaminedPixels = 16_000_000;

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
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, sequentialRead: true });
  const { width, height, hasAlpha } = await readHeader(image);
  if (width * height > maxPixels)
    throw new FacedeskError('image_too_many_pixels', { detail: `${width}x${height}` });

  const opaque = hasAlpha ? image.flatten({ background: '#ffffff' }) : image;
  const upright = reduced(opaque.autoOrient(), width, height).toColourspace('srgb');
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
