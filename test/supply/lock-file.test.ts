/** What package-lock.json lets npm install: pinned archives of the registry, under licences that allow it, without scripts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAllowed } from '../../scripts/supply/licences.js';
import { readLockEntries, shippedPackages } from '../../scripts/supply/locked-packages.js';
import { packageRoot } from '../../src/config/index.js';

const entries = readLockEntries(packageRoot);
const installed = Object.entries(entries).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
);
const text = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

describe('the lock file', () => {
  test('pins every package by the SHA-512 of its archive', () => {
    expect(installed.length).toBeGreaterThan(400);
    const unpinned = installed.filter(
      ([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(unpinned.map(([path]) => path)).toEqual([]);
  });

  test('takes nothing from git, from an address or from a folder but the client', () => {
    const elsewhere = Object.entries(entries).filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(([path, { resolved }]) => [path, resolved])).toEqual([
      ['node_modules/facedesk-client', 'client'],
    ]);
  });

  test('is what package.json asks for, version by version and without ranges', () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.values(asked).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    for (const [name, version] of Object.entries(asked)) {
      const entry = entries[`node_modules/${name}`];
      expect((entry?.link ? entries[entry.resolved!] : entry)?.version, name).toBe(version);
    }
  });
});

describe('install scripts', () => {
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);

  test('are refused by name for each package that has one', () => {
    const names = scripted.map(([path]) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    );
    expect(names.sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    expect(Object.values(manifest.allowScripts)).toEqual(scripted.map(() => false));
  });

  test('of the shipped packages would make what is not there, and the packages load without it', async () => {
    const shipped = scripted.filter(([, { dev }]) => !dev).map(([path]) => path);
    expect(shipped.sort()).toEqual(['node_modules/@photostructure/sqlite', 'node_modules/onnxruntime-node']);
    // node-gyp would build there, and onnxruntime would put the CUDA provider that it downloads beside its library.
    expect(existsSync(join(packageRoot, 'node_modules/@photostructure/sqlite/build'))).toBe(false);
    const libraries = readdirSync(join(packageRoot, 'node_modules/onnxruntime-node/bin'), {
      recursive: true,
    });
    expect(libraries.filter((path) => String(path).includes('providers_cuda'))).toEqual([]);
    const { DatabaseSync } = await import('@photostructure/sqlite');
    expect(new DatabaseSync(':memory:').prepare('SELECT 1 AS one').get()).toEqual({ one: 1 });
    const { listSupportedBackends } = await import('onnxruntime-node');
    expect(listSupportedBackends().map(({ name }) => name)).toContain('cpu');
  });

  test('are not needed to make the image', () => {
    const commands = text('Dockerfile').match(/npm (?:ci|prune)[^\n&]*/g);
    expect(commands).toHaveLength(2);
    for (const command of commands!) expect(command).toContain('--ignore-scripts');
  });
});

describe('licences', () => {
  test('of all shipped packages are allowed ones', () => {
    const refused = shippedPackages(entries).filter(({ licence }) => !isAllowed(licence));
    expect(refused.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
  });

  test.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'SEE LICENSE IN LICENSE',
    'MIT AND GPL-2.0-only',
    '',
    undefined,
  ])('such as %j are not', (expression) => expect(isAllowed(expression)).toBe(false));

  test('may be chosen where there are several, and have to be read where that is not plain', () => {
    expect(isAllowed('(MIT OR GPL-2.0-only)')).toBe(true);
    expect(() => isAllowed('MIT AND (ISC OR GPL-2.0-only)')).toThrow('Read the licence');
  });

  test('and makers of every shipped package are in the notices', () => {
    const notices = text('THIRD-PARTY-NOTICES.md');
    const foreign = shippedPackages(entries).filter(({ sha512 }) => sha512 !== undefined);
    const missing = foreign.filter(
      ({ name, version, licence }) => !notices.includes(`| ${name} | ${version} | ${licence} |`),
    );
    expect(missing).toEqual([]);
  });
});
