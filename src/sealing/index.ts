/**
 * The sealing's door: where the encryption key comes from, and how the bytes of a face are sealed before they leave for a
 * database. It knows neither tables nor people, only subjects' numbers. docs/adr/0007 says why it is built this way.
 */
export type { DataKey } from './data-key.js';
export { makeDataKey, unwrapDataKey, wrapDataKey } from './data-key.js';
export { makeKeyText } from './encryption-key.js';
export type { EncryptionKey } from './encryption-key.js';
export { EncryptionKeyError } from './encryption-key-error.js';
export { openImportKey, sealImportKey } from './import-key.js';
export { createKeySource } from './key-source.js';
export type { KeySettings, KeySource } from './key-source.js';
export { Keyring } from './keyring.js';
export { openRecord, sealRecord } from './record.js';
export type { RecordContext } from './record.js';
export { openWebhookSecret, sealWebhookSecret } from './webhook-secret.js';
export { openPiece, pieceOverheadBytes, sealPiece } from './sealed-piece.js';
export type { PieceContext } from './sealed-piece.js';
