/** A sealed template, photo or probe's face: one byte for the format, then AES-256-GCM under the subject's data key. */
import { gcmOpen, gcmSeal } from './aes-gcm.js';
import type { DataKey } from './data-key.js';

/** The only format there is; any other first byte is damage. */
const format = 1;

/** What a record belongs to. It opens for no other subject, kind or purpose, so rows that were exchanged are found out. */
export interface RecordContext {
  readonly subjectNo: number;
  readonly kind: 'template' | 'photo' | 'probe';
  /** The model id of a template, the number of a probe's event; empty for a photo. */
  readonly madeFor: string;
}

/** 29 bytes longer than `plain`. */
export function sealRecord(dataKey: DataKey, context: RecordContext, plain: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(format), gcmSeal(dataKey, associatedText(context), plain)]);
}

/** Null where the record is damaged or belongs elsewhere. */
export function openRecord(dataKey: DataKey, context: RecordContext, sealed: Uint8Array): Uint8Array | null {
  return sealed[0] === format ? gcmOpen(dataKey, associatedText(context), sealed.subarray(1)) : null;
}

/** What can be any text stands last, so that no two contexts read the same. */
function associatedText({ subjectNo, kind, madeFor }: RecordContext): string {
  return `facedesk record\0${format}\0${kind}\0${subjectNo}\0${madeFor}`;
}
