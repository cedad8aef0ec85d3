/**
 * The nets as components of the bill of materials: what is compiled of which pinned files under which licence, and the
 * model packs, of which only the manifests are shipped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, netNames, type NetSource, translatorVersion } from '../../src/vision/models/catalogue.js';
import { type PackManifest, parsePackManifest } from '../../src/vision/models/packs/pack-manifest.js';
import { licenceChoice } from './licences.js';
import { compareText, purlOf } from './locked-packages.js';

export const netRef = (name: string): string => `net:${name}`;
export const packRef = (name: string): string => `pack:${name}`;

/** The purl of the npm package that brings a net's weights. */
export function packageOf({ package: name, version }: NetSource): string {
  return purlOf(name, version);
}

/** The manifests in model-packs/, by name. */
export function shippedPacks(root: string): PackManifest[] {
  const files = readdirSync(join(root, 'model-packs')).filter((file) => file.endsWith('.json'));
  return files
    .map((file) => parsePackManifest(readFileSync(join(root, 'model-packs', file), 'utf8')))
    .sort((a, b) => compareText(a.name, b.name));
}

export function netComponents(): object[] {
  return netNames.map((name) => {
    const { source, format, compiled } = catalogue[name];
    const files = [source.description, source.weights];
    return {
      type: 'machine-learning-model',
      'bom-ref': netRef(name),
      name,
      version: source.version,
      description: source.origin,
      scope: 'required',
      hashes: [{ alg: 'SHA-256', content: compiled.sha256 }],
      licenses: licenceChoice(source.licence),
      pedigree: {
        ancestors: files.map(({ path, sha256 }) => ({
          type: 'file',
          'bom-ref': `${netRef(name)}/${path}`,
          name: path,
          purl: `${packageOf(source)}#${path}`,
          hashes: [{ alg: 'SHA-256', content: sha256 }],
        })),
        notes: `Compiled from these files to ONNX by facedesk's translators, version ${translatorVersion}; the digest above is the result's.`,
      },
      properties: [
        { name: 'facedesk:format', value: format },
        { name: 'facedesk:compiledBytes', value: String(compiled.bytes) },
      ],
    };
  });
}

/** Not shipped and not installed until somebody brings the file, which is what CycloneDX calls optional. */
export function packComponents(root: string): object[] {
  return shippedPacks(root).map(({ name, title, licence, source, sha256, file, bytes }) => ({
    type: 'machine-learning-model',
    'bom-ref': packRef(name),
    name,
    description: `${title}. Only its manifest is shipped; the file is brought by whoever installs the pack.`,
    scope: 'optional',
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: licenceChoice(licence),
    externalReferences: [{ type: 'distribution', url: source }],
    properties: [
      { name: 'facedesk:file', value: file },
      { name: 'facedesk:bytes', value: String(bytes) },
    ],
  }));
}
