/**
 * Chooses the database by the scheme of its URL and opens it. The databases themselves live in the folders beside this
 * file; nothing outside them knows which one is behind a Store.
 */
import type { Store } from './index.js';
import { openSqliteStore } from './sqlite/open-sqlite-store.js';
import { StoreSetupError } from './store-setup-error.js';

export interface StoreOptions {
  /** `sqlite:<path>`, the path relative to the working directory or absolute: sqlite:./data/facedesk.sqlite. */
  readonly url: string;
}

/**
 * Opens the database, creates or updates facedesk's own tables, and adopts the rows that other programs put into `users`.
 * @throws StoreSetupError where the URL, the database's version or its schema cannot be used
 * @throws FacedeskError store_unavailable where the database cannot be reached
 */
export async function openStore({ url }: StoreOptions): Promise<Store> {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
  if (scheme?.toLowerCase() === 'sqlite' && rest !== undefined) return openSqliteStore(rest);
  // The URL itself may hold a password, so only its scheme is repeated.
  throw new StoreSetupError(
    `The database URL ${scheme === undefined ? 'has no scheme' : `starts with "${scheme}:"`}; ` +
      'it must be sqlite:<path>, for example sqlite:./data/facedesk.sqlite.',
  );
}
