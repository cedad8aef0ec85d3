/** The store's side of `facedesk encryption`: how it is sealed, whether every record opens, and changing the key. */
import type { StoreEncryption } from '../index.js';
import type { Write } from './adopt-key.js';
import { inspectRecords } from './inspect-records.js';
import { countWrapped, rotateKey } from './rotate-key.js';
import type { Database } from './schema.js';
import { keyInState, type Sealing } from './sealing.js';

interface Parts {
  readonly db: Database;
  readonly sealing: Sealing;
  /** Names failures as the store's door promises. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: Write;
}

export function createStoreEncryption({ db, sealing, run, write }: Parts): StoreEncryption {
  return {
    state: () =>
      run(async () => {
        const current = (await keyInState(db, 'current'))!;
        const retiring = await keyInState(db, 'retiring');
        return {
          keyId: current.key_id,
          since: current.since.replace(' ', 'T'),
          rotation: retiring === undefined ? null : { keysLeft: await countWrapped(db, retiring.key_id) },
        };
      }),
    inspect: () => run(() => inspectRecords(db, sealing)),
    rotate: (onRewrapped = () => undefined) =>
      run(() => rotateKey({ db, keyring: sealing.keyring, write }, onRewrapped)),
  };
}
