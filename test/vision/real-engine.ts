/** The engine as the service runs it, for tests on real photos; patient, since other suites may hold the processors. */
import { loadConfig } from '../../src/config/index.js';
import { createVisionEngine, type VisionEngine } from '../../src/vision/index.js';

/** As many pictures may wait as a test likes to hand over at once. The caller closes it. */
export async function openRealEngine(workers: number): Promise<VisionEngine> {
  const { modelsDir, maxImagePixels } = loadConfig({ env: {} }).vision;
  const engine = createVisionEngine({
    modelsDir,
    maxPixels: maxImagePixels,
    workers,
    queueLength: 10_000,
    queueBytes: 2 ** 30,
    queueTimeoutMs: 600_000,
    taskTimeoutMs: 60_000,
  });
  await engine.ready();
  return engine;
}
