/**
 * A process with the key in a file, for the tests of what several do at once and of being killed:
 * `tsx key-child.ts <url> <key file> enrol|rotate [begun|batch|rewrapped]`. It says "ready", and on a line on stdin opens the
 * store; then it enrols a subject named after itself, or changes the key. At the point that is named it says so and stands
 * still, to be killed there; otherwise it ends with "done".
 */
import { once } from 'node:events';
import { createLogger } from '../../src/observability/logger.js';
import { createKeySource } from '../../src/sealing/index.js';
import { createEncryption } from '../../src/services/encryption.js';
import { openStore } from '../../src/store/index.js';
import { enrolmentOf } from './store-desk.js';

const [url = '', keyFile = '', task, standStillAt] = process.argv.slice(2);
const source = createKeySource({ keyFile, onKeyFileMade: () => console.log('made') });

function reached(point: string): void {
  if (point !== standStillAt) return;
  console.log(point);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}

const keys = {
  ...source,
  beginRotation: async () => {
    await source.beginRotation();
    reached('begun');
  },
  endRotation: (keyId: string) => {
    reached('rewrapped');
    return source.endRotation(keyId);
  },
};

console.log('ready');
await once(process.stdin, 'data');
const store = await openStore({ url, keys });
if (task === 'enrol') await store.enrol(enrolmentOf(`child ${process.pid}`));
else {
  const log = createLogger({ level: 'silent' });
  await createEncryption({ store, keys, log }).rotate(() => reached('batch'));
}
await store.close();
console.log('done');
process.stdin.destroy();
