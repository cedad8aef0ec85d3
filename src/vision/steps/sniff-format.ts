/** Tells by its first bytes what kind of picture a file is; names and content types of an upload are never believed. */
import { FacedeskError } from '../../domain/errors.js';
import type { ImageFormat } from '../../domain/face.js';

/** Offset and bytes (latin1) by which a file is known. */
type Signature = readonly [offset: number, bytes: string];

const accepted: readonly (readonly [ImageFormat, readonly Signature[]])[] = [
  ['jpeg', [[0, '\xff\xd8\xff']]],
  ['png', [[0, '\x89PNG\r\n\x1a\n']]],
  [
    'webp',
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
];

/** Pictures that are known and not accepted, so that the answer can say so: GIF, BMP, TIFF, HEIC/AVIF, PSD, JPEG 2000, JPEG XL, icons, PDF, SVG. */
const refused: readonly Signature[] = [
  [0, 'GIF8'],
  [0, 'BM'],
  [0, 'II*\0'],
  [0, 'MM\0*'],
  [4, 'ftyp'],
  [0, '8BPS'],
  [4, 'jP  '],
  [0, '\xff\x4f\xff\x51'],
  [0, '\xff\x0a'],
  [4, 'JXL '],
  [0, '\0\0\x01\0'],
  [0, 'icns'],
  [0, '%PDF'],
  [0, '<svg'],
  [0, '<?xml'],
];

/** @throws FacedeskError image_format_unsupported for a kind that is known and not accepted, image_unreadable for anything else. */
export function sniffFormat(bytes: Uint8Array): ImageFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 32)).toString('latin1');
  const matches = ([offset, signature]: Signature) => head.startsWith(signature, offset);
  const found = accepted.find(([, signatures]) => signatures.every(matches));
  if (found) return found[0];
  throw new FacedeskError(refused.some(matches) ? 'image_format_unsupported' : 'image_unreadable');
}
