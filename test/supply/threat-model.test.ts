/** SECURITY.md: every threat names its tests, every test that it names is there, and every table of the database is told of. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/config/index.js';

const page = readFileSync(join(packageRoot, 'SECURITY.md'), 'utf8');
const model = page.slice(page.indexOf('## Threat model'), page.indexOf('## For the privacy officer'));

/** One row of a table: its name, its letter of STRIDE, and the three cells that say something. */
const threats = [...model.matchAll(/^\| ([A-Z]\d+) +\| ([STRIDE]) +\| (.+?) +\| (.+?) +\| (.*?) *\|$/gm)].map(
  ([, name, letter, threat, stop, remains]) => ({ name: name!, letter: letter!, threat, stop, remains }),
);
const named = new Map(
  [...model.matchAll(/^- ([A-Z]\d+): (.+)$/gm)].map(([, name, tests]) => [
    name!,
    [...tests!.matchAll(/`([\w./-]+)` › `([^`]+)`/g)].map(([, path, title]) => ({
      path: path!,
      title: title!,
    })),
  ]),
);

describe('the threat model', () => {
  test('looks at every step of the way and every letter of STRIDE', () => {
    expect(threats.length).toBeGreaterThan(50);
    expect(model.match(/^### \d+\. /gm)).toHaveLength(11);
    expect([...new Set(threats.map(({ name }) => name[0]))]).toHaveLength(11);
    expect([...new Set(threats.map(({ letter }) => letter))].sort()).toEqual([...'DEIRST']);
  });

  test('gives each threat one name, and says what stops it', () => {
    expect(new Set(threats.map(({ name }) => name)).size).toBe(threats.length);
    expect(threats.filter(({ threat, stop }) => !threat?.endsWith('.') || !stop?.endsWith('.'))).toEqual([]);
  });

  test('names a test for each threat, and none for what is no threat', () => {
    expect([...named.keys()].sort()).toEqual(threats.map(({ name }) => name).sort());
    expect([...named].filter(([, tests]) => tests.length === 0)).toEqual([]);
  });

  test.each([...named])('names tests for %s that are there', (_name, tests) => {
    for (const { path, title } of tests) {
      expect(existsSync(join(packageRoot, path)), path).toBe(true);
      expect(titlesIn(path), path).toContain(title);
    }
  });
});

test('the privacy officer is told of every table that there is, and of no other', () => {
  const schema = readFileSync(join(packageRoot, 'src/store/sql/schema.ts'), 'utf8');
  const tables = [...schema.matchAll(/^ {2}(users|facedesk_\w+): \{/gm)].map(([, name]) => name!);
  const list = page.slice(page.indexOf('### What is kept where'), page.indexOf('\nElsewhere:'));
  const rows = [...list.matchAll(/^\| .+? +\| (`.+?`) +\| [a-z]+ +\| \S.* \|$/gm)];
  const told = rows.flatMap(([, names]) => [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  expect(told.map((name) => (name === 'users' ? name : `facedesk_${name}`)).sort()).toEqual(tables.sort());
});

/** What stands in quotes behind a test's name, or behind the table of its cases. */
function titlesIn(path: string): string[] {
  const source = readFileSync(join(packageRoot, path), 'utf8');
  const call =
    /(?:^\s*(?:it|test)(?:\.(?:skipIf|runIf)\([^\n]*?\))?\(|\)\()\s*(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"),/gm;
  return [...source.matchAll(call)].map(([, single, double]) =>
    (single ?? double!).replaceAll(/\\(.)/g, '$1'),
  );
}
