/**
 * Photos as a desk's camera takes them, one face each, made at run time from the demo pictures of an installed package. Larger
 * ones are enlarged; noise laid over them gives them the detail, and the file the size, that a camera's picture has.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

export const vga: PictureSize = { widthPx: 640, heightPx: 480 };
export const uxga: PictureSize = { widthPx: 1600, heightPx: 1200 };
export const twelveMegapixels: PictureSize = { widthPx: 4000, heightPx: 3000 };

const demoFolder = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);

const regions = {
  carla: { sample: 5, left: 140, top: 790, width: 640, height: 480 },
  dora: { sample: 6, left: 5, top: 280, width: 640, height: 480 },
  nobody: { sample: 6, left: 1640, top: 820, width: 280, height: 500 },
} as const;

/** Between the eyes of carla's region, as the pipeline measures it. */
const carlaEyeDistancePx = 106;
const jpegQuality = 90;
/** Standard deviation of the noise in levels of 256, as a small camera indoors leaves it. */
const noiseSigma = 3;

/** A photo of a person at the desk. */
export async function deskPhoto(
  size: PictureSize,
  { person = 'carla', format = 'jpeg' }: { person?: 'carla' | 'dora'; format?: 'jpeg' | 'png' | 'webp' } = {},
): Promise<Buffer> {
  const photo = await noisy(region(person), size);
  return photo.toFormat(format, format === 'png' ? {} : { quality: jpegQuality }).toBuffer();
}

/** The same person a moment later: a little turned, larger and brighter. */
export async function nextPhoto(size: PictureSize, person: 'carla' | 'dora'): Promise<Buffer> {
  const turned = region(person).rotate(3, { background: '#777' }).modulate({ brightness: 1.08 });
  return (await noisy(sharp(await turned.png().toBuffer()), size)).jpeg({ quality: jpegQuality }).toBuffer();
}

/** A face far from the camera, in a corner of a large picture. */
export async function distantPhoto(size: PictureSize, eyeDistancePx: number): Promise<Buffer> {
  const width = Math.round((vga.widthPx * eyeDistancePx) / carlaEyeDistancePx);
  const person = await region('carla').resize(width).png().toBuffer();
  const scene = region('nobody').resize(size.widthPx, size.heightPx, { fit: 'cover' });
  const withPerson = await scene
    .composite([
      { input: person, left: Math.round(size.widthPx * 0.6), top: Math.round(size.heightPx * 0.3) },
    ])
    .png()
    .toBuffer();
  return (await noisy(sharp(withPerson), size)).jpeg({ quality: jpegQuality }).toBuffer();
}

function region(name: keyof typeof regions): Sharp {
  const { sample, ...area } = regions[name];
  return sharp(join(demoFolder, `sample${sample}.jpg`)).extract(area);
}

async function noisy(picture: Sharp, { widthPx: width, heightPx: height }: PictureSize): Promise<Sharp> {
  const pixels = await picture.resize(width, height, { fit: 'cover' }).removeAlpha().raw().toBuffer();
  const noise = await sharp({
    create: {
      ...{ width, height, channels: 3, background: '#808080' },
      noise: { type: 'gaussian', mean: 128, sigma: noiseSigma },
    },
  })
    .raw()
    .toBuffer();
  const rgb = new Uint8ClampedArray(pixels).map((value, i) => value + noise[i]! - 128);
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}
