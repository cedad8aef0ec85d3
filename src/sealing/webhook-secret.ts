/**
 * A webhook's secret, sealed directly under the encryption key: it has to be read to sign with, so a digest would not do, and it
 * belongs to no subject, whose data key could seal it.
 */
import { gcmOpen, gcmSeal } from './aes-gcm.js';
import type { EncryptionKey } from './encryption-key.js';

/** 28 bytes longer than the secret; opens only for this webhook and under this key. */
export function sealWebhookSecret(key: EncryptionKey, webhookId: string, secret: Uint8Array): Uint8Array {
  return gcmSeal(key.wrapping, associatedText(key, webhookId), secret);
}

/** Null where it is damaged, or another webhook's. */
export function openWebhookSecret(
  key: EncryptionKey,
  webhookId: string,
  sealed: Uint8Array,
): Uint8Array | null {
  return gcmOpen(key.wrapping, associatedText(key, webhookId), sealed);
}

function associatedText(key: EncryptionKey, webhookId: string): string {
  return `facedesk webhook secret\0${webhookId}\0${key.id}`;
}
