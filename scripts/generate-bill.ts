/**
 * Writes sbom.cdx.json and THIRD-PARTY-NOTICES.md from package-lock.json, the nets' catalogue and the installed packages. With
 * --check it writes nothing and fails where a file differs from what it would write. Asks nothing of the network.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { billOfMaterials } from './supply/bill-of-materials.js';
import { bundledLibraries } from './supply/bundled-libraries.js';
import { readLockEntries, shippedPackages } from './supply/locked-packages.js';
import { thirdPartyNotices } from './supply/notices.js';

const root = join(import.meta.dirname, '..');
const entries = readLockEntries(root);
const shipped = shippedPackages(entries);
const bundled = bundledLibraries(root, shipped);
const files = {
  'sbom.cdx.json': `${JSON.stringify(billOfMaterials({ root, entries, shipped, bundled }), null, 1)}\n`,
  'THIRD-PARTY-NOTICES.md': thirdPartyNotices(root, shipped, bundled),
};

for (const [path, content] of Object.entries(files)) {
  const file = join(root, path);
  if ((await readFile(file, 'utf8').catch(() => '')) === content) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run npm run sbom.`);
    process.exitCode = 1;
  } else {
    await writeFile(file, content);
  }
}
