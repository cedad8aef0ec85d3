/** sbom.cdx.json holds all that is shipped, by the rules of CycloneDX 1.6 that a reader depends on, and is up to date. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { billOfMaterials } from '../../scripts/supply/bill-of-materials.js';
import { bundledLibraries } from '../../scripts/supply/bundled-libraries.js';
import { readLockEntries, shippedPackages } from '../../scripts/supply/locked-packages.js';
import { packageRoot } from '../../src/config/index.js';
import { catalogue, netNames } from '../../src/vision/models/catalogue.js';

interface Hash {
  readonly alg: string;
  readonly content: string;
}
interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly scope: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly object[];
  readonly pedigree?: { readonly ancestors: readonly Component[] };
}
interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly version: number;
  readonly metadata: { readonly component: Component; readonly timestamp?: string };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const bill = JSON.parse(readFileSync(join(packageRoot, 'sbom.cdx.json'), 'utf8')) as Bill;
const ancestors = bill.components.flatMap(({ pedigree }) => pedigree?.ancestors ?? []);
const everything = [bill.metadata.component, ...bill.components, ...ancestors];
const fullName = ({ group, name, version }: Component): string =>
  `${group === undefined ? '' : `${group}/`}${name}@${version}`;

test('the bill of materials and the notices are what their generator writes', () => {
  const script = join(packageRoot, 'scripts', 'generate-bill.ts');
  execFileSync(process.execPath, ['--import', 'tsx', script, '--check'], { cwd: packageRoot });
});

describe('the bill of materials', () => {
  test('is CycloneDX 1.6, with a serial number and no time', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(bill.metadata.timestamp).toBeUndefined();
  });

  test('gives each thing one reference, a package URL and digests of the right length', () => {
    const references = everything.map((one) => one['bom-ref']);
    expect(new Set(references).size).toBe(references.length);
    const purls = everything.flatMap(({ purl }) => purl ?? []);
    expect(
      purls.filter((purl) => !/^pkg:(npm\/(%40[\w.-]+\/)?|generic\/)[\w.-]+@[\w.%-]+(#.+)?$/.test(purl)),
    ).toEqual([]);
    const lengths: Record<string, number> = { 'SHA-256': 64, 'SHA-512': 128 };
    for (const { alg, content } of everything.flatMap(({ hashes }) => hashes ?? [])) {
      expect(content).toMatch(/^[0-9a-f]+$/);
      expect(content).toHaveLength(lengths[alg]!);
    }
  });

  test('has every production dependency that npm names, and no other package', () => {
    const list = ['ls', '--omit=dev', '--all', '--package-lock-only', '--json', '--offline'];
    const tree = JSON.parse(execFileSync('npm', list, { cwd: packageRoot, encoding: 'utf8' })) as Tree;
    const packages = bill.components.filter(({ purl }) => purl?.startsWith('pkg:npm/'));
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.map(fullName).sort()).toEqual([...new Set(namesIn(tree))].sort());
    const unpinned = packages.filter(({ hashes }) => hashes === undefined);
    expect(unpinned.map(({ name }) => name)).toEqual(['facedesk-client']);
  });

  test('has every net with the digest of what it is compiled to and of what it is compiled from', () => {
    for (const name of netNames) {
      const { compiled, source } = catalogue[name];
      const net = bill.components.find((one) => one['bom-ref'] === `net:${name}`);
      expect(net?.type).toBe('machine-learning-model');
      expect(net?.hashes).toEqual([{ alg: 'SHA-256', content: compiled.sha256 }]);
      expect(JSON.stringify(net?.licenses)).toContain(source.licence);
      const digests = net?.pedigree?.ancestors.map(({ hashes }) => hashes?.[0]?.content);
      expect(digests).toEqual([source.description.sha256, source.weights.sha256]);
    }
    const packs = bill.components.filter((one) => one['bom-ref'].startsWith('pack:'));
    expect(packs.map(({ name, scope }) => [name, scope])).toEqual([
      ['sface-2021dec', 'optional'],
      ['yunet-2023mar', 'optional'],
    ]);
  });

  test('names the decoders and the database that are compiled into packages', () => {
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['libvips', 'mozjpeg', 'libpng', 'libwebp', 'sqlite']));
  });

  test('leads from the service to every package and net, and nowhere else', () => {
    const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const waiting = [bill.metadata.component['bom-ref']];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...needs.get(next)!);
    }
    const brought = bill.components.map((one) => one['bom-ref']).filter((ref) => !ref.startsWith('pack:'));
    expect([...reached].sort()).toEqual([bill.metadata.component['bom-ref'], ...brought].sort());
  });

  test('has another serial number as soon as anything in it is different', () => {
    const entries = readLockEntries(packageRoot);
    const shipped = shippedPackages(entries);
    const bundled = bundledLibraries(packageRoot, shipped);
    const serialOf = (packages: typeof shipped): string =>
      (billOfMaterials({ root: packageRoot, entries, shipped: packages, bundled }) as Bill).serialNumber;
    expect(serialOf(shipped)).toBe(bill.serialNumber);
    const [first, ...others] = shipped;
    expect(serialOf([{ ...first!, sha512: '0'.repeat(128) }, ...others])).not.toBe(bill.serialNumber);
  });
});

interface Tree {
  readonly dependencies?: Readonly<Record<string, Tree & { readonly version?: string }>>;
}

/** Names with versions of all that is in the tree; what is not installed for this kind of machine is in it as well. */
function namesIn({ dependencies = {} }: Tree): string[] {
  return Object.entries(dependencies).flatMap(([name, below]) => [
    ...(below.version === undefined ? [] : [`${name}@${below.version}`]),
    ...namesIn(below),
  ]);
}
