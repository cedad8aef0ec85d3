/**
 * `npm run bench [-- part …]`: measures the parts that are named, or all of them, prints their tables, and writes them to
 * docs/benchmarks.md, where other parts stay as they are. It fails where something does not work, never on a clock.
 */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/config/index.js';
import { openDocument } from './benchmark-document.js';
import { commitName } from './machine.js';
import { isPartName, partNames, partsOfBuild, type PartName, type Section } from './parts.js';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !isPartName(name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are: ${partNames.join(', ')}.`);
  process.exitCode = 1;
} else {
  const selected = names.length === 0 ? partNames : partNames.filter((name) => names.includes(name));
  if (selected.some((name) => partsOfBuild.includes(name))) buildIfStale();
  await measure(selected);
}

function buildIfStale(): void {
  const script = join(packageRoot, 'scripts', 'build.js');
  const { status } = spawnSync(process.execPath, [script, '--if-stale'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed, so there is nothing to measure');
}

async function measure(selected: readonly PartName[]): Promise<void> {
  const document = openDocument(selected);
  const commit = commitName();
  for (const name of selected) {
    const load = loadavg()[0]!.toFixed(1);
    const startedMs = performance.now();
    const section = await runPart(name);
    if (section === undefined) {
      console.error(`${name}: failed; the document keeps what it had.`);
      process.exitCode = 1;
      continue;
    }
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    const when = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const note = `Measured ${when} at commit ${commit}, in ${seconds} s; load average before: ${load}.`;
    document.replace(name, { title: section.title, text: `${note}\n\n${section.text}` });
    console.log(`\n## ${section.title}\n\n${note}\n\n${section.text}`);
  }
  console.log(`\n${document.save()}`);
}

/** Undefined where the part failed; it has said why on stderr. */
async function runPart(name: PartName): Promise<Section | undefined> {
  const child = fork(join(import.meta.dirname, 'run-part.ts'), [name], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    serialization: 'advanced',
  });
  let section: Section | undefined;
  child.once('message', (message) => (section = message as Section));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return exitCode === 0 ? section : undefined;
}
