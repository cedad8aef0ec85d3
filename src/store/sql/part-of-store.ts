/** What a part of the store works with. */
import type { Database, WriteTransaction } from './schema.js';

export interface PartOfStore {
  readonly db: Database;
  /** Names failures as the store's door promises; `duplicate` is what a key that is taken means. */
  readonly run: <T>(work: () => Promise<T>, duplicate?: 'user_already_exists') => Promise<T>;
  /** One transaction; one at a time over all processes. */
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}
