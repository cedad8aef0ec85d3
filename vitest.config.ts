/** How the tests run: `unit` beside the source, `system` in test/. Both measure faces with the real nets. */
import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/closing-line-reporter.js';

export default defineConfig({
  test: {
    pool: 'forks',
    // Vision suites start processes of their own, so more files at once would only slow one another down.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', new ClosingLineReporter()],
    globalSetup: ['./test/compile-models-once.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'system', include: ['test/**/*.test.ts'] } },
    ],
  },
});
