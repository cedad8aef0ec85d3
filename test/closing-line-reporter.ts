/**
 * Closes a run with one line that a person and a script read alike: `12 passed, 0 failed`, and `, 3 skipped` where any
 * were. It is printed when the process exits, so nothing that vitest still has to say comes after it.
 */
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

type Collected = Pick<TestModule, 'errors'> & {
  children: {
    allTests(): Iterable<Pick<TestCase, 'result'>>;
    allSuites(): Iterable<Pick<TestModule, 'errors'>>;
  };
};

export class ClosingLineReporter implements Reporter {
  private counts: Counts = { passed: 0, failed: 0, skipped: 0 };

  onInit(vitest: Vitest): void {
    if (vitest.config.watch) return;
    process.on('exit', (exitCode) => process.stdout.write(`${closingLine(this.counts, exitCode)}\n`));
  }

  onTestRunEnd(modules: readonly Collected[], unhandledErrors: readonly unknown[]): void {
    this.counts = count(modules, unhandledErrors);
  }
}

/** Counts tests; an unhandled error, a file that could not be loaded and a hook that failed count as one failure each. */
export function count(modules: readonly Collected[], unhandledErrors: readonly unknown[]): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    for (const holder of [module, ...module.children.allSuites()]) {
      if (holder.errors().length > 0) counts.failed++;
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that is still pending when the run has ended was lost with its process.
      counts[state === 'pending' ? 'failed' : state]++;
    }
  }
  return counts;
}

/** A run that exits with an error has failed, whatever was counted: a setup that threw, a teardown, a coverage bar. */
export function closingLine(counts: Counts, exitCode: number): string {
  const failed = exitCode === 0 ? counts.failed : Math.max(counts.failed, 1);
  const line = `${counts.passed} passed, ${failed} failed`;
  return counts.skipped > 0 ? `${line}, ${counts.skipped} skipped` : line;
}
