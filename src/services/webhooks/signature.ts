/**
 * The headers by which a receiver knows that an event is from here, as Standard Webhooks has them
 * (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md), so that its libraries can check them.
 */
import { createHmac, randomBytes } from 'node:crypto';

const secretBytes = 32;
const prefix = 'whsec_';

export function newWebhookSecret(): Uint8Array {
  return randomBytes(secretBytes);
}

/** As people copy it. */
export function secretText(secret: Uint8Array): string {
  return prefix + Buffer.from(secret).toString('base64');
}

export interface SignedMessage {
  /** The same at each attempt; holds no dot. */
  readonly id: string;
  readonly body: string;
  /** Of this attempt, in seconds since 1970. */
  readonly timestampS: number;
}

/** One signature for each secret, so that a receiver may know either of two. */
export function signedHeaders(
  { id, body, timestampS }: SignedMessage,
  secrets: readonly Uint8Array[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signatures = secrets.map((secret) => {
    const mac = createHmac('sha256', secret).update(`${id}.${timestampS}.${body}`);
    return `v1,${mac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signatures.join(' '),
  };
}
