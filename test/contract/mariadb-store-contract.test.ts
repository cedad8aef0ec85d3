/** The store's contract on MariaDB. */
import { contractOn } from './server-bench.js';

contractOn('MariaDB');
