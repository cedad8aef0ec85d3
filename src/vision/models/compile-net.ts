/** Makes one net's ONNX file out of its package's weights. Deterministic: equal weights give equal bytes. */
import { FacedeskError } from '../../domain/errors.js';
import { catalogue, type NetName } from './catalogue.js';
import { parseGraphModel } from './graph-model.js';
import { readSource } from './source-files.js';
import { translateGraphModel } from './translate-graph-model.js';
import { translateRecognitionNet } from './translate-recognition-net.js';
import { readWeights, type WeightGroup } from './weights.js';

/** @throws FacedeskError models_unavailable where the package does not hold the weights that the catalogue names. */
export async function compileNet(name: NetName): Promise<Uint8Array> {
  const { source, format, sidePx, normalisation, outputs } = catalogue[name];
  const bytes = await readSource(source);
  const description = new TextDecoder().decode(bytes.description);
  try {
    if (format === 'face-api-recognition-net') {
      const manifest = JSON.parse(description) as WeightGroup[];
      return translateRecognitionNet(readWeights(manifest, bytes.weights), normalisation);
    }
    const model = parseGraphModel(description);
    const weights = readWeights(model.weightsManifest, bytes.weights);
    return translateGraphModel(model, weights, { name, sidePx, normalisation, outputs });
  } catch (cause) {
    throw new FacedeskError('models_unavailable', { detail: `the net ${name} cannot be translated`, cause });
  }
}
