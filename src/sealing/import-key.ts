/**
 * The data key of an import: what its files are sealed with while they lie on disk. It is kept sealed directly under the
 * encryption key, as it belongs to no subject, whose data key could seal it; it goes with the import, and with it the files.
 */
import { gcmOpen, gcmSeal } from './aes-gcm.js';
import type { EncryptionKey } from './encryption-key.js';

/** 28 bytes longer than the key; opens only for this import and under this encryption key. */
export function sealImportKey(key: EncryptionKey, importId: string, dataKey: Uint8Array): Uint8Array {
  return gcmSeal(key.wrapping, associatedText(key, importId), dataKey);
}

/** Null where it is damaged, or another import's. */
export function openImportKey(key: EncryptionKey, importId: string, sealed: Uint8Array): Uint8Array | null {
  return gcmOpen(key.wrapping, associatedText(key, importId), sealed);
}

function associatedText(key: EncryptionKey, importId: string): string {
  return `facedesk import key\0${importId}\0${key.id}`;
}
