/**
 * Fuzzes the service with mutated pictures and bodies, so many of each: npm run fuzz -- [--pictures N] [--bodies N] [--seed N].
 * Prints the seed, with which the same sequence can be had again, and what came back; exits 1 where anything was not the input's fault.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/index.js';
import { createContainer } from '../src/container.js';
import { createLogger } from '../src/observability/logger.js';
import { fuzzBodies } from '../test/fuzz/fuzz-bodies.js';
import { fuzzPictures } from '../test/fuzz/fuzz-pictures.js';
import { seededRandom } from '../test/seeded-random.js';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '1000' },
    bodies: { type: 'string', default: '10000' },
    seed: { type: 'string' },
  },
});

const random = seededRandom(values.seed === undefined ? undefined : Number(values.seed));
console.log(`seed ${random.seed}`);
const dataDir = mkdtempSync(join(tmpdir(), 'facedesk-fuzz-'));
const config = loadConfig({
  env: {
    FACEDESK_DATA_DIR: dataDir,
    FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
  },
});
const container = await createContainer(config, createLogger({ level: 'silent' }));
await container.vision.ready();
const app = await container.buildApp();
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;

const reports = {
  bodies: await fuzzBodies(port, { count: Number(values.bodies), random }),
  pictures: await fuzzPictures(container.vision, { count: Number(values.pictures), random }),
};
const { restarts } = container.vision.status();
await app.close();
await container.close();
rmSync(dataDir, { recursive: true });
console.log(JSON.stringify({ ...reports, restarts }, null, 2));
if (restarts > 0 || Object.values(reports).some(({ faults }) => faults.length > 0)) process.exitCode = 1;
