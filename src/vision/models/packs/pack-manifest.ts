/**
 * A model pack's manifest: a JSON file that names an ONNX file by its digest and says everything that has to be known to feed
 * it. Read and checked here; what each kind of pack says is in the files beside this one, and docs/models.md explains every key.
 */
import { Value } from 'typebox/value';
import { type DetectorManifest, detectorManifestSchema } from './detector-pack.js';
import { type EmbeddingManifest, checkPrior, embeddingManifestSchema } from './embedding-pack.js';
import { ModelPackError } from './model-pack-error.js';

export type PackManifest = EmbeddingManifest | DetectorManifest;

/** What the net of a pack is for. */
export type PackKind = 'embedding' | 'detector';

/** A manifest without a kind is of the first kind that there was. */
export function kindOf(manifest: PackManifest): PackKind {
  return manifest.kind ?? 'embedding';
}

export function isDetector(manifest: PackManifest): manifest is DetectorManifest {
  return kindOf(manifest) === 'detector';
}

/** @throws ModelPackError naming the first key that is not as it has to be. */
export function parsePackManifest(json: string): PackManifest {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (cause) {
    throw new ModelPackError('The manifest is not JSON.', { cause });
  }
  const saysDetector =
    typeof content === 'object' && (content as { kind?: unknown } | null)?.kind === 'detector';
  const schema = saysDetector ? detectorManifestSchema : embeddingManifestSchema;
  if (saysDetector && Value.Check(detectorManifestSchema, content)) return content;
  if (!saysDetector && Value.Check(embeddingManifestSchema, content)) return checkPrior(content);
  const [fault] = Value.Errors(schema, content);
  const place = fault?.instancePath === '' ? 'the manifest' : `"${fault?.instancePath.slice(1)}"`;
  throw new ModelPackError(
    `The manifest cannot be used: ${place} ${fault?.message ?? 'is not as it has to be'}.`,
  );
}
