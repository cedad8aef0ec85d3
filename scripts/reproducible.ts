/**
 * `npm run reproducible`: whether two builds of these sources are the same, byte by byte. Prints the digests of the archives, so
 * that two people can compare theirs; fails, and names the files, where the two builds differ.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCopy, differences, twoPlaces } from './supply/two-builds.js';

const scratch = await mkdtemp(join(tmpdir(), 'facedesk-reproducible-'));
try {
  const root = join(import.meta.dirname, '..');
  const [here, there] = twoPlaces(scratch);
  // One after the other: compilers take all the memory and cores that a small machine has.
  const one = await buildCopy(root, here);
  const other = await buildCopy(root, there);
  const different = differences(one, other);
  for (const [path, digest] of Object.entries(one))
    if (path.endsWith('.tgz')) console.log(`${digest}  ${path}`);
  if (different.length === 0) {
    console.log(`${Object.keys(one).length} files, the same in both builds.`);
  } else {
    console.error(`Differ between two builds: ${different.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
