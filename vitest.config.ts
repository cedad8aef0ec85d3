/** How the tests run: `unit` beside the source, `system` in test/. Both measure faces with the real nets. */
import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/closing-line-reporter.js';
import { findServer, type ServerName } from './test/servers/find-server.js';

/** The library API again, on a database server of its own. Where that is missing, this says so and there is no project. */
function libraryApiOn(name: ServerName, setup: string) {
  if (findServer(name) === undefined) return [];
  return [
    {
      extends: true as const,
      test: { name: `api on ${name}`, include: ['test/http/**/*.test.ts'], globalSetup: [setup] },
    },
  ];
}

/** They keep both cores busy by themselves, and what they hold to would be measured on the others' load. */
const suitesThatRunAlone = [
  'test/accuracy/*.test.ts',
  'test/vision/edge-pictures.test.ts',
  'test/vision/small-face.test.ts',
  'test/e2e/hostile-uploads.test.ts',
  'test/e2e/crash-safety.test.ts',
  'test/reliability/*.test.ts',
  'test/supply/reproducible.test.ts',
];

export default defineConfig({
  test: {
    // Nets that run in the tests' own process; in the service their children are started so.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    // Vision suites start processes of their own, so more files at once would only slow one another down.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', new ClosingLineReporter()],
    globalSetup: ['./test/compile-models-once.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'system', include: ['test/**/*.test.ts'], exclude: suitesThatRunAlone },
      },
      {
        extends: true,
        test: { name: 'alone', include: suitesThatRunAlone, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      ...libraryApiOn('MariaDB', './test/servers/mariadb-for-project.ts'),
      ...libraryApiOn('PostgreSQL', './test/servers/postgres-for-project.ts'),
    ],
  },
});
