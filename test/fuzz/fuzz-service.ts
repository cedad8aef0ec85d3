/** A service of its own for fuzzing, in this process and without limits of rate: mutated bodies go to it, mutated pictures to its engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.js';
import { createContainer } from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import type { SeededRandom } from '../seeded-random.js';
import { fuzzBodies } from './fuzz-bodies.js';
import { type FuzzReport, fuzzPictures } from './fuzz-pictures.js';

export interface ServiceFuzzReport {
  readonly bodies: FuzzReport;
  readonly pictures: FuzzReport;
  /** Vision processes that ended. */
  readonly restarts: number;
}

export async function fuzzService({
  bodies,
  pictures,
  random,
}: {
  readonly bodies: number;
  readonly pictures: number;
  readonly random: SeededRandom;
}): Promise<ServiceFuzzReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'facedesk-fuzz-'));
  const config = loadConfig({
    env: {
      FACEDESK_DATA_DIR: dataDir,
      FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
      FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    },
  });
  const container = await createContainer(config, createLogger({ level: 'silent' }));
  const app = await container.buildApp();
  try {
    await container.vision.ready();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const reports = {
      bodies: await fuzzBodies(port, { count: bodies, random }),
      pictures: await fuzzPictures(container.vision, { count: pictures, random }),
    };
    return { ...reports, restarts: container.vision.status().restarts };
  } finally {
    await app.close();
    await container.close();
    rmSync(dataDir, { recursive: true });
  }
}
