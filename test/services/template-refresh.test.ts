/**
 * What people are recognised by keeps up with how they look, and nobody can shift it to themselves: on a real database, with
 * the service's own verdicts, and features of people who do not exist.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hoursBetweenRefreshes, mostRefreshed } from '../../src/domain/enrolment/template-refresh.js';
import type { Features } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { MadeUpFaces, morph } from './made-up-faces.js';
import { modelId, openRefreshDesk, type RefreshDesk } from './refresh-desk.js';

const faces = new MadeUpFaces(20);
let desk: RefreshDesk;
let anna: Features;
let annaNo: number;

async function open(options: Parameters<typeof openRefreshDesk>[0] = {}): Promise<void> {
  desk = await openRefreshDesk(options);
  for (let i = 0; i < 40; i++) await desk.enrol(`other-${i}`, [faces.photoOf(faces.person())]);
  anna = faces.person();
  annaNo = await desk.enrol('anna', [anna]);
  await desk.calibrate();
}
afterEach(() => desk.close());

/** A photo that is clearly of her, and a little different each time. */
const clearPhoto = (): Features => morph(anna, faces.photoOf(anna), 0.5);
const originsOf = async (subjectNo: number) =>
  (await desk.store.templatesOf(subjectNo, modelId)).map(({ origin }) => origin);

describe('a clear match', () => {
  beforeEach(() => open());

  test('adds a template that says where it comes from, and leaves the enrolled one as it was', async () => {
    expect(await desk.visit(annaNo, clearPhoto())).toBe(true);
    expect(await originsOf(annaNo)).toEqual(['enrolled', 'refreshed']);
    const [original] = await desk.store.templatesOf(annaNo, modelId);
    expect(original!.features).toEqual(anna);
    const [refresh] = await desk.store.refreshes.list(annaNo);
    expect(refresh).toMatchObject({ state: 'refreshed', quality: 80, requestId: 'visit' });
    expect(refresh!.score).toBeGreaterThan(0);
  });

  test(`adds one a day and keeps ${mostRefreshed}`, async () => {
    expect(await desk.visit(annaNo, clearPhoto())).toBe(true);
    expect(await desk.visit(annaNo, clearPhoto())).toBe(true);
    desk.wait(-2 + 1 / 24);
    expect(await desk.visit(annaNo, clearPhoto())).toBe(false);
    desk.wait(hoursBetweenRefreshes / 24);
    for (let day = 0; day < 5; day++) await desk.visit(annaNo, clearPhoto());
    expect(await originsOf(annaNo)).toEqual(['enrolled', 'refreshed', 'refreshed', 'refreshed']);
  });

  test.each([
    ['of a poor photo', { quality: 20 }],
    ['that looks like an attack', { attackSuspected: true }],
  ])('%s adds nothing', async (_what, photo) => {
    expect(await desk.visit(annaNo, clearPhoto(), photo)).toBe(false);
    expect(await originsOf(annaNo)).toEqual(['enrolled']);
  });

  test('that was deleted meanwhile brings nobody back', async () => {
    await desk.visit(annaNo, clearPhoto());
    await desk.store.deleteSubject(parseSubjectId('anna').key);
    expect(await desk.visit(annaNo, clearPhoto())).toBe(false);
    expect(await originsOf(annaNo)).toEqual([]);
    expect((await desk.decide(annaNo, clearPhoto())).outcome).toBe('nonMatch');
  });

  test('is as before once what it added is taken away', async () => {
    const probe = faces.photoOf(anna);
    const before = await desk.decide(annaNo, probe);
    await desk.visit(annaNo, clearPhoto());
    expect(await desk.decide(annaNo, probe)).not.toEqual(before);
    const [refresh] = await desk.store.refreshes.list(annaNo);
    await desk.store.refreshes.remove(refresh!.refreshNo);
    expect(await desk.decide(annaNo, probe)).toEqual(before);
  });
});

test('a match that is not clear adds nothing', async () => {
  await open();
  const someone = faces.photoOf(faces.person());
  let added = 0;
  let matched = 0;
  for (let share = 0.3; share < 0.9; share += 0.01) {
    const probe = morph(anna, someone, share);
    if ((await desk.decide(annaNo, probe)).outcome !== 'match') continue;
    matched++;
    if (await desk.visit(annaNo, probe)) added++;
  }
  // The last of those that still match are too far for a refresh.
  expect(matched).toBeGreaterThan(added);
});

test('under review a match proposes, and nothing counts until it is confirmed', async () => {
  await open({ mode: 'review' });
  expect(await desk.visit(annaNo, clearPhoto())).toBe(true);
  expect(await originsOf(annaNo)).toEqual(['enrolled']);
  const [proposal] = await desk.store.refreshes.list(annaNo);
  expect(proposal).toMatchObject({ state: 'proposed' });
});

test('switched off, nothing is ever added', async () => {
  await open({ mode: 'off' });
  expect(await desk.visit(annaNo, clearPhoto())).toBe(false);
  expect(await desk.store.refreshes.list()).toEqual([]);
});

test('a slow impostor, who blends ever more of themselves into the photos, takes over nobody: 100 of 100 fail', async () => {
  desk = await openRefreshDesk({ targetFmr: 1e-3 });
  const attackers = new MadeUpFaces(7);
  const people = Array.from({ length: 150 }, () => attackers.person());
  const numbers: number[] = [];
  for (const [i, person] of people.entries())
    numbers.push(await desk.enrol(`id-${i}`, [attackers.photoOf(person)]));
  await desk.calibrate();

  const runs = { failed: 0, refreshes: 0 };
  for (let run = 0; run < 100; run++) {
    const victim = attackers.below(people.length);
    // Every other one is enrolled under an id of their own.
    const insider = (victim + 1 + attackers.below(people.length - 1)) % people.length;
    const impostor = run % 2 === 0 ? people[insider]! : attackers.person();
    const added = await shiftSlowly(numbers[victim]!, { from: people[victim]!, to: impostor, attackers });
    runs.refreshes += added;
    const outcomes = [];
    for (let photo = 0; photo < 3; photo++)
      outcomes.push((await desk.decide(numbers[victim]!, attackers.photoOf(impostor))).outcome);
    if (!outcomes.includes('match')) runs.failed++;
    for (const { refreshNo } of await desk.store.refreshes.list(numbers[victim])) {
      await desk.store.refreshes.remove(refreshNo);
    }
  }
  // They did get something in, and it took them nowhere.
  expect(runs.refreshes).toBeGreaterThan(100);
  expect(runs.failed).toBe(100);
}, 300_000);

/** Each day the photo that goes furthest of those that are still taken over; how many were. */
async function shiftSlowly(
  subjectNo: number,
  { from, to, attackers }: { from: Features; to: Features; attackers: MadeUpFaces },
): Promise<number> {
  let added = 0;
  let share = 0.1;
  for (let day = 0; day < 12; day++) {
    desk.wait(2);
    for (let attempt = 0; attempt < 3; attempt++) {
      const probe = morph(attackers.photoOf(from), attackers.photoOf(to), share + 0.2 - 0.1 * attempt);
      if (!(await desk.visit(subjectNo, probe))) continue;
      share += 0.1 - 0.05 * attempt;
      added++;
      break;
    }
  }
  return added;
}
