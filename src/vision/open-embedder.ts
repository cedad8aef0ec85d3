/**
 * Opens the net that makes features, whichever the settings choose, and tries it once, so that a description that does not
 * fit the net stops the start rather than spoiling features.
 */
import type { Features } from '../domain/features.js';
import { builtInModel, builtInModelName } from './models/built-in-model.js';
import type { EmbeddingEffort, EmbeddingModel } from './models/embedding-model.js';
import { openModel } from './models/model-cache.js';
import { openOrExplain } from './open-net.js';
import { createSession } from './session/net-session.js';
import { embedFace } from './steps/embed-face.js';

export interface ModelChoice {
  readonly modelsDir: string;
  /** builtInModelName, or the name of an installed pack. */
  readonly model: string;
  readonly embedding: EmbeddingEffort;
}

export interface Embedder {
  readonly model: EmbeddingModel;
  /** @param chipsRgbHwc one for each of the model's views: float32, side x side x 3, 0 to 255 */
  readonly embed: (chipsRgbHwc: readonly Float32Array[]) => Promise<Features>;
}

/** @throws FacedeskError models_unavailable where the net cannot be had or does not do what its description says. */
export async function openEmbedder(choice: ModelChoice): Promise<Embedder> {
  return openOrExplain(choice.model, async () => {
    const { model, bytes } = await readModel(choice);
    const net = await createSession(bytes);
    const embed = async (chips: readonly Float32Array[]): Promise<Features> => embedFace(net, model, chips);
    const grey = new Float32Array(model.input.sidePx ** 2 * 3).fill(127);
    await embed(model.views.map(() => grey));
    return { model, embed };
  });
}

async function readModel({ modelsDir, model, embedding }: ModelChoice) {
  if (model === builtInModelName)
    return { model: builtInModel(embedding), bytes: await openModel(modelsDir, 'embedding') };
  // As with the detector, only who chose a pack waits for what reads it.
  const [{ packModel }, { openEmbeddingPack }] = await Promise.all([
    import('./models/packs/embedding-pack.js'),
    import('./models/packs/pack-store.js'),
  ]);
  const { manifest, net } = await openEmbeddingPack(modelsDir, model);
  return { model: packModel(manifest, embedding), bytes: net };
}
