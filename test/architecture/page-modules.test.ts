/** The scripts of the pages: few enough for a cheap tablet, and each asked for at once instead of one after the other. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const web = new URL('../../web/', import.meta.url).pathname;

/** Bytes of all scripts of a page together, compressed as a proxy does. */
const mostBytes = 60_000;

/** The scripts that one imports, with all that those import, itself included; as paths under assets. */
async function modulesFrom(entry: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = await readFile(join(web, 'assets', entry), 'utf8');
  for (const [, path] of source.matchAll(/^import .*? from '\.\/(.+?)';$/gms)) await modulesFrom(path!, seen);
  return seen;
}

test.each(['kiosk-page.js', 'registration.js', 'embed.js'])('%s stays under 60 kB', async (entry) => {
  const modules = await modulesFrom(entry);
  expect(modules.size).toBeGreaterThan(20);
  let bytes = 0;
  for (const module of modules) bytes += gzipSync(await readFile(join(web, 'assets', module))).length;
  expect(bytes).toBeLessThan(mostBytes);
});

test.each([
  ['verify.html', 'kiosk-page.js'],
  ['register.html', 'registration.js'],
])('%s names every script that %s needs, and no other', async (page, entry) => {
  const html = await readFile(join(web, page), 'utf8');
  const named = [...html.matchAll(/rel="modulepreload" href="\/assets\/(.+?)"/g)].map(([, path]) => path!);
  const needed = [...(await modulesFrom(entry))].filter((module) => basename(module) !== entry);
  expect(named.toSorted()).toEqual(needed.toSorted());
});
