/**
 * Everything that must hold before a change is shared, two steps at a time, and all of them even where one fails, so that
 * one run names every fault. Each step's output is shown where it fails; the unit tests' always.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly show?: 'always';
}

/** Slowest first, so that the two lanes end together. */
const steps: readonly Step[] = [
  { name: 'unit tests', command: 'vitest run --project unit', show: 'always' },
  { name: 'lint', command: 'eslint .' },
  { name: 'types', command: 'tsc --noEmit' },
  { name: 'types of the pages', command: 'tsc --noEmit -p web' },
  { name: 'format', command: 'prettier --check --log-level warn .' },
  { name: 'import rules', command: 'depcruise src web --config .dependency-cruiser.cjs' },
  { name: 'dead code', command: 'knip' },
  { name: 'generated documents', command: 'tsx scripts/generate-docs.ts --check' },
  { name: 'generated kernel', command: 'tsx scripts/generate-kernel.ts --check' },
  { name: 'bill of materials', command: 'tsx scripts/generate-bill.ts --check' },
];
const lanes = 2;

const failed: string[] = [];
const waiting = [...steps];
await Promise.all(Array.from({ length: lanes }, runLane));
console.log(failed.length === 0 ? 'check: all is well' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runLane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const startedMs = performance.now();
    const { exitCode, output } = await run(step.command);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    if (exitCode !== 0) failed.push(step.name);
    if (exitCode !== 0 || step.show === 'always') process.stdout.write(output);
    console.log(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
  }
}

function run(command: string): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command.split(' ');
    // The tools are installed beside each other; npx would look for them again each time.
    const child = spawn(join('node_modules/.bin', program), args, { shell: process.platform === 'win32' });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString() }));
  });
}
