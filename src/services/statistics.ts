/**
 * What happened, counted by the hour or by the day: verdicts, refusals, pictures and how long it took. It knows numbers, never
 * people. What happened before there were tallies is not counted.
 */
import { type EventCount, eventCounts, quantileOf, sumOfTallies, type Tally } from '../domain/tally.js';
import type { EventStore, TallyStore } from '../store/index.js';

/** How long a bucket is, in minutes. */
export const bucketMinutes = { hour: 60, day: 1440 } as const;
export type Bucket = keyof typeof bucketMinutes;
/** What is told where no beginning is given, in buckets: a day by the hour, a month by the day. */
const usualBuckets = { hour: 24, day: 30 } as const;
/** A year and a month by the day, or half a month by the hour. */
export const maxBuckets = 400;

export interface StatisticsQuestion {
  readonly bucket: Bucket;
  /** Minutes that the local clock is ahead of UTC: where hours and days begin. */
  readonly utcOffset: number;
  /** Absent: as many buckets before the end as are usual, and now. Widened to whole buckets. */
  readonly from?: Date;
  readonly before?: Date;
}

export interface Figures {
  readonly verifications: OutcomeCounts;
  readonly identifications: Omit<OutcomeCounts, 'uncertain'>;
  readonly enrolments: number;
  /** Photos of which no verdict could be made, by error code, the most frequent first. */
  readonly turnedAway: readonly { readonly code: string; readonly count: number }[];
  /** Why verifications were no match, the most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly count: number }[];
  /** Unified scores, 0 to 100, of what was verified with; null where nothing was. */
  readonly quality: { readonly median: number; readonly p10: number } | null;
  readonly latencyMs: { readonly median: number; readonly p95: number } | null;
  /** Of confirmed verifications; null where there were none, or the gallery has nothing to say. */
  readonly meanEstimatedFmr: number | null;
  readonly feedback: FeedbackCounts;
}

export interface OutcomeCounts {
  readonly total: number;
  readonly match: number;
  readonly uncertain: number;
  readonly nonMatch: number;
}

export interface FeedbackCounts {
  readonly right: number;
  /** Matches that were said to be wrong, and verdicts of other kinds that were. */
  readonly falseMatches: number;
  readonly falseNonMatches: number;
}

export interface StatisticsReport {
  readonly from: Date;
  readonly before: Date;
  readonly totals: Figures;
  /** Every one of the range, empty ones too, the oldest first. */
  readonly buckets: readonly (Figures & { readonly start: Date })[];
}

export interface Statistics {
  /** Null where the range is empty or has more than `maxBuckets`. */
  report(question: StatisticsQuestion): Promise<StatisticsReport | null>;
}

export interface StatisticsParts {
  readonly store: {
    readonly tallies: Pick<TallyStore, 'between'>;
    readonly events: Pick<EventStore, 'feedbackBetween'>;
  };
}

export function createStatistics({ store }: StatisticsParts): Statistics {
  return {
    report: async (question) => {
      const { fromMinute, beforeMinute, spanMinutes } = windowOf(question);
      const count = (beforeMinute - fromMinute) / spanMinutes;
      if (!(count > 0 && count <= maxBuckets)) return null;
      const [from, before] = [instant(fromMinute), instant(beforeMinute)];
      const tallies = await store.tallies.between({ fromMinute, beforeMinute });
      const feedback = await store.events.feedbackBetween(from.toISOString(), before.toISOString());
      const bucketOf = (minute: number) => Math.floor((minute - fromMinute) / spanMinutes);
      const parts = Array.from({ length: count }, () => ({
        tallies: [] as Tally[],
        feedback: [] as Feedback[],
      }));
      for (const { startMinute, tally } of tallies) parts[bucketOf(startMinute)]!.tallies.push(tally);
      for (const one of feedback) parts[bucketOf(Date.parse(one.at) / 60_000)]!.feedback.push(one);
      const sums = parts.map((part) => sumOfTallies(part.tallies));
      const buckets = sums.map((sum, index) => ({
        start: instant(fromMinute + index * spanMinutes),
        ...figuresOf(sum, parts[index]!.feedback),
      }));
      return { from, before, totals: figuresOf(sumOfTallies(sums), feedback), buckets };
    },
  };
}

/** In whole minutes, as tallies begin. */
function windowOf({ bucket, utcOffset, from, before = new Date() }: StatisticsQuestion) {
  const spanMinutes = bucketMinutes[bucket];
  const edge = (round: (value: number) => number, at: Date) =>
    round((at.getTime() / 60_000 + utcOffset) / spanMinutes) * spanMinutes - utcOffset;
  const beforeMinute = edge(Math.ceil, before);
  const fromMinute =
    from === undefined ? beforeMinute - usualBuckets[bucket] * spanMinutes : edge(Math.floor, from);
  return { fromMinute, beforeMinute, spanMinutes };
}

function instant(minute: number): Date {
  return new Date(minute * 60_000);
}

type Feedback = Awaited<ReturnType<EventStore['feedbackBetween']>>[number];

function figuresOf(tally: Tally, feedback: readonly Feedback[]): Figures {
  const counts = eventCounts(tally);
  const ofKind = (name: string) => counts.filter(({ kind }) => kind === name);
  const verifications = ofKind('verification.decided');
  const { uncertain: _, ...identifications } = outcomeCounts(ofKind('identification.decided'));
  const [median, p10] = [quantileOf(tally.quality, 0.5), quantileOf(tally.quality, 0.1)];
  const [medianMs, p95Ms] = [quantileOf(tally.durationMs, 0.5), quantileOf(tally.durationMs, 0.95)];
  return {
    verifications: outcomeCounts(verifications),
    identifications,
    enrolments: sumOf(ofKind('subject.registered')),
    turnedAway: byReason(ofKind('photo.refused')).map(([code, count]) => ({ code, count })),
    refusals: byReason(verifications.filter(({ outcome }) => outcome !== 'match')).map(([reason, count]) => ({
      ...{ reason, count },
    })),
    quality: median === null || p10 === null ? null : { median, p10 },
    latencyMs: medianMs === null || p95Ms === null ? null : { median: medianMs, p95: p95Ms },
    meanEstimatedFmr: tally.fmr.count === 0 ? null : tally.fmr.sum / tally.fmr.count,
    feedback: feedbackCounts(feedback),
  };
}

function outcomeCounts(counts: readonly EventCount[]): OutcomeCounts {
  const of = (name: string) => sumOf(counts.filter(({ outcome }) => outcome === name));
  return { total: sumOf(counts), match: of('match'), uncertain: of('uncertain'), nonMatch: of('nonMatch') };
}

function feedbackCounts(feedback: readonly Feedback[]): FeedbackCounts {
  const wrong = feedback.filter(({ correct }) => !correct);
  const falseMatches = wrong.filter(({ outcome }) => outcome === 'match').length;
  return {
    right: feedback.length - wrong.length,
    falseMatches,
    falseNonMatches: wrong.length - falseMatches,
  };
}

function byReason(counts: readonly EventCount[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { reason, count } of counts)
    if (reason !== null) sums.set(reason, (sums.get(reason) ?? 0) + count);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function sumOf(counts: readonly EventCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
