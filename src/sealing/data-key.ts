/**
 * A data key seals what is kept of one subject, and is itself kept beside it, wrapped under the encryption key. Whoever
 * erases the wrapped key has erased what it sealed, in every copy of the rows that does not hold the key's row too.
 */
import { randomBytes } from 'node:crypto';
import { gcmOpen, gcmSeal } from './aes-gcm.js';
import { keyBytes, type EncryptionKey } from './encryption-key.js';

export type DataKey = Uint8Array & { readonly __brand: 'DataKey' };

export function makeDataKey(): DataKey {
  return randomBytes(keyBytes) as Uint8Array as DataKey;
}

/** 60 bytes, which open only for this subject and under this encryption key. */
export function wrapDataKey(key: EncryptionKey, subjectNo: number, dataKey: DataKey): Uint8Array {
  return gcmSeal(key.wrapping, associatedText(key, subjectNo), dataKey);
}

/** Null where it is damaged, or another subject's. */
export function unwrapDataKey(key: EncryptionKey, subjectNo: number, wrapped: Uint8Array): DataKey | null {
  const dataKey = gcmOpen(key.wrapping, associatedText(key, subjectNo), wrapped);
  return dataKey?.byteLength === keyBytes ? (dataKey as Uint8Array as DataKey) : null;
}

function associatedText(key: EncryptionKey, subjectNo: number): string {
  return `facedesk data key\0${subjectNo}\0${key.id}`;
}
