/**
 * The promises of the store's door, as one suite that runs over every database. A Bench gives it a fresh database and a
 * second hand in it: the other programs that read and write the library's table `users`.
 */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/store/index.js';
import { accessContract } from './store-contract-access.js';
import { changesContract } from './store-contract-changes.js';
import { directoryContract } from './store-contract-directory.js';
import { enrolContract } from './store-contract-enrol.js';
import { eraseContract } from './store-contract-erase.js';
import { eventsContract } from './store-contract-events.js';
import { importsContract } from './store-contract-imports.js';
import { listContract } from './store-contract-list.js';
import { moveContract } from './store-contract-move.js';
import { modelsContract } from './store-contract-models.js';
import { otherProgramsContract } from './store-contract-other-programs.js';
import { photosContract } from './store-contract-photos.js';
import { probesContract } from './store-contract-probes.js';
import { refreshesContract } from './store-contract-refreshes.js';
import { schemaContract } from './store-contract-schema.js';
import { sealingContract } from './store-contract-sealing.js';
import { talliesContract } from './store-contract-tallies.js';
import { webhooksContract } from './store-contract-webhooks.js';
import type { Bench, Desk, SealingOptions } from './store-desk.js';

export interface StoreUnderTest {
  readonly name: string;
  createBench(): Promise<Bench>;
  openStore(url: string, sealing?: SealingOptions): Promise<Store>;
}

export function storeContract(under: StoreUnderTest): void {
  describe(`store contract: ${under.name}`, () => {
    let desk: Desk;
    const opened: Store[] = [];
    const benches: Bench[] = [];

    beforeEach(async () => {
      const bench = await under.createBench();
      const open = async (sealing?: SealingOptions): Promise<Store> => {
        const store = await under.openStore(bench.url, sealing);
        opened.push(store);
        return store;
      };
      const freshBench = async (): Promise<Bench> => {
        const fresh = await under.createBench();
        benches.push(fresh);
        return fresh;
      };
      benches.push(bench);
      desk = { bench, open, freshBench, store: await open() };
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      for (const bench of benches.splice(0)) await bench.dispose();
    });

    const current = (): Desk => desk;
    schemaContract(current);
    enrolContract(current);
    eraseContract(current);
    listContract(current);
    changesContract(current);
    modelsContract(current);
    photosContract(current);
    refreshesContract(current);
    otherProgramsContract(current);
    moveContract(current);
    sealingContract(current);
    accessContract(current);
    directoryContract(current);
    eventsContract(current);
    probesContract(current);
    talliesContract(current);
    webhooksContract(current);
    importsContract(current);
  });
}
