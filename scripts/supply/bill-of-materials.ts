/**
 * What is shipped, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json): npm packages, the libraries inside them, nets. The
 * same sources give the same bytes: there is no time in it, and the serial number is drawn from the content.
 */
import { createHash } from 'node:crypto';
import { netNames, catalogue } from '../../src/vision/models/catalogue.js';
import type { BundledLibrary } from './bundled-libraries.js';
import { licenceChoice } from './licences.js';
import { type LockedPackage, type LockEntries, needsOf, purlOf } from './locked-packages.js';
import { netComponents, netRef, packageOf, packComponents, packRef, shippedPacks } from './nets.js';

export interface BillSources {
  readonly root: string;
  readonly entries: LockEntries;
  readonly shipped: readonly LockedPackage[];
  readonly bundled: readonly BundledLibrary[];
}

export function billOfMaterials({ root, entries, shipped, bundled }: BillSources): object {
  const { name = '', version = '', license = '' } = entries[''] ?? {};
  const self = purlOf(name, version);
  const content = {
    version: 1,
    metadata: {
      // Made from the lock file and the sources, before anything is built.
      lifecycles: [{ phase: 'pre-build' }],
      component: {
        type: 'application',
        'bom-ref': self,
        name,
        version,
        purl: self,
        licenses: licenceChoice(license),
      },
    },
    components: [
      ...shipped.map(packageComponent),
      ...bundled.map(libraryComponent),
      ...netComponents(),
      ...packComponents(root),
    ],
    dependencies: [
      { ref: self, dependsOn: [...needsOf(entries, ''), ...netNames.map(netRef)] },
      ...shipped.map((one) => ({ ref: one.purl, dependsOn: [...one.needs, ...heldBy(one, bundled)] })),
      ...bundled.map(({ purl }) => ({ ref: purl, dependsOn: [] })),
      ...netNames.map((net) => ({ ref: netRef(net), dependsOn: [packageOf(catalogue[net].source)] })),
      ...shippedPacks(root).map((pack) => ({ ref: packRef(pack.name), dependsOn: [] })),
    ],
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    ...content,
  };
}

function packageComponent({ name, version, purl, licence, sha512, optional }: LockedPackage): object {
  const [group, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: bare,
    version,
    purl,
    scope: optional ? 'optional' : 'required',
    ...(sha512 === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    ...(licence === undefined ? {} : { licenses: licenceChoice(licence) }),
  };
}

function libraryComponent({ name, version, purl, licence }: BundledLibrary): object {
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    scope: 'required',
    licenses: licenceChoice(licence),
  };
}

function heldBy({ purl }: LockedPackage, bundled: readonly BundledLibrary[]): string[] {
  return bundled.filter(({ within }) => within.includes(purl)).map((library) => library.purl);
}

/** Version 8 of RFC 9562: bits of one's own choice, here the head of a SHA-256. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
