/** Runs the store's contract on a real database server of its own, twice in a row, each test on a database of its own. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/store/index.js';
import { findServer, type ServerName } from '../servers/find-server.js';
import { TestServer } from '../servers/test-server.js';
import type { Bench } from './store-desk.js';
import { storeContract } from './store-contract.js';
import { testKeys } from './test-keys.js';

export function contractOn(name: ServerName): void {
  describe.skipIf(findServer(name) === undefined)(`on ${name}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await TestServer.start(name, 'cached');
    });
    afterAll(() => server.dispose());

    for (const round of ['first', 'second']) {
      storeContract({
        name: `${name}, ${round} round`,
        createBench: () => createServerBench(server),
        // Each question looks for rows of other programs, so that no test has to wait.
        openStore: (url, sealing) => openStore({ url, keys: testKeys, foreignRowsHoldMs: 0, ...sealing }),
      });
    }
  });
}

/** A fresh database, and another program's connection to it. */
export async function createServerBench(server: TestServer): Promise<Bench> {
  const url = await server.createDatabase();
  const other = await server.kind.connect(url);
  return {
    url,
    sql: (text, ...parameters) => other.query(text, parameters),
    dispose: async () => {
      await other.end();
      await server.dropDatabase(url);
    },
  };
}
