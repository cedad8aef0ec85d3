/**
 * A second process on the same store, for the tests of what two processes do at once: `tsx store-child.ts <url> <id,id,…>
 * [late]`. It opens the store, says "ready", and on "go" enrols the ids in parallel; with "late" it opens only on "go".
 * Prints, as one line of JSON, how many enrolments succeeded and the codes of those that did not.
 */
import { once } from 'node:events';
import { FacedeskError } from '../../src/domain/errors.js';
import { toFeatures } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { openStore } from '../../src/store/index.js';
import { testKeys } from './test-keys.js';

const [url = '', ids = '', late] = process.argv.slice(2);
const early = late === undefined ? await openStore({ url, keys: testKeys }) : undefined;
console.log('ready');
await once(process.stdin, 'data');
const store = early ?? (await openStore({ url, keys: testKeys }));

const features = toFeatures(new Float32Array(128).fill(0.25));
const outcomes = await Promise.allSettled(
  ids
    .split(',')
    .filter((id) => id !== '')
    .map((id) => store.enrol({ subjectId: parseSubjectId(id), modelId: 'model', photos: [{ features }] })),
);
const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
console.log(
  JSON.stringify({
    succeeded: outcomes.length - failures.length,
    codes: failures.map((reason: unknown) =>
      reason instanceof FacedeskError ? reason.code : String(reason),
    ),
  }),
);
await store.close();
process.stdin.destroy();
