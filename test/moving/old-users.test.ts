/** The old table of users is read on every database, and nothing else appears there. */
import { describe, expect, test } from 'vitest';
import { readOldUsers } from '../../src/store/index.js';
import { findServer } from '../servers/find-server.js';
import { TestServer } from '../servers/test-server.js';

describe.each(['MariaDB', 'PostgreSQL'] as const)('on %s', (name) => {
  test.skipIf(findServer(name) === undefined)(
    'ids and times in UTC, and no new table',
    { timeout: 60_000 },
    async () => {
      const server = await TestServer.start(name);
      try {
        const url = await server.createDatabase();
        const old = await server.kind.connect(url);
        await expect(readOldUsers(url)).rejects.toThrow(/no table users/);
        await old.query(
          'CREATE TABLE users (id VARCHAR(255) PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP)',
          [],
        );
        await old.query("INSERT INTO users VALUES ('A_B', '2022-02-02 03:04:05')", []);
        expect(await readOldUsers(url)).toEqual([{ id: 'A_B', timestamp: '2022-02-02T03:04:05' }]);
        const tables = await old.query(
          "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'facedesk%'",
          [],
        );
        expect(tables).toEqual([]);
        await old.end();
      } finally {
        await server.dispose();
      }
    },
  );
});
