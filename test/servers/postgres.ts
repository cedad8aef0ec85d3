/** How a PostgreSQL for tests is made, run and asked. */
import { join } from 'node:path';
import pg from 'pg';
import type { ServerKind } from './test-server.js';

/** PostgreSQL refuses to run as root; nobody's numbers are the same on every Debian. */
const nobody = { uid: 65534, gid: 65534 };
/** date and time as text, as they stand in the database. */
const timestampTypes = [1114, 1184];

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) =>
    timestampTypes.includes(oid)
      ? (text: string) => text
      : (pg.types.getTypeParser(oid) as (text: string) => unknown),
};

export const postgres: ServerKind = {
  name: 'PostgreSQL',
  user: process.getuid?.() === 0 ? nobody : undefined,
  initialise: ({ installation: { prefix }, folder }) => [
    join(prefix, 'bin', 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
  ],
  run: ({ installation: { program }, folder, port, disk }) => [
    program,
    [
      ...['-D', join(folder, 'data'), '-p', String(port), '-k', folder, '-h', '127.0.0.1'],
      ...['-c', 'jit=off', '-c', 'timezone=Europe/Berlin', '-c', 'max_connections=60'],
      ...(disk === 'cached' ? ['-c', 'fsync=off'] : []),
    ],
  ],
  // "Fast": it hangs up on whoever is still connected.
  stopSignal: 'SIGINT',
  urlOf: (port, database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
  firstDatabase: 'postgres',
  async connect(url) {
    const client = new pg.Client({ connectionString: url, types, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    await client.connect();
    await client.query("SET TIME ZONE 'UTC'");
    return {
      async query(text, parameters) {
        let number = 0;
        const numbered = text.replaceAll('?', () => `$${++number}`);
        const { rows } = await client.query<Record<string, unknown>>(numbered, [...parameters]);
        return rows;
      },
      end: () => client.end(),
    };
  },
  dump: ({ installation: { prefix }, port }, database) => [
    join(prefix, 'bin', 'pg_dump'),
    ['--host=127.0.0.1', `--port=${port}`, '--username=postgres', '--format=plain', database],
  ],
  dropDatabase: (database) => `DROP DATABASE ${database} WITH (FORCE)`,
};
