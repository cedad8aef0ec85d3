/** AES-256-GCM with a random nonce: 12 bytes of nonce, the ciphertext, 16 bytes of tag (NIST SP 800-38D). */
import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** What a sealed text is longer than its plain one. */
const overheadBytes = nonceBytes + tagBytes;

/** `associated` is not kept: whoever opens must say the same. */
export function gcmSeal(key: KeyObject | Uint8Array, associated: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(associated));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null where the bytes, the key or what is associated are not those of the sealing. */
export function gcmOpen(key: KeyObject | Uint8Array, associated: string, sealed: Uint8Array): Buffer | null {
  if (sealed.byteLength < overheadBytes) return null;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(associated));
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - tagBytes));
  const plain = decipher.update(sealed.subarray(nonceBytes, sealed.byteLength - tagBytes));
  try {
    // Adds no bytes in this mode; it throws where the tag does not fit, and for no other reason.
    decipher.final();
  } catch {
    return null;
  }
  return plain;
}
