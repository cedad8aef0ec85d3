/** The README's examples, run as written: what it shows is what a newcomer sees. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/index.js';
import { type Serving, startServing } from './serving.js';

const run = promisify(execFile);
const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');

/** The commands of the ```console blocks, each with the line that it prints. */
const examples = [...readme.matchAll(/```console\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block!.split(/^\$ /m).slice(1))
  .map((example) => example.split('\n').slice(0, 2) as [command: string, output: string]);

/** Times differ from run to run; everything else has to be equal to the letter. */
const withoutTimes = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, '<time>').replace(/_\d{14}\./g, '_<time>.');

let serving: Serving;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'facedesk-readme-'));
  serving = await startServing({ dataDir });
});

afterAll(async () => {
  await serving.stop();
  await rm(dataDir, { recursive: true });
  await rm(join(packageRoot, 'demo'), { recursive: true, force: true });
});

it('holds examples of registering, listing, verifying twice, deleting and being refused', () => {
  expect(examples.length).toBeGreaterThanOrEqual(7);
});

it.each(examples)('prints what the README shows: %s', async (command, output) => {
  const here = command.replaceAll('http://127.0.0.1:8000', serving.url).replace(/^curl /, 'curl -sS ');
  const { stdout } = await run('bash', ['-c', here], { cwd: packageRoot });
  expect(withoutTimes(stdout.trim())).toBe(withoutTimes(output));
});
