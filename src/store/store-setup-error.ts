/**
 * Why a store refused to open although nothing failed: a setting, a library or a schema that it must not work with. Seen
 * only at start-up, by whoever runs the service, so the message is a whole sentence that says what to do.
 */
export class StoreSetupError extends Error {
  override readonly name = 'StoreSetupError';
}
