/** The faults that are tests of their own, run as such: one row for each file. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../../src/config/index.js';
import type { Finding } from './finding.js';

const files: Readonly<Record<string, string>> = {
  'test/e2e/crash-safety.test.ts': 'the service killed while it registers people',
  'test/e2e/backup.test.ts': 'backups and restores, killed in the middle',
  'test/e2e/damaged-database.test.ts': 'damage to the files of the database',
  'test/e2e/full-disk.test.ts': 'a disk that is full, fails, or is read-only',
  'test/e2e/changed-clock.test.ts': 'the clock set forward and back',
  'test/e2e/losing-the-database.test.ts': 'the database server killed and frozen',
  'test/e2e/hostile-uploads.test.ts': 'hostile uploads, memory watched',
};

export async function runFaultTests(): Promise<Finding[]> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const findings: Finding[] = [];
  for (const [file, what] of Object.entries(files)) {
    const child = spawn(
      process.execPath,
      [vitest, 'run', file, '--project', 'system', '--project', 'alone'],
      {
        cwd: packageRoot,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NO_COLOR: '1' },
      },
    );
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [output, exitCode] = await Promise.all([text(child.stdout), ended]);
    if (exitCode !== 0) console.error(output);
    const closing = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0] ?? 'ended without a closing line';
    findings.push({ what, must: `${file} passes`, seen: closing, ok: exitCode === 0 });
  }
  return findings;
}
