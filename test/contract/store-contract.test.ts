/** Runs the store's contract over every database. */
import { openStore } from '../../src/store/index.js';
import { createSqliteBench } from './sqlite-bench.js';
import { storeContract } from './store-contract.js';

storeContract({
  name: 'SQLite',
  createBench: async () => createSqliteBench(),
  openStore: (url) => openStore({ url }),
});
