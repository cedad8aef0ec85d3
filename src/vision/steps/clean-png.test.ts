import { crc32, deflateSync, inflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { cleanPng, holdsSurplus } from './clean-png.js';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

function png(widthPx: number, heightPx: number, unpacked: Uint8Array, ...others: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  const data = chunk('IDAT', deflateSync(unpacked));
  return Buffer.concat([signature, chunk('IHDR', header), ...others, data, chunk('IEND', Buffer.alloc(0))]);
}

const picture = Buffer.alloc(100 * 101);
const noise = (side: number) =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

describe('cleanPng', () => {
  it('leaves out texts and chunks that nobody knows, and what comes behind the end', () => {
    const clean = png(100, 100, picture);
    const texts = ['tEXt', 'zTXt', 'iTXt', 'sPLT', 'boMb'].map((name) => chunk(name, Buffer.alloc(50, 'a')));
    expect(clean.equals(cleanPng(png(100, 100, picture, ...texts)))).toBe(true);
    const behind = Buffer.concat([png(100, 100, picture, texts[0]!), texts[1]!]);
    expect(clean.equals(cleanPng(behind))).toBe(true);
  });

  it('gives back a file without them as it is, with its profile and how it was held', async () => {
    const file = await noise(20).png().withMetadata({ icc: 'p3', orientation: 6 }).toBuffer();
    expect(file.includes('iCCP') && file.includes('eXIf')).toBe(true);
    // pHYs goes, which says how large to print it.
    const { icc, orientation } = await sharp(cleanPng(file)).metadata();
    expect([icc !== undefined, orientation]).toEqual([true, 6]);
    const bare = png(100, 100, picture);
    expect(cleanPng(bare)).toBe(bare);
  });

  it('goes no further than the file does', () => {
    const file = png(100, 100, picture, chunk('zTXt', Buffer.alloc(500)));
    for (let length = 8; length < file.length; length += 7) {
      const cut = file.subarray(0, length);
      expect(cleanPng(cut).length).toBeLessThanOrEqual(cut.length);
    }
  });
});

describe('holdsSurplus', () => {
  it('finds data far beyond the picture, in a piece or in several', async () => {
    expect(await holdsSurplus(png(100, 100, Buffer.alloc(20_000_000)))).toBe(true);
    const packed = deflateSync(Buffer.alloc(20_000_000));
    const pieces = Array.from({ length: 20 }, (_, at) =>
      chunk('IDAT', packed.subarray((at * packed.length) / 20, ((at + 1) * packed.length) / 20)),
    );
    const file = png(100, 100, picture);
    expect(await holdsSurplus(Buffer.concat([file.subarray(0, 33), ...pieces, file.subarray(33)]))).toBe(
      true,
    );
  });

  it('unpacks it no further than it has to', async () => {
    const surplus = Buffer.alloc(60_000_000);
    const bomb = png(100, 100, surplus);
    const packed = deflateSync(surplus);
    const timeMs = async (work: () => unknown): Promise<number> => {
      const startedMs = performance.now();
      await work();
      return performance.now() - startedMs;
    };
    const ratios: number[] = [];
    for (let tries = 0; tries < 3; tries++) {
      const wholeMs = await timeMs(() => inflateSync(packed));
      ratios.push(wholeMs / (await timeMs(() => holdsSurplus(bomb))));
    }
    expect(Math.max(...ratios)).toBeGreaterThan(5);
  }, 30_000);

  it.each([
    ['colour', (image: Sharp) => image.png()],
    ['grey', (image: Sharp) => image.greyscale().png()],
    ['transparent', (image: Sharp) => image.ensureAlpha(0.5).png()],
    ['with a palette', (image: Sharp) => image.png({ palette: true })],
    ['of 16 colours', (image: Sharp) => image.png({ palette: true, colours: 16 })],
    ['of 16 bits', (image: Sharp) => image.toColourspace('rgb16').png()],
    ['interlaced', (image: Sharp) => image.png({ progressive: true })],
  ])('finds none in a picture that is %s', async (_, write) => {
    expect(await holdsSurplus(await write(noise(301)).toBuffer())).toBe(false);
  });

  it('leaves what cannot be unpacked, or is no chunk at all, to the decoder', async () => {
    const file = png(100, 100, Buffer.alloc(20_000_000));
    const broken = Buffer.from(file);
    broken.fill(0xff, 60, 400);
    expect(await holdsSurplus(broken)).toBe(false);
    expect(await holdsSurplus(file.subarray(0, 20))).toBe(false);
    expect(await holdsSurplus(signature)).toBe(false);
  });
});
