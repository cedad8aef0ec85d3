/** Runs the store's contract over every database. */
import { openStore } from '../../src/store/index.js';
import { createSqliteBench } from './sqlite-bench.js';
import { storeContract } from './store-contract.js';
import { testKeys } from './test-keys.js';

storeContract({
  name: 'SQLite',
  createBench: async () => createSqliteBench(),
  openStore: (url, sealing) => openStore({ url, keys: testKeys, ...sealing }),
});
