/**
 * Why the encryption key cannot be used: it is missing, unreadable, or another one than the database is sealed with. Seen
 * only by whoever runs the service, so the message is a whole sentence that says what to do. It never holds a key.
 */
export class EncryptionKeyError extends Error {
  override readonly name = 'EncryptionKeyError';
}

export function unreadableText(name: string): string {
  return (
    `There is no encryption key in ${name}. It has to hold 32 bytes as base64 or as 64 hexadecimal digits ` +
    '(make one with "openssl rand -base64 32"), or two of them, the new one first, while the key is changed.'
  );
}

export function twoKeysNeededText(name: string): string {
  return (
    `To change the key, let every facedesk on this database have both keys in ${name}, the new one first and a ` +
    'comma or a line end between them, and run this again.'
  );
}
