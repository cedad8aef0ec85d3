/**
 * Fuzzes the service with mutated pictures and bodies, so many of each: npm run fuzz -- [--pictures N] [--bodies N] [--seed N].
 * Prints the seed, with which the same sequence can be had again, and what came back; exits 1 where anything was not the input's fault.
 */
import { parseArgs } from 'node:util';
import { fuzzService } from '../test/fuzz/fuzz-service.js';
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
const { restarts, ...reports } = await fuzzService({
  bodies: Number(values.bodies),
  pictures: Number(values.pictures),
  random,
});
console.log(JSON.stringify({ ...reports, restarts }, null, 2));
if (restarts > 0 || Object.values(reports).some(({ faults }) => faults.length > 0)) process.exitCode = 1;
