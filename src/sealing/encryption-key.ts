/** The key that everything else is sealed under: 32 random bytes, as text in a setting or a file. */
import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

export const keyBytes = 32;

export interface EncryptionKey {
  /** 32 hexadecimal digits that tell keys apart and say nothing about them; kept in the database as the check value. */
  readonly id: string;
  /** Wraps data keys. */
  readonly wrapping: KeyObject;
}

/**
 * Reads one key, or two while the first is taking the second's place: 64 hexadecimal digits or base64 each, with spaces,
 * line ends or a comma between them. Lines that begin with # are left out. Null where the text is anything else.
 */
export function parseKeys(text: string): EncryptionKey[] | null {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const words = lines
    .join(' ')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const keys = words.map(parseKey);
  if (keys.length < 1 || keys.length > 2) return null;
  return keys.every((key) => key !== null) ? keys : null;
}

function parseKey(word: string): EncryptionKey | null {
  if (/^[0-9a-f]{64}$/i.test(word)) return toKey(Buffer.from(word, 'hex'));
  // Buffer reads both alphabets of base64, with or without the sign at the end.
  if (/^[\w+/-]{43}=?$/.test(word)) return toKey(Buffer.from(word, 'base64'));
  return null;
}

/** A fresh key, as base64. */
export function makeKeyText(): string {
  return randomBytes(keyBytes).toString('base64');
}

/** HKDF (RFC 5869) keeps the id and the wrapping key apart, so that the id in the database gives nothing away. */
function toKey(secret: Uint8Array): EncryptionKey {
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `facedesk 1 ${purpose}`, length));
  return {
    id: derive('key id', 16).toString('hex'),
    wrapping: createSecretKey(derive('wrapping of data keys', keyBytes)),
  };
}
