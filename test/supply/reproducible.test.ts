/** Who builds the same sources elsewhere gets the same bytes, so that what is shipped can be checked against its sources. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildCopy, differences, packedDigests, twoPlaces } from '../../scripts/supply/two-builds.js';
import { packageRoot } from '../../src/config/index.js';

const scratch = mkdtempSync(join(tmpdir(), 'facedesk-reproducible-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the same sources built in another folder, time zone, language and umask give the same files and archives', async () => {
  execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { cwd: packageRoot });
  const here = await packedDigests(packageRoot, join(scratch, 'here'));
  const there = await buildCopy(packageRoot, twoPlaces(scratch)[1]);
  expect(Object.keys(here).length).toBeGreaterThan(500);
  expect(Object.keys(here).filter((path) => path.endsWith('.tgz'))).toHaveLength(2);
  expect(differences(here, there)).toEqual([]);
}, 600_000);

test('what differs, and what only one of two builds has, is named', () => {
  expect(differences({ a: '1', b: '2', c: '3' }, { a: '1', b: '4', d: '3' })).toEqual(['b', 'c', 'd']);
});
