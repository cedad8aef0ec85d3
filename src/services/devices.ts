/**
 * How the devices do that verify: each key is one, and what came without a key is one more. Their health is told from sums of
 * what they sent, never from anybody's picture.
 */
import {
  type DayOfPictures,
  deviceFinding,
  type DeviceProblem,
  leastPictures,
  usualDay,
} from '../domain/device-health.js';
import { countOf, eventCounts, quantileOf, sumOfTallies, type Tally } from '../domain/tally.js';
import type { ApiKeyStore, StoredTally, TallyStore } from '../store/index.js';

/** How far back the usual days of a device are looked for. */
const daysLookedBack = 28;
/** More devices than a page can show; those that were seen last are told. */
export const maxDevices = 500;

export interface Pictures {
  readonly pictures: number;
  readonly sharpness: number;
  readonly brightness: number;
  readonly quality: number;
}

export interface Device {
  /** Null for requests without a key. */
  readonly keyId: string | null;
  readonly name: string;
  readonly lastSeenAt: string;
  /** Of the last 24 hours; shares are null where there was nothing. */
  readonly verifications: number;
  readonly refused: number | null;
  readonly turnedAway: number | null;
  /** Medians; null where there were no pictures. */
  readonly lastDay: Pictures | null;
  readonly baseline: (Pictures & { readonly days: number }) | null;
  readonly health: 'ok' | 'degraded' | 'silent';
  readonly problem: DeviceProblem | null;
  /** A date by the local clock, YYYY-MM-DD. */
  readonly since: string | null;
  readonly text: string;
}

export interface Devices {
  /** The worst first, then those that were seen last. `utcOffset`: minutes that the local clock is ahead of UTC. */
  list(utcOffset: number): Promise<Device[]>;
}

export interface DevicesParts {
  readonly store: {
    readonly tallies: Pick<TallyStore, 'between'>;
    readonly apiKeys: Pick<ApiKeyStore, 'list'>;
  };
  readonly now?: () => number;
}

const order = { degraded: 0, silent: 1, ok: 2 } as const;

export function createDevices({ store, now = Date.now }: DevicesParts): Devices {
  return {
    list: async (utcOffset) => {
      const nowMinute = Math.floor(now() / 60_000);
      const span = { fromMinute: nowMinute - daysLookedBack * 1440, beforeMinute: nowMinute + 1 };
      const names = new Map((await store.apiKeys.list()).map(({ keyId, name }) => [keyId, name]));
      const ofKeys = new Map<string | null, StoredTally[]>();
      for (const stored of await store.tallies.between(span)) {
        // Whoever only registers has no camera of whose verdicts anything could be said.
        if (!eventCounts(stored.tally).some(({ kind }) => kindsOfDevices.has(kind))) continue;
        const own = ofKeys.get(stored.keyId);
        if (own === undefined) ofKeys.set(stored.keyId, [stored]);
        else own.push(stored);
      }
      return [...ofKeys]
        .map(([keyId, own]) => ({
          ...{ keyId, name: keyId === null ? 'no key' : (names.get(keyId) ?? keyId) },
          ...stateOf(own, nowMinute, utcOffset),
        }))
        .sort((a, b) => order[a.health] - order[b.health] || (a.lastSeenAt < b.lastSeenAt ? 1 : -1))
        .slice(0, maxDevices);
    },
  };
}

const kindsOfDevices: ReadonlySet<string> = new Set(['verification.decided', 'photo.refused']);

/** @param own in rising order of time, at least one */
function stateOf(own: readonly StoredTally[], nowMinute: number, utcOffset: number) {
  const dayOf = (minute: number) => Math.floor((minute + utcOffset) / 1440);
  const all = sumOfTallies(own.map(({ tally }) => tally));
  const recent = own.filter(({ startMinute }) => startMinute > nowMinute - 1440);
  const lastDay = sumOfTallies(recent.map(({ tally }) => tally));
  const numbers = [...new Set(own.map(({ startMinute }) => dayOf(startMinute)))];
  const days = numbers.flatMap((day) => {
    const tallies = own.filter(({ startMinute }) => dayOf(startMinute) === day);
    const pictures = picturesIn(sumOfTallies(tallies.map(({ tally }) => tally)));
    return pictures === null ? [] : [{ day, ...pictures }];
  });
  const finding = deviceFinding(days, numbers, dayOf(nowMinute));
  return {
    lastSeenAt: all.lastAt,
    ...sharesIn(lastDay),
    lastDay: picturesIn(lastDay),
    baseline: baselineOf(days, finding?.sinceDay ?? dayOf(nowMinute)),
    ...told(finding),
  };
}

function picturesIn({ sharpness, brightness, quality }: Tally): Pictures | null {
  const medians = [sharpness, brightness, quality].map((counts) => quantileOf(counts, 0.5));
  const [sharp, bright, good] = medians;
  if (typeof sharp !== 'number' || typeof bright !== 'number' || typeof good !== 'number') return null;
  return { pictures: countOf(quality), sharpness: sharp, brightness: bright, quality: good };
}

function sharesIn(tally: Tally) {
  const counts = eventCounts(tally);
  const sum = (fits: (count: (typeof counts)[number]) => boolean) =>
    counts.reduce((total, count) => total + (fits(count) ? count.count : 0), 0);
  const verifications = sum(({ kind }) => kind === 'verification.decided');
  const refused = sum(({ kind, outcome }) => kind === 'verification.decided' && outcome !== 'match');
  const turnedAway = sum(({ kind }) => kind === 'photo.refused');
  const tries = verifications + turnedAway;
  return {
    verifications,
    refused: verifications === 0 ? null : refused / verifications,
    turnedAway: tries === 0 ? null : turnedAway / tries,
  };
}

/** What is usual: of days before the trouble, or before today, that have enough pictures to tell. */
function baselineOf(days: readonly DayOfPictures[], before: number): Device['baseline'] {
  const telling = days.filter(({ day, pictures }) => day < before && pictures >= leastPictures);
  if (telling.length === 0) return null;
  const { pictures, sharpness, brightness, quality } = usualDay(telling);
  return { pictures, days: telling.length, sharpness, brightness, quality };
}

const sentences = {
  blurred: (since: string) => `Pictures from this camera have been blurred since ${since}.`,
  dark: (since: string) => `Pictures from this camera have been dark since ${since}.`,
  bright: (since: string) => `Pictures from this camera have been too bright since ${since}.`,
  poor: (since: string) => `Pictures from this camera have been worse than usual since ${since}.`,
  silent: (since: string) => `Nothing has come from this device since ${since}.`,
} as const satisfies Record<DeviceProblem, (since: string) => string>;

function told(
  finding: ReturnType<typeof deviceFinding>,
): Pick<Device, 'health' | 'problem' | 'since' | 'text'> {
  if (finding === null)
    return { health: 'ok', problem: null, since: null, text: 'Pictures are as they usually are.' };
  const { problem, sinceDay } = finding;
  const date = new Date(sinceDay * 86_400_000);
  const [weekday, day, month] = (
    [{ weekday: 'long' }, { day: 'numeric' }, { month: 'long' }] as const satisfies readonly object[]
  ).map((part) => new Intl.DateTimeFormat('en', { ...part, timeZone: 'UTC' }).format(date));
  return {
    health: problem === 'silent' ? 'silent' : 'degraded',
    problem,
    since: date.toISOString().slice(0, 10),
    text: sentences[problem](`${weekday} ${day} ${month}`),
  };
}
