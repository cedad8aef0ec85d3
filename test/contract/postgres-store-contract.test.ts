/** The store's contract on PostgreSQL. */
import { contractOn } from './server-bench.js';

contractOn('PostgreSQL');
