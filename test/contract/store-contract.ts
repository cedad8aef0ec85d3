/**
 * The promises of the store's door, as one suite that runs over every database. A Bench gives it a fresh database and a
 * second hand in it: the other programs that read and write the library's table `users`.
 */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/store/index.js';
import { changesContract } from './store-contract-changes.js';
import { enrolContract } from './store-contract-enrol.js';
import { eraseContract } from './store-contract-erase.js';
import { listContract } from './store-contract-list.js';
import { otherProgramsContract } from './store-contract-other-programs.js';
import { schemaContract } from './store-contract-schema.js';
import type { Bench, Desk } from './store-desk.js';

export interface StoreUnderTest {
  readonly name: string;
  createBench(): Promise<Bench>;
  openStore(url: string): Promise<Store>;
}

export function storeContract(under: StoreUnderTest): void {
  describe(`store contract: ${under.name}`, () => {
    let desk: Desk;
    const opened: Store[] = [];

    beforeEach(async () => {
      const bench = await under.createBench();
      const open = async (): Promise<Store> => {
        const store = await under.openStore(bench.url);
        opened.push(store);
        return store;
      };
      desk = { bench, open, store: await open() };
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      await desk.bench.dispose();
    });

    const current = (): Desk => desk;
    schemaContract(current);
    enrolContract(current);
    eraseContract(current);
    listContract(current);
    changesContract(current);
    otherProgramsContract(current);
  });
}
