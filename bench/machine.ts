/** What the figures depend on besides the code: the machine, and which commit ran on it. */
import { spawnSync } from 'node:child_process';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { packageRoot } from '../src/config/index.js';
import { markdownTable } from './markdown-table.js';

/** The machine as a Markdown table; the same text for as long as nothing about it changes. */
export function machineTable(): string {
  return markdownTable(
    ['Machine', ''],
    [
      ['CPU', cpus()[0]?.model.trim() ?? 'unknown'],
      ['Cores', String(availableParallelism())],
      ['Memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
      ['System', `${type()} ${release()} ${arch()}`],
      ['Node', process.versions.node],
    ],
  );
}

/** The commit that is checked out, and whether anything but the document differs from it; "uncommitted" before the first. */
export function commitName(): string {
  const commit = git('rev-parse', '--short', '--verify', 'HEAD');
  if (commit === undefined) return 'uncommitted';
  const changed = git('status', '--porcelain', '--', '.', ':!docs/benchmarks.md') !== '';
  return changed ? `${commit} with uncommitted changes` : commit;
}

function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: packageRoot, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
