/**
 * Cuts the photos that the README's examples send out of the demo pictures of the installed packages, into demo/: two of
 * Anna, one of Bella. Photos of people are not kept in the repository.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { face, type FaceName } from '../test/faces.js';

const photos: Record<string, FaceName> = {
  'anna.jpg': 'anna',
  'anna-at-the-desk.jpg': 'annaAgain',
  'bella.jpg': 'bella',
};

const folder = process.argv[2] ?? 'demo';
await mkdir(folder, { recursive: true });
for (const [file, name] of Object.entries(photos)) await writeFile(join(folder, file), await face(name));
console.log(`${Object.keys(photos).length} photos in ${folder}/`);
