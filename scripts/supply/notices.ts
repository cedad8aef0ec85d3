/**
 * THIRD-PARTY-NOTICES.md: who made what is shipped, and under which licence. Texts are those that the packages carry; the same
 * text is printed once. Packages for one kind of machine only are listed without, or the page would differ between machines.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, netNames } from '../../src/vision/models/catalogue.js';
import type { BundledLibrary } from './bundled-libraries.js';
import { compareText, type LockedPackage } from './locked-packages.js';
import { shippedPacks } from './nets.js';

const licenceFile = /^(licen[cs]e|copying|notice)/i;

/** @throws Error where a package that every machine installs is not installed. */
export function thirdPartyNotices(
  root: string,
  shipped: readonly LockedPackage[],
  bundled: readonly BundledLibrary[],
): string {
  const foreign = shipped.filter(({ sha512 }) => sha512 !== undefined);
  return `# Third-party notices

<!-- Written by \`npm run sbom\`; edit scripts/supply/notices.ts instead. -->

facedesk is under the MIT licence (LICENSE). It is shipped with the work of others, named here; sbom.cdx.json has the same with
digests, for programs.

## Nets

The weights come with npm packages and are compiled where the service is installed. Their licence need not be that of the package.
Of two the maker states none; "see source" says so.

${table(
  ['net', 'from', 'made by', 'licence'],
  netNames.map((name) => {
    const { source } = catalogue[name];
    return [name, `${source.package} ${source.version}`, source.origin, source.licence];
  }),
)}
Of these packs only the manifests are shipped. Whoever installs one brings the file, under its own licence:

${table(
  ['pack', 'what', 'from', 'licence'],
  shippedPacks(root).map(({ name, title, source, licence }) => [name, title, source, licence]),
)}
## Photos

No photo is part of the repository. \`npm run demo-photos\`, the README's examples and the tests cut faces out of the demo pictures
of the npm package @vladmandic/face-api ${catalogue.embedding.source.version}, on the machine where they run.

## Libraries inside packages

Compiled into npm packages below. The packages named @img/sharp-… hold those for pictures, @photostructure/sqlite holds SQLite.
The words about licences are those of the packages. libvips and what it links to are shared libraries that can be exchanged;
their sources are at <https://github.com/lovell/sharp-libvips>.

${table(
  ['library', 'version', 'licence'],
  bundled.map(({ name, version, licence }) => [name, version, licence]),
)}
## Packages

${table(
  ['package', 'version', 'licence', 'installed'],
  foreign.map(({ name, version, licence, optional }) => [
    name,
    version,
    licence ?? 'none stated',
    optional ? 'where the machine needs it' : 'everywhere',
  ]),
)}
## Licence texts

${texts(root, foreign)}`;
}

function texts(root: string, packages: readonly LockedPackage[]): string {
  const carriers = new Map<string, string[]>();
  const without: string[] = [];
  for (const { name, version, path, optional } of packages) {
    if (optional) continue;
    if (!existsSync(join(root, path))) throw new Error(`${name} is not installed: run npm ci.`);
    const files = readdirSync(join(root, path)).filter((file) => licenceFile.test(file));
    if (files.length === 0) without.push(`${name} ${version}`);
    for (const file of files.sort(compareText)) {
      const text = tidy(readFileSync(join(root, path, file), 'utf8'));
      carriers.set(text, [...(carriers.get(text) ?? []), `${name} ${version}`]);
    }
  }
  const sections = [...carriers].map(([text, names]) => `### ${names.join(', ')}\n\n~~~text\n${text}\n~~~\n`);
  const missing = `These packages carry no text; the table above has the licence that they state: ${without.join(', ')}.\n`;
  return [missing, ...sections].join('\n');
}

/** Line ends and blanks at them differ between texts that are the same. */
function tidy(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
