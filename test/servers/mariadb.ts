/** How a MariaDB for tests is made, run and asked. */
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Row, ServerKind } from './test-server.js';

/** mariadbd runs as root only where it is told to. */
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

export const mariadb: ServerKind = {
  name: 'MariaDB',
  user: undefined,
  initialise: ({ installation: { prefix }, folder }) => [
    join(prefix, 'bin', 'mariadb-install-db'),
    [
      '--no-defaults',
      ...asRoot,
      `--basedir=${prefix}`,
      `--datadir=${join(folder, 'data')}`,
      // Two servers that start at once would take each other's temporary files.
      `--tmpdir=${folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
  ],
  run: ({ installation: { program, prefix }, folder, port, disk }) => [
    program,
    [
      '--no-defaults',
      ...asRoot,
      `--basedir=${prefix}`,
      `--datadir=${join(folder, 'data')}`,
      // Two servers that start at once would take each other's temporary files.
      `--tmpdir=${folder}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=32M',
      ...(disk === 'cached' ? ['--innodb-flush-method=nosync'] : []),
    ],
  ],
  stopSignal: 'SIGTERM',
  urlOf: (port, database) => `mysql://root@127.0.0.1:${port}/${database}`,
  firstDatabase: 'mysql',
  async connect(url) {
    const connection = await createConnection({
      uri: url,
      charset: 'utf8mb4',
      dateStrings: true,
      timezone: 'Z',
      connectTimeout: 2000,
    });
    connection.on('error', () => undefined);
    await connection.query("SET time_zone = '+00:00', max_recursive_iterations = 1000000");
    return {
      async query(text, parameters) {
        const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
        const [rows] = await connection.query(text, values);
        return Array.isArray(rows) ? (rows as Row[]) : [];
      },
      end: async () => connection.destroy(),
    };
  },
  dump: ({ installation: { prefix }, port }, database) => [
    join(prefix, 'bin', 'mariadb-dump'),
    [
      ...['--no-defaults', '--host=127.0.0.1', `--port=${port}`, '--user=root'],
      ...['--single-transaction', '--no-tablespaces', '--hex-blob', database],
    ],
  ],
  dropDatabase: (database) => `DROP DATABASE ${database}`,
};
