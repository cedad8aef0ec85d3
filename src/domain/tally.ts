/**
 * What happened in a span of time, added up: how often, how good the pictures were, how long it took. Sums and counts of values,
 * which can be added to one another, and say nothing of anybody.
 */

/** What is counted of one event, beside what it is. */
export interface EventMeasures {
  /** From the request to the verdict; counted to two figures. */
  readonly durationMs?: number;
  /** Unified score of the picture, 0 to 100. */
  readonly quality?: number;
  /** 0 the worst to 100 the best. */
  readonly sharpness?: number;
  /** Mean luma of the face, 0 to 255. */
  readonly brightness?: number;
  /** The share of strangers who would score as high; absent where the gallery has nothing to say. */
  readonly estimatedFmr?: number;
}

export interface CountedEvent {
  readonly at: string;
  readonly kind: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly measures: EventMeasures;
}

/** How often each value came. */
export type Counts = Readonly<Record<string, number>>;

export interface Tally {
  /** RFC 3339, UTC: when the last event was. */
  readonly lastAt: string;
  /** By kind, outcome and reason with spaces between; `-` for one that it has not. */
  readonly events: Counts;
  readonly durationMs: Counts;
  readonly quality: Counts;
  readonly sharpness: Counts;
  readonly brightness: Counts;
  /** Of matches: the sum of the estimated false match rates, and of how many. */
  readonly fmr: { readonly sum: number; readonly count: number };
}

export const emptyTally: Tally = {
  lastAt: '',
  events: {},
  durationMs: {},
  quality: {},
  sharpness: {},
  brightness: {},
  fmr: { sum: 0, count: 0 },
};

export function tallyOf({ at, kind, outcome, reason, measures }: CountedEvent): Tally {
  const { durationMs, quality, sharpness, brightness, estimatedFmr } = measures;
  const once = (value: number | undefined): Counts =>
    value === undefined ? {} : { [String(Math.round(value))]: 1 };
  const isMatch = outcome === 'match' && estimatedFmr !== undefined;
  return {
    lastAt: at,
    events: { [[kind, outcome ?? '-', reason ?? '-'].join(' ')]: 1 },
    durationMs: once(durationMs === undefined ? undefined : Number(durationMs.toPrecision(2))),
    quality: once(quality),
    sharpness: once(sharpness),
    brightness: once(brightness),
    fmr: isMatch ? { sum: estimatedFmr, count: 1 } : emptyTally.fmr,
  };
}

/** All of these together. */
export function sumOfTallies(tallies: readonly Tally[]): Tally {
  const summed = (of: (tally: Tally) => Counts) => sumOfCounts(tallies.map(of));
  return {
    lastAt: tallies.reduce((last, { lastAt }) => (lastAt > last ? lastAt : last), ''),
    events: summed(({ events }) => events),
    durationMs: summed(({ durationMs }) => durationMs),
    quality: summed(({ quality }) => quality),
    sharpness: summed(({ sharpness }) => sharpness),
    brightness: summed(({ brightness }) => brightness),
    fmr: {
      sum: tallies.reduce((sum, { fmr }) => sum + fmr.sum, 0),
      count: tallies.reduce((sum, { fmr }) => sum + fmr.count, 0),
    },
  };
}

function sumOfCounts(all: readonly Counts[]): Counts {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const value in counts) sums[value] = (sums[value] ?? 0) + counts[value]!;
  return sums;
}

export interface EventCount {
  readonly kind: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly count: number;
}

export function eventCounts({ events }: Tally): EventCount[] {
  return Object.entries(events).map(([name, count]) => {
    const [kind, outcome, reason] = name.split(' ');
    return { kind: kind!, outcome: named(outcome), reason: named(reason), count };
  });
}

function named(part: string | undefined): string | null {
  return part === undefined || part === '-' ? null : part;
}

/** How many values were counted. */
export function countOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/**
 * The smallest value that at least a share of all values does not exceed (the nearest rank).
 * @param share 0 to 1
 * @returns null where nothing was counted
 */
export function quantileOf(counts: Counts, share: number): number | null {
  const needed = Math.max(1, Math.ceil(share * countOf(counts)));
  const rising = Object.entries(counts)
    .map(([value, count]) => ({ value: Number(value), count }))
    .sort((a, b) => a.value - b.value);
  let reached = 0;
  return rising.find(({ count }) => (reached += count) >= needed)?.value ?? null;
}
