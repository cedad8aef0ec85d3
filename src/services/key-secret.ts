/**
 * The text of an API key: fdk_<id>_<secret>. The id is public and names the key in lists and logs; the secret is 256 random
 * bits, of which only a digest is kept.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface PresentedKey {
  readonly keyId: string;
  readonly secret: string;
}

/** 12 hexadecimal digits: two of a million keys are alike once in 500 runs, and the table refuses the second. */
export function newKeyId(): string {
  return randomBytes(6).toString('hex');
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function presentedText(keyId: string, secret: string): string {
  return `fdk_${keyId}_${secret}`;
}

/** Null where a text has not this form; it can still be a key of the settings. */
export function parsePresented(text: string): PresentedKey | null {
  const [, keyId, secret] = /^fdk_([0-9a-f]{12})_([\w-]{43})$/.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? null : { keyId, secret };
}

/**
 * SHA-256 in hexadecimal. Slow password hashes are made for words that can be guessed; nobody guesses 256 random bits, and a
 * slow one would only give strangers a way to keep the service busy.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Looks at every digest to the end, so that the time taken tells nothing about how near a guess was. */
export function isAmong(digest: string, digests: readonly string[]): boolean {
  const presented = Buffer.from(digest, 'hex');
  return digests.reduce((found, one) => timingSafeEqual(Buffer.from(one, 'hex'), presented) || found, false);
}
