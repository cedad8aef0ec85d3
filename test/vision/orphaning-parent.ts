/** A process for child-crew.test.ts to kill: prints the id of its engine's child and leaves that child at work. */
import { createVisionEngine } from '../../src/vision/pool/vision-pool.js';

const engine = createVisionEngine({
  modelsDir: 'fine',
  maxPixels: 1,
  workers: 1,
  queueLength: 9,
  queueTimeoutMs: 60_000,
  taskTimeoutMs: 60_000,
  extractorUrl: new URL('./commanded-extractor.ts', import.meta.url),
});
// Where the test ends early, this ends too.
process.stdin.on('close', () => process.exit()).resume();

const { heightPx: pid } = await engine.examine(Buffer.from(JSON.stringify({ value: 1 })));
process.stdout.write(String(pid));
await engine.examine(Buffer.from(JSON.stringify({ value: 1, sleepMs: 30_000 })));
