/**
 * Error rates of open-set identification against the size of the gallery (ISO/IEC 19795-1: FPIR and FNIR of searches of
 * which the first candidate is returned if it reaches a threshold), with intervals by bootstrap over people.
 */
import { cohortSize } from '../cohort.js';
import { type FnmrAtFmr, fnmrAtFmr } from './fnmr-at-fmr.js';
import { drawGallery, type Search, type Searches, searchGallery } from './identification-trial.js';
import { listedNonMatedScores, type PersonFeatures } from './non-mated-scores.js';

/** The false positive identification rates that are reported, as the report's keys write them. */
export const reportedFpirs = { '1e-1': 1e-1, '1e-2': 1e-2, '1e-3': 1e-3 } as const;
export type FpirKey = keyof typeof reportedFpirs;

/** As FnmrAtFmr, for searches: `value` is the FNIR. */
export interface FnirAtFpir extends Omit<FnmrAtFmr, 'fmr'> {
  readonly fpir: number;
}

export interface GalleryRates {
  /** People in the gallery. */
  readonly gallerySize: number;
  /** True where everybody is in it, and non-mated searches were made with the own template taken out. */
  readonly everybody: boolean;
  /** Random galleries over which the searches were pooled. */
  readonly draws: number;
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  readonly raw: { readonly fnirAtFpir: Readonly<Record<FpirKey, FnirAtFpir>> };
  readonly normalised: { readonly fnirAtFpir: Readonly<Record<FpirKey, FnirAtFpir>> };
}

const sizes = [10, 30, 100, 300, 1000, 3000, 10_000];
const draws = 5;
/** A candidate's cohort must not run out of people when it and one more are taken out. */
const smallestGallery = cohortSize + 2;

/**
 * Rates for up to three sizes that leave at least a fifth of the people outside, and for a gallery of everybody.
 * @param people people are numbered 0 to people - 1; each is on at least one picture or on none.
 * @returns nothing where there are fewer people than the smallest gallery needs.
 */
export function identificationRates(pictures: readonly PersonFeatures[], people: number): GalleryRates[] {
  const present = new Set(pictures.map(({ person }) => person)).size;
  if (present < smallestGallery) return [];
  const smaller = sizes.filter((size) => size <= 0.8 * present).slice(-3);
  return [...smaller, present].map((size) => {
    const drawn = Array.from({ length: draws }, (_, k) =>
      searchGallery(pictures, drawGallery(pictures, { size, seed: k + 1 })),
    );
    return galleryRates(drawn, { size, people, everybody: size === present });
  });
}

interface GalleryKind {
  readonly size: number;
  readonly people: number;
  readonly everybody: boolean;
}

function galleryRates(drawn: readonly Searches[], { size, people, everybody }: GalleryKind): GalleryRates {
  const mated = drawn.flatMap((searches) => searches.mated);
  const nonMated = drawn.flatMap((searches) => searches.nonMated);
  const rates = (kind: 'raw' | 'normalised') => ({
    fnirAtFpir: fnirAtFpir({ mated, nonMated }, { kind, people }),
  });
  return {
    gallerySize: size,
    everybody,
    draws,
    matedSearches: mated.length,
    nonMatedSearches: nonMated.length,
    raw: rates('raw'),
    normalised: rates('normalised'),
  };
}

function fnirAtFpir(
  { mated, nonMated }: Searches,
  { kind, people }: { kind: 'raw' | 'normalised'; people: number },
): Record<FpirKey, FnirAtFpir> {
  const scoreOf = (search: Search): number => search[kind];
  // A search has one person; the other side of fnmrAtFmr's pairs is a constant that is not resampled.
  const nonMatedScores = listedNonMatedScores(
    nonMated.map((search) => ({ score: scoreOf(search), personA: search.person, personB: people })),
  );
  const rows = fnmrAtFmr({
    mated: mated.map((search) => ({ score: scoreOf(search), person: search.person })),
    nonMated: nonMatedScores,
    people,
    constants: 1,
    fmrs: Object.values(reportedFpirs),
  });
  const keys = Object.keys(reportedFpirs) as FpirKey[];
  return Object.fromEntries(keys.map((key, at) => [key, inSearchTerms(rows[at]!)])) as Record<
    FpirKey,
    FnirAtFpir
  >;
}

function inSearchTerms({ fmr, ...row }: FnmrAtFmr): FnirAtFpir {
  if (row.reason === undefined) return { fpir: fmr, ...row };
  const reason = row.reason
    .replace('an FMR', 'an FPIR')
    .replace('non-mated pairs', 'non-mated searches')
    .replace('mated pairs', 'mated searches');
  return { fpir: fmr, ...row, reason };
}
