/**
 * Reads the size of a JPEG, PNG or WebP picture from its first bytes, and whether its decoder has to hold it whole. For
 * estimates only: whether a picture is accepted is decided in the child, by the decoder that will read it.
 */

export interface PictureHeader {
  /** Width times height. */
  readonly pixels: number;
  /** True for the kinds that are not decoded row by row: progressive, interlaced, deep, and all of WebP. */
  readonly isHeldWhole: boolean;
}

/** Undefined where the file begins like a picture whose size cannot be read; `noPicture` where it begins like none. */
export function readPictureHeader(image: Uint8Array): PictureHeader | 'noPicture' | undefined {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return readPng(bytes);
  if (startsWith(bytes, '\xff\xd8\xff')) return readJpeg(bytes);
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return readWebp(bytes);
  return 'noPicture';
}

function startsWith(bytes: Buffer, text: string, at = 0): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}

/** IHDR has to be the first chunk (PNG, third edition, 11.2.1). */
function readPng(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 29 || !startsWith(bytes, 'IHDR', 12)) return undefined;
  const [bitDepth, interlace] = [bytes[24]!, bytes[28]!];
  return {
    pixels: bytes.readUInt32BE(16) * bytes.readUInt32BE(20),
    isHeldWhole: bitDepth > 8 || interlace !== 0,
  };
}

/** Walks the segments to the frame header (ITU-T T.81, B.2.2), which stands before the first scan. */
function readJpeg(bytes: Buffer): PictureHeader | undefined {
  for (let at = 2; at + 9 <= bytes.length;) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === 0xda) return undefined;
    if (marker === 0xff) at++;
    else if (isStandalone(marker)) at += 2;
    else if (isFrame(marker))
      return {
        pixels: bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7),
        // 0xc0 and 0xc1 are the sequential ones that are decoded row by row, where all colours are in one scan.
        isHeldWhole: marker > 0xc1,
      };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15; the three left out in between define tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** The first chunk says which of the three kinds it is, and the size (RFC 9649). */
function readWebp(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 30) return undefined;
  const pixels = webpPixels(bytes);
  return pixels === undefined ? undefined : { pixels, isHeldWhole: true };
}

function webpPixels(bytes: Buffer): number | undefined {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return (bytes.readUInt16LE(26) & 0x3fff) * (bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const sizes = bytes.readUInt32LE(21);
      return ((sizes & 0x3fff) + 1) * (((sizes >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return (bytes.readUIntLE(24, 3) + 1) * (bytes.readUIntLE(27, 3) + 1);
    default:
      return undefined;
  }
}
