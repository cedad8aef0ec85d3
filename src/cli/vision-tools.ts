/** What commands need of the vision engine without a database beside it: an engine to evaluate with. */
import type { Command } from 'commander';
import { startVision } from '../container.js';
import { configOf } from './global-options.js';
import { commandLog } from './with-services.js';

export type VisionEngine = ReturnType<typeof startVision>;

/** Runs an engine for as long as it is used. Pictures may wait long: whoever evaluates is not standing at a desk. */
export async function withVision<Result>(
  command: Command,
  use: (vision: VisionEngine) => Promise<Result>,
): Promise<Result> {
  const config = configOf(command);
  const { workers, queueLength, taskTimeoutMs } = config.vision;
  const patient = {
    ...config.vision,
    queueLength: Math.max(queueLength, 2 * workers),
    queueTimeoutMs: 10 * taskTimeoutMs,
  };
  const vision = startVision(patient, commandLog(command, config));
  try {
    await vision.ready();
    return await use(vision);
  } finally {
    await vision.close();
  }
}
