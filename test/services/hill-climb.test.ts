/** Somebody with a kiosk's key who sends 10,000 photos, each a little different: what they learn of whom they want to be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { createLogger } from '../../src/observability/logger.js';
import { createAttempts } from '../../src/services/attempts.js';
import { openStore } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';
import { seededRandom } from '../seeded-random.js';

const probes = 10_000;
const dimensions = 128;
/** How near a probe must come to pass, as a distance; the climber begins further off. */
const passesAt = 0.5;

test('10,000 probes get 50 answers, all of them no, and come no nearer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-climb-'));
  const store = await openStore({ url: `sqlite:${join(folder, 'db.sqlite')}`, keys: testKeys });
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const rules = { beforePause: 5, beforeLock: 50, pauseMs: 30_000 };
  const log = createLogger({ level: 'silent' });
  const attempts = createAttempts({ store, rules, log, now: () => nowMs });
  const { below } = seededRandom(7);
  const random = (): number => below(2 ** 30) / 2 ** 30;
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const template = unit(Array.from({ length: dimensions }, gaussian));
  const start = unit(Array.from({ length: dimensions }, gaussian));
  const claim = parseSubjectId('anna').key;

  // A climber keeps a step that helped. All that an answer tells is yes or no, so one that is no better never looks better.
  let current = start;
  let answers = 0;
  const told = new Set<string>();
  for (let probe = 0; probe < probes; probe++) {
    nowMs += 1000;
    const candidate = unit(current.map((value) => value + 0.02 * gaussian()));
    const matches = distance(candidate, template) < passesAt;
    const answer = await attempts
      .mustBeFree(claim, 'kiosk')
      .then(() => attempts.count(claim, 'kiosk', matches))
      .then(
        () => (matches ? 'match' : 'no match'),
        (error: { code: string }) => error.code,
      );
    if (answer === 'match') current = candidate;
    if (answer.endsWith('match')) answers++;
    told.add(answer);
  }
  await store.close();
  rmSync(folder, { recursive: true });

  expect(answers).toBe(50);
  expect(told).toEqual(new Set(['no match', 'too_many_attempts', 'attempts_locked']));
  expect(current).toBe(start);
}, 120_000);

function unit(values: readonly number[]): readonly number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, index) => value - b[index]!));
}
