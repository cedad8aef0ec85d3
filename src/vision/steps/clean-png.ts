/**
 * What a PNG file holds beside its picture: texts and unknown chunks are left out before the decoder sees them, and data beyond
 * the picture that the header claims are found. libpng unpacks both in full, a thousand times what they weigh, before anybody
 * can stop it. Runs in a child process only; it decodes no pixel.
 */
import { createInflate } from 'node:zlib';

/** The chunks that make the picture, and those that say how its values look (PNG, third edition, 11.3.1, 11.3.2 and 11.3.4.5). */
const kept = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS'],
  ...['cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'eXIf'],
]);
const signatureBytes = 8;
/** Its length and its name before a chunk's data, and its checksum after them. */
const [beforeData, afterData] = [8, 4];
/** So much beyond the picture is let pass: it is unpacked in no time, and a careless program may write a little. */
const harmlessBytes = 64 * 1024;

/** The file without what nobody asks for; the file itself where there is nothing of that. @param file begins as a PNG does */
export function cleanPng(file: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(file)];
  if (chunks.every(({ isKept }) => isKept)) return file;
  return Buffer.concat([
    file.subarray(0, signatureBytes),
    ...chunks.filter(({ isKept }) => isKept).map(({ bytes }) => bytes),
  ]);
}

/** Whether its data unpack to far more than the picture that its header claims; they are unpacked no further than that. */
export async function holdsSurplus(file: Uint8Array): Promise<boolean> {
  const chunks = [...chunksOf(file)];
  const header = chunks[0];
  if (header?.name !== 'IHDR') return false;
  const data = chunks.filter(({ name }) => name === 'IDAT').map(({ bytes }) => bytes);
  const packed = Buffer.concat(data.map((bytes) => bytes.subarray(beforeData, -afterData)));
  const most = unpackedBytes(header.bytes) + harmlessBytes;
  // DEFLATE makes no more than 1032 bytes of one (RFC 1951: 258 bytes of 2 bits).
  return packed.length * 1032 > most && (await unpacksBeyond(packed, most));
}

interface Chunk {
  readonly name: string;
  /** The whole of it, cut short where the file is. */
  readonly bytes: Uint8Array;
  readonly isKept: boolean;
}

function* chunksOf(file: Uint8Array): Generator<Chunk> {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = signatureBytes; at + beforeData <= view.length;) {
    const name = view.toString('latin1', at + 4, at + beforeData);
    const end = at + beforeData + view.readUInt32BE(at) + afterData;
    yield { name, bytes: view.subarray(at, end), isKept: kept.has(name) };
    if (name === 'IEND') return;
    at = end;
  }
}

/** By colour type, how many values a pixel has (11.2.1). */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Of each pass of an interlaced picture: where it begins and how far apart its pixels are (8.2). */
const passes = [
  ...[
    { x: 0, y: 0, dx: 8, dy: 8 },
    { x: 4, y: 0, dx: 8, dy: 8 },
    { x: 0, y: 4, dx: 4, dy: 8 },
  ],
  ...[
    { x: 2, y: 0, dx: 4, dy: 4 },
    { x: 0, y: 2, dx: 2, dy: 4 },
    { x: 1, y: 0, dx: 2, dy: 2 },
  ],
  { x: 0, y: 1, dx: 1, dy: 2 },
];
const whole = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/** Of the rows with the byte that begins each (9.2); 0 where the header is cut short. */
function unpackedBytes(header: Uint8Array): number {
  const view = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  if (view.length < beforeData + 13) return 0;
  const [width, height] = [view.readUInt32BE(8), view.readUInt32BE(12)];
  const [depth, colourType, interlace] = [view[16]!, view[17]!, view[20]!];
  const bitsPerPixel = depth * (channels[colourType] ?? 4);
  return (interlace === 0 ? whole : passes).reduce((sum, { x, y, dx, dy }) => {
    const [columns, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    return columns <= 0 || rows <= 0 ? sum : sum + rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }, 0);
}

function unpacksBeyond(packed: Uint8Array, most: number): Promise<boolean> {
  return new Promise((resolve) => {
    const inflate = createInflate({ chunkSize: 256 * 1024 });
    let unpacked = 0;
    const end = (isBeyond: boolean): void => {
      inflate.destroy();
      resolve(isBeyond);
    };
    inflate.on('data', (piece: Buffer) => {
      unpacked += piece.length;
      if (unpacked > most) end(true);
    });
    inflate.on('end', () => end(false));
    // What cannot be unpacked is the decoder's to say.
    inflate.on('error', () => end(false));
    inflate.end(packed);
  });
}
