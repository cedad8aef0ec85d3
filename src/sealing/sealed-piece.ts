/** A file that is sealed piece by piece, so that any part of it can be read without the rest. The pieces are its owner's to keep. */
import { gcmOpen, gcmSeal } from './aes-gcm.js';

/** What a sealed piece is longer than what it holds. */
export const pieceOverheadBytes = 28;

/** Which piece of which file; it opens as no other. */
export interface PieceContext {
  readonly file: string;
  /** From 0. */
  readonly index: number;
}

export function sealPiece(dataKey: Uint8Array, context: PieceContext, plain: Uint8Array): Uint8Array {
  return gcmSeal(dataKey, associatedText(context), plain);
}

/** Null where it is damaged, or another piece. */
export function openPiece(dataKey: Uint8Array, context: PieceContext, sealed: Uint8Array): Buffer | null {
  return gcmOpen(dataKey, associatedText(context), sealed);
}

function associatedText({ file, index }: PieceContext): string {
  return `facedesk piece\0${index}\0${file}`;
}
