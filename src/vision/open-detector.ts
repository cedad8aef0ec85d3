/**
 * Opens the net that finds faces, whichever the settings choose, and shows it a grey picture once, so that a description that
 * does not fit the net stops the start.
 */
import { builtInDetector, builtInDetectorName } from './models/detector-model.js';
import { openModel } from './models/model-cache.js';
import { openOrExplain } from './open-net.js';
import { createSession } from './session/net-session.js';
import { type FaceDetector, detectFaces } from './steps/detect-faces.js';
import { wholePicture } from './steps/looks.js';

export interface DetectorChoice {
  readonly modelsDir: string;
  /** builtInDetectorName, or the name of an installed pack. */
  readonly detector: string;
}

/** @throws FacedeskError models_unavailable where the net cannot be had or does not do what its description says. */
export async function openDetector(choice: DetectorChoice): Promise<FaceDetector> {
  return openOrExplain(choice.detector, async () => {
    const { model, bytes } = await readDetector(choice);
    const detector = { net: await createSession(bytes), model };
    const grey = { widthPx: 64, heightPx: 64, rgbHwc: new Uint8Array(64 * 64 * 3).fill(127) };
    await detectFaces(detector, grey, [wholePicture(grey)]);
    return detector;
  });
}

async function readDetector({ modelsDir, detector }: DetectorChoice) {
  if (detector === builtInDetectorName)
    return { model: builtInDetector, bytes: await openModel(modelsDir, 'detector') };
  // Reading manifests takes a third of a start, which only those pay who chose a pack.
  const [{ packDetector }, { openDetectorPack }] = await Promise.all([
    import('./models/packs/detector-pack.js'),
    import('./models/packs/pack-store.js'),
  ]);
  const { manifest, net } = await openDetectorPack(modelsDir, detector);
  return { model: packDetector(manifest), bytes: net };
}
