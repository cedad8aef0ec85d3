/**
 * Whether a camera still sees as it used to: the pictures of the last day against those of the weeks before, day by day, so that
 * it can be said since when they are worse. Pure; what a device is and where its figures come from is not known here.
 */

/** Medians of one day's pictures. */
export interface DayOfPictures {
  /** The day's number, counted from 1970-01-01 by the local clock. */
  readonly day: number;
  /** How many pictures there were. */
  readonly pictures: number;
  /** 0 the worst to 100 the best. */
  readonly sharpness: number;
  /** Mean luma of the face, 0 to 255. */
  readonly brightness: number;
  /** Unified score, 0 to 100. */
  readonly quality: number;
}

export type DeviceProblem = 'blurred' | 'dark' | 'bright' | 'poor' | 'silent';

export interface DeviceFinding {
  readonly problem: DeviceProblem;
  /** The first day that was so, or the last day that anything came from a silent device. */
  readonly sinceDay: number;
}

/** Days with fewer pictures say nothing of the camera: they are somebody's bad day. */
export const leastPictures = 10;
/** Ordinary days that have to come before one can be out of the ordinary. */
export const leastDaysBefore = 3;

/**
 * How far a day's median has to be from the median of the days before. A sharpness of two thirds is what a smeared lens leaves;
 * people and weather move a day's medians by a few points.
 */
const worse: readonly {
  readonly problem: DeviceProblem;
  readonly isSo: (now: DayOfPictures, before: DayOfPictures) => boolean;
}[] = [
  { problem: 'blurred', isSo: (now, before) => now.sharpness < (2 / 3) * before.sharpness },
  { problem: 'dark', isSo: (now, before) => now.brightness < 0.6 * before.brightness },
  { problem: 'bright', isSo: (now, before) => now.brightness > Math.max(200, 1.4 * before.brightness) },
  { problem: 'poor', isSo: (now, before) => now.quality < before.quality - 15 },
];

/**
 * What is wrong with a device, if anything.
 * @param days with pictures, in rising order
 * @param activeDays on which anything came from it, in rising order; at least one
 * @param today the running day
 */
export function deviceFinding(
  days: readonly DayOfPictures[],
  activeDays: readonly number[],
  today: number,
): DeviceFinding | null {
  const last = activeDays.at(-1)!;
  if (isSilent(activeDays, today)) return { problem: 'silent', sinceDay: last };
  const telling = days.filter(({ pictures }) => pictures >= leastPictures);
  for (const { problem, isSo } of worse) {
    // The earliest day from which on every day was worse than what came before.
    for (let first = leastDaysBefore; first < telling.length; first++) {
      const before = usualDay(telling.slice(0, first));
      if (telling.slice(first).every((day) => isSo(day, before)))
        return { problem, sinceDay: telling[first]!.day };
    }
  }
  return null;
}

/** Longer without a sign than ever in these weeks, weekends and holidays among them; on the day itself nothing is said. */
function isSilent(activeDays: readonly number[], today: number): boolean {
  const idleDays = today - activeDays.at(-1)! - 1;
  const pauses = activeDays.slice(1).map((day, index) => day - activeDays[index]! - 1);
  return idleDays > Math.max(0, ...pauses);
}

/** Each median of the days' medians. */
export function usualDay(days: readonly DayOfPictures[]): DayOfPictures {
  const median = (of: (day: DayOfPictures) => number): number => {
    const sorted = days.map(of).sort((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  };
  return {
    day: days[0]!.day,
    pictures: days.reduce((sum, { pictures }) => sum + pictures, 0),
    sharpness: median(({ sharpness }) => sharpness),
    brightness: median(({ brightness }) => brightness),
    quality: median(({ quality }) => quality),
  };
}
