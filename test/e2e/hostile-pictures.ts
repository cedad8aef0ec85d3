/**
 * Pictures made to do harm, made at run time: bits of good photos turned over, photos cut short, files that unpack to far
 * more than they weigh, and the heaviest that the default limits let in.
 */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { face } from '../faces.js';
import type { SeededRandom } from '../seeded-random.js';

export interface HostilePicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Photos of every format with bits turned over or the end cut off, `each` of either kind of a format. */
export async function damagedPhotos(random: SeededRandom, each: number): Promise<HostilePicture[]> {
  const photo = sharp(await face('emma')).resize(250);
  const files = {
    jpeg: await photo.clone().jpeg().toBuffer(),
    progressive: await photo.clone().jpeg({ progressive: true }).toBuffer(),
    png: await photo.clone().png().toBuffer(),
    webp: await photo.clone().webp().toBuffer(),
  };
  return Object.entries(files).flatMap(([format, file]) =>
    Array.from({ length: each }, (_, at) => [
      { name: `${format} with bits turned ${at}`, bytes: withBitsTurned(file, random) },
      { name: `${format} cut short ${at}`, bytes: file.subarray(0, random.below(file.length)) },
    ]).flat(),
  );
}

/** Up to 16 bits; of half the files only in the first 200 bytes, where the headers are. */
function withBitsTurned(file: Uint8Array, random: SeededRandom): Uint8Array {
  const turned = Uint8Array.from(file);
  const reach = random.below(2) === 0 ? turned.length : 200;
  for (let left = 1 + random.below(16); left > 0; left--)
    turned[random.below(reach)]! ^= 1 << random.below(8);
  return turned;
}

/** What a plain picture of this size is worth, for comparison. */
export function plainPicture(): HostilePicture {
  return {
    name: 'a plain picture of 100x100',
    bytes: greyPng(100, 100, deflateSync(Buffer.alloc(100 * 101))),
  };
}

/** Small files that claim, or unpack to, far more than the limit. */
export function bombs(): HostilePicture[] {
  const zeros = deflateSync(Buffer.alloc(15_000 * (15_000 + 1)));
  return [
    { name: '225 MP of zeros', bytes: greyPng(15_000, 15_000, zeros) },
    { name: 'a header of 60000x60000', bytes: greyPng(60_000, 60_000, deflateSync(Buffer.alloc(1000))) },
    { name: 'a small header over 225 MB of data', bytes: greyPng(100, 100, zeros) },
    {
      name: 'a header of 39 MP over hardly any data',
      bytes: greyPng(7200, 5400, deflateSync(Buffer.alloc(1000))),
    },
    { name: 'a header of 1x39000000', bytes: greyPng(1, 39_000_000, deflateSync(Buffer.alloc(1000))) },
    { name: '100x100 with 158 MB of texts', bytes: withTexts(plainPicture().bytes, 20) },
  ];
}

/** libpng unpacks up to 8 MB of each, and holds them all. */
function withTexts(png: Uint8Array, texts: number): Buffer {
  const keyword = Buffer.from('Comment\0\0', 'latin1');
  const text = chunk('zTXt', Buffer.concat([keyword, deflateSync(Buffer.alloc(7_900_000, 'a'))]));
  // Behind the signature and the header, 8 and 25 bytes.
  const parts = [png.subarray(0, 33), ...Array.from({ length: texts }, () => text), png.subarray(33)];
  return Buffer.concat(parts);
}

function greyPng(width: number, height: number, packed: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const heavyPx = { width: 7200, height: 5400 };
/** Orientation 6: to be turned by a quarter, for which the whole picture has to be held at once. */
const turned = { orientation: 6 };
const background = { r: 90, g: 120, b: 150, alpha: 0.5 };

/** Pictures of 39 MP, just under the default limit, in the kinds that are dearest to decode; some with a face. */
export const heavyPictures: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a JPEG': async () => (await enlarged()).jpeg().toBuffer(),
  'a JPEG to be turned': async () => (await enlarged()).jpeg().withMetadata(turned).toBuffer(),
  'a progressive JPEG': async () => (await enlarged()).jpeg({ progressive: true }).toBuffer(),
  'a PNG to be turned': async () =>
    (await enlarged('nearest')).png({ compressionLevel: 3 }).withMetadata(turned).toBuffer(),
  'a PNG with transparency': async () => flat().png({ compressionLevel: 1 }).toBuffer(),
  'an interlaced PNG': async () => flat().png({ compressionLevel: 1, progressive: true }).toBuffer(),
  'a PNG of 16 bits': async () => flat().toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer(),
  'a WebP to be turned': async () =>
    (await enlarged()).webp({ quality: 40, effort: 0 }).withMetadata(turned).toBuffer(),
  'a WebP without loss to be turned': async () =>
    (await enlarged('nearest')).webp({ lossless: true, effort: 0 }).withMetadata(turned).toBuffer(),
  'an animated WebP with transparency': async () => animated().webp({ quality: 40, effort: 0 }).toBuffer(),
  'a progressive JPEG of 32 MP to be turned': async () =>
    (await enlarged('cubic', 0.9)).jpeg({ progressive: true }).withMetadata(turned).toBuffer(),
  'an interlaced PNG of 12 MP with transparency': async () =>
    flat().resize(4000).png({ compressionLevel: 1, progressive: true }).toBuffer(),
  'a PNG of 12 MP and 16 bits with transparency': async () =>
    flat().resize(4000).toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer(),
};

async function enlarged(kernel: 'nearest' | 'cubic' = 'cubic', scale = 1): Promise<Sharp> {
  const size = { width: heavyPx.width * scale, height: heavyPx.height * scale };
  return sharp(await face('bella')).resize({ ...size, fit: 'fill', kernel });
}

function flat(): Sharp {
  return sharp({ create: { ...heavyPx, channels: 4, background } });
}

/** Two frames. */
function animated(): Sharp {
  const { width, height } = heavyPx;
  return sharp({ create: { width, height: 2 * height, channels: 4, background, pageHeight: height } });
}
