/**
 * Compiles the client, which the command line calls, and then src/ into dist/. Plain JavaScript, because it runs where
 * TypeScript may not be installed.
 *   --if-stale      does nothing where dist/ is newer than everything it is made of (one walk over the sources, no compiler)
 *   --if-possible   does nothing where TypeScript is not installed, as after `npm ci --omit=dev`
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
/** Written after a whole build, so that a build that was broken off counts as none. */
const stamp = join(dist, '.complete');
const compiler = findCompiler();

const { values: flags } = parseArgs({
  options: { 'if-stale': { type: 'boolean' }, 'if-possible': { type: 'boolean' } },
});

if (!(flags['if-stale'] && isFresh())) {
  if (compiler !== undefined) build(compiler);
  else if (flags['if-possible']) console.log('TypeScript is not installed, so dist/ is left as it is.');
  else if (!(flags['if-stale'] && existsSync(stamp))) fail('TypeScript is not installed: run npm ci first.');
}

/** @param {string} tsc */
function build(tsc) {
  const startedAt = new Date();
  // Everybody may read what is built, whoever builds it: otherwise two builds would differ, and so would their archives.
  process.umask(0o022);
  for (const folder of [dist, join(root, 'client/dist')]) rmSync(folder, { recursive: true, force: true });
  for (const project of ['client/tsconfig.json', 'tsconfig.build.json']) {
    const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
    if (status !== 0) fail('The build failed.');
  }
  writeFileSync(stamp, '');
  // What is edited while the compiler runs must look newer than its result.
  utimesSync(stamp, startedAt, startedAt);
}

function isFresh() {
  if (!existsSync(stamp)) return false;
  const builtMs = statSync(stamp).mtimeMs;
  const made = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'client/tsconfig.json'];
  return (
    existsSync(join(root, 'client/dist/index.js')) &&
    ['src', 'client/src'].every((folder) => newestMs(join(root, folder)) <= builtMs) &&
    made.every((file) => statSync(join(root, file)).mtimeMs <= builtMs)
  );
}

/**
 * Newest modification under a folder in milliseconds; folders count too, since a deleted file changes only its folder.
 * @param {string} folder
 * @returns {number}
 */
function newestMs(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs;
  });
  return Math.max(statSync(folder).mtimeMs, ...entries);
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
  }
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
