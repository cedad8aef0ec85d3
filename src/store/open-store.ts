/**
 * Chooses the database by the scheme of its URL and opens it. The databases themselves live in the folders beside this
 * file; nothing outside them knows which one is behind a Store.
 */
import { FacedeskError } from '../domain/errors.js';
import { type KeySource, Keyring } from '../sealing/index.js';
import type { Store } from './index.js';
import { openMysqlDatabase } from './mysql/mysql-database.js';
import { openPostgresDatabase } from './postgres/postgres-database.js';
import { openSchema, openSqlStore, type OpenSqlDatabase, type StoreSchema } from './sql/sql-database.js';
import { type DamagedRecord, Sealing } from './sql/sealing.js';
import { openSqliteDatabase } from './sqlite/sqlite-database.js';
import { type StoreMeter, unmetered } from './store-meter.js';
import { StoreSetupError } from './store-setup-error.js';
import { createWaitingStore } from './waiting-store.js';

export interface StoreOptions {
  /** `sqlite:<path>`, the path relative to the working directory or absolute; or `mysql://…`, `postgres://…`. */
  readonly url: string;
  /** Where the key comes from that templates and photos are sealed with. */
  readonly keys: KeySource;
  /** Whether facedesk's own tables are made and updated ('auto', the default), or have to be there ('explicit'). */
  readonly migrate?: 'auto' | 'explicit';
  /**
   * What to do where the server cannot be reached: 'fail', the default, or 'wait': hand out a store that tries again with
   * every question, and until then answers store_unavailable.
   */
  readonly whenAway?: 'fail' | 'wait';
  /** Told what whoever runs the service should know of the database; whole sentences. */
  readonly onWarning?: (text: string) => void;
  /** Told once of each record that does not open; it is left out of every answer. */
  readonly onDamaged?: (record: DamagedRecord) => void;
  /** Told how long statements take; nobody is unless said otherwise. */
  readonly meter?: StoreMeter;
  /** How long a look at all of `users` holds on a server: see Capabilities. For tests; a second unless said otherwise. */
  readonly foreignRowsHoldMs?: number;
}

const defaultHoldMs = 1000;

/**
 * Opens the database and adopts the rows that other programs put into `users`.
 * @throws StoreSetupError where the URL, the database's version or its schema cannot be used
 * @throws EncryptionKeyError where the database is sealed with a key that is not there
 * @throws FacedeskError store_unavailable, store_full where the database cannot be reached or written; store_damaged
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, migrate = 'auto', whenAway = 'fail', onWarning = () => undefined } = options;
  const database = databaseAt(url, options.foreignRowsHoldMs ?? defaultHoldMs, options.meter);
  const sealing = new Sealing(new Keyring(options.keys), options.onDamaged ?? (() => undefined));
  const open = (): Promise<Store> => openSqlStore(database, { migrate, onWarning, sealing });
  try {
    return await open();
  } catch (error) {
    const isAway =
      error instanceof FacedeskError && (error.code === 'store_unavailable' || error.code === 'store_full');
    if (!isAway || whenAway === 'fail') throw error;
    const what = error.code === 'store_full' ? 'written: its disk is full or read-only' : 'reached';
    onWarning(`The database cannot be ${what}; the service is not ready until it can.`);
    return createWaitingStore(open, onWarning);
  }
}

/** The tables of the database, for migrating them by hand. @throws as openStore */
export async function openStoreSchema({ url }: { readonly url: string }): Promise<StoreSchema> {
  return openSchema(databaseAt(url, defaultHoldMs));
}

/** Where the URL leads; nothing is opened yet. @throws StoreSetupError */
export function databaseAt(
  url: string,
  foreignRowsHoldMs: number,
  meter: StoreMeter = unmetered,
): OpenSqlDatabase {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
  switch (scheme?.toLowerCase()) {
    case 'sqlite':
      return () => openSqliteDatabase(rest!, meter);
    case 'mysql':
    case 'mariadb':
      return (purpose) => openMysqlDatabase({ url, purpose, foreignRowsHoldMs, meter });
    case 'postgres':
    case 'postgresql':
      return (purpose) => openPostgresDatabase({ url, purpose, foreignRowsHoldMs, meter });
    case undefined:
    default:
      // The URL itself may hold a password, so only its scheme is repeated.
      throw new StoreSetupError(
        `The database URL ${scheme === undefined ? 'has no scheme' : `starts with "${scheme}:"`}; it must be ` +
          'sqlite:<path>, for example sqlite:./data/facedesk.sqlite, or mysql://… or postgres://….',
      );
  }
}
