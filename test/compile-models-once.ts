/** Compiles the nets into the default cache before any test runs, so that suites that need them do not each wait for it. */
import { loadConfig } from '../src/config/index.js';
import { compileModels } from '../src/vision/index.js';

export async function setup(): Promise<void> {
  await compileModels(loadConfig({ env: {} }).vision.modelsDir);
}
