import { expect, test } from 'vitest';
import { breakdown, type BreakdownQuestion } from './breakdown.js';

/** Four people with two pictures each; pictures 0 and 1 are of person 0, and so on. */
const persons = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3]);
const mated = [
  { a: 0, b: 1, score: -0.3 },
  { a: 2, b: 3, score: -0.6 },
  { a: 4, b: 5, score: -0.4 },
  { a: 6, b: 7, score: -0.7 },
];

function question(values: readonly (string | undefined)[]): BreakdownQuestion {
  return {
    values,
    persons,
    people: 4,
    mated,
    visitNonMated: (visit) => {
      for (let a = 0; a < 8; a++) for (let b = a + 1; b < 8; b++) if (persons[a] !== persons[b]) visit(a, b);
    },
    // Only pictures 0 and 2 are alike.
    score: (a, b) => (a === 0 && b === 2 ? -0.4 : -0.9),
    threshold: -0.5,
  };
}

test('each group has its own errors at the threshold that all share', () => {
  const groups = breakdown(question(['x', 'x', 'x', 'x', 'y', 'y', 'y', 'y']));
  expect(groups).toMatchObject([
    { group: 'x', fnmr: { value: 0.5, count: 2, people: 2 }, fmr: { value: 0.25, errors: 1, count: 4 } },
    { group: 'y', fnmr: { value: 0.5, count: 2, people: 2 }, fmr: { value: 0, errors: 0, count: 4 } },
  ]);
});

test('pairs whose pictures differ are a group of their own, and pictures of which nothing is known in none', () => {
  const groups = breakdown(question(['cam', 'scan', 'cam', 'cam', undefined, 'cam', 'cam', 'cam']));
  expect(groups.map(({ group, fnmr }) => [group, fnmr.count])).toEqual([
    ['cam', 2],
    ['cam / scan', 1],
  ]);
});

test('a small group is told to be too small', () => {
  const [group] = breakdown(question(['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x']));
  expect(group!.warning).toBe('only 4 people with a mated pair: too few to tell this group from another');
});

test('a column of many numbers is broken down by how far apart they are', () => {
  const many = Array.from({ length: 16 }, (_, at) => ({ person: at >> 1, year: 2000 + at * (at % 2) }));
  const pairs = Array.from({ length: 8 }, (_, k) => ({ a: 2 * k, b: 2 * k + 1, score: k < 6 ? -0.2 : -0.8 }));
  const groups = breakdown({
    ...question(many.map(({ year }, at) => String(year + at / 100))),
    persons: Int32Array.from(many, ({ person }) => person),
    people: 8,
    mated: pairs,
    visitNonMated: () => undefined,
  });
  expect(groups.map(({ fnmr }) => [fnmr.count, fnmr.errors])).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 2],
  ]);
  expect(groups[0]!.group).toMatch(/^apart by up to 3/);
});
