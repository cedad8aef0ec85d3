/**
 * Error rates per group of people or pictures at one threshold that is the same for all: what a service with that setting
 * does to each group. A pair belongs to the group that both pictures share, or to a group of its own where they differ.
 */
import type { ScoredPicturePair } from './comparison-set.js';
import { PairTrials, PersonTrials, type Rate } from './rate-interval.js';

export interface GroupRates {
  /** A value of the column; two of them, "a / b", where a pair's pictures differ; a range of differences for numbers. */
  readonly group: string;
  readonly fnmr: Rate;
  readonly fmr: Rate;
  /** Says so where there are too few people for the rates to mean much. */
  readonly warning?: string;
}

export interface BreakdownQuestion {
  /** Value of each picture, by its number; undefined where nobody said. */
  readonly values: readonly (string | undefined)[];
  readonly persons: Int32Array;
  readonly people: number;
  readonly mated: readonly ScoredPicturePair[];
  /** Calls with every non-mated pair. */
  readonly visitNonMated: (visit: (a: number, b: number) => void) => void;
  readonly score: (a: number, b: number) => number;
  readonly threshold: number;
}

/** Fewer people than this in mated pairs leave an interval of 10 % at least, even without any error (rule of 3). */
const enoughPeople = 30;
/** More distinct numbers than this are no groups by themselves; their differences are. */
const mostNumbers = 12;

/** Groups with at least one mated pair, or with non-mated pairs within one value; in alphabetical order, or rising for numbers. */
export function breakdown(question: BreakdownQuestion): GroupRates[] {
  const { persons, people, mated, score, threshold } = question;
  const { groupOf, order } = groupingOf(question);
  const trials = new Map<string, { mated: PersonTrials; nonMated: PairTrials }>();
  const trialsOf = (group: string) => {
    const known = trials.get(group);
    if (known !== undefined) return known;
    const fresh = { mated: new PersonTrials(people), nonMated: new PairTrials(people) };
    trials.set(group, fresh);
    return fresh;
  };
  for (const pair of mated) {
    const group = groupOf(pair.a, pair.b);
    if (group === undefined) continue;
    trialsOf(group.name).mated.add(persons[pair.a]!, pair.score < threshold ? 'error' : 'right');
  }
  question.visitNonMated((a, b) => {
    const group = groupOf(a, b);
    if (group === undefined || (group.mixed && !trials.has(group.name))) return;
    const outcome = score(a, b) >= threshold ? 'error' : 'right';
    trialsOf(group.name).nonMated.add(persons[a]!, persons[b]!, outcome);
  });
  return [...trials]
    .map(([group, { mated: own, nonMated }]) => groupRates(group, own.rate(), nonMated.rate()))
    .sort((left, right) => order(left.group, right.group));
}

function groupRates(group: string, fnmr: Rate, fmr: Rate): GroupRates {
  const few = Math.min(fnmr.people, fmr.people);
  if (few >= enoughPeople) return { group, fnmr, fmr };
  const who = fnmr.people <= fmr.people ? 'with a mated pair' : 'with a non-mated pair';
  return { group, fnmr, fmr, warning: `only ${few} people ${who}: too few to tell this group from another` };
}

interface Group {
  readonly name: string;
  /** True where the two pictures have different values. */
  readonly mixed: boolean;
}

interface Grouping {
  readonly groupOf: (a: number, b: number) => Group | undefined;
  readonly order: (left: string, right: string) => number;
}

function groupingOf({ values, mated }: BreakdownQuestion): Grouping {
  const distinct = new Set(values.filter((value) => value !== undefined));
  const numbers = values.map((value) => (value === undefined ? Number.NaN : Number(value)));
  const allNumbers = [...distinct].every((value) => Number.isFinite(Number(value)));
  if (allNumbers && distinct.size > mostNumbers) return byDifference(numbers, mated);
  const groups = new Map<string, Group>();
  return {
    groupOf: (a, b) => {
      const [left, right] = [values[a], values[b]];
      if (left === undefined || right === undefined) return undefined;
      const name = left === right ? left : left < right ? `${left} / ${right}` : `${right} / ${left}`;
      const group = groups.get(name) ?? { name, mixed: left !== right };
      groups.set(name, group);
      return group;
    },
    order: (left, right) => left.localeCompare(right, 'en', { numeric: true }),
  };
}

/** Quarters of the mated pairs by how far apart their numbers are: years between photos, most of the time. */
function byDifference(numbers: readonly number[], mated: readonly ScoredPicturePair[]): Grouping {
  const difference = (a: number, b: number): number => Math.abs(numbers[a]! - numbers[b]!);
  const rising = mated
    .map(({ a, b }) => difference(a, b))
    .filter((gap) => !Number.isNaN(gap))
    .sort((a, b) => a - b);
  const quarters = [0.25, 0.5, 0.75, 1].map((share) => rising[Math.ceil(share * rising.length) - 1] ?? 0);
  const edges = [...new Set(quarters)];
  const groups = edges.map((edge, at): Group => {
    const name = at === 0 ? `apart by up to ${edge}` : `apart by more than ${edges[at - 1]}, up to ${edge}`;
    return { name, mixed: false };
  });
  const names = groups.map(({ name }) => name);
  return {
    groupOf: (a, b) => {
      const gap = difference(a, b);
      return groups[edges.findIndex((edge) => gap <= edge)];
    },
    order: (left, right) => names.indexOf(left) - names.indexOf(right),
  };
}
