/**
 * Open-set search (1:N) replayed on labelled pictures: galleries of one picture per person are drawn, every other picture
 * is searched for, and the best candidate's score is noted. What rates these searches give is identification-rates.ts' work.
 */
import { cohortSize, normalisedScore, strangersMean } from '../cohort.js';
import { compare } from '../features.js';
import { type NearestStrangers, nearestStrangers } from './nearest-strangers.js';
import type { PersonFeatures } from './non-mated-scores.js';
import { seededRandom } from './person-bootstrap.js';

export interface Search {
  /** Who is searched for. */
  readonly person: number;
  /** Mated: the score if the right person came first, else -Infinity. Non-mated: the score of whoever came first. */
  readonly raw: number;
  readonly normalised: number;
}

export interface Searches {
  /** By people who are in the gallery. */
  readonly mated: readonly Search[];
  /** By people who are not. */
  readonly nonMated: readonly Search[];
}

/**
 * Searches a gallery with every picture that is not in it. Where all people are in the gallery, the non-mated searches are
 * made with the person's own template taken out, as if they had never been enrolled.
 * @param references the gallery: pictures of at least cohortSize + 2 different people.
 */
export function searchGallery(
  pictures: readonly PersonFeatures[],
  references: readonly PersonFeatures[],
): Searches {
  const enrolled = new Set(references.map(({ person }) => person));
  const everybody = pictures.every(({ person }) => enrolled.has(person));
  const gallery = { references, strangers: nearestStrangers(references, references) };
  const inGallery = new Set(references);
  const mated: Search[] = [];
  const nonMated: Search[] = [];
  for (const probe of pictures) {
    if (inGallery.has(probe)) continue;
    const scores = references.map(({ features }) => compare(probe.features, features));
    if (enrolled.has(probe.person)) mated.push(matedSearch(probe, scores, gallery));
    if (everybody || !enrolled.has(probe.person)) nonMated.push(nonMatedSearch(probe, scores, gallery));
  }
  return { mated, nonMated };
}

interface Gallery {
  readonly references: readonly PersonFeatures[];
  /** Of the references among themselves. */
  readonly strangers: NearestStrangers;
}

function matedSearch({ person }: PersonFeatures, scores: readonly number[], gallery: Gallery): Search {
  const best = bestCandidates(scores, gallery, nobody);
  const ifRight = ({ person: first, score }: Candidate): number => (first === person ? score : -Infinity);
  return { person, raw: ifRight(best.raw), normalised: ifRight(best.normalised) };
}

function nonMatedSearch({ person }: PersonFeatures, scores: readonly number[], gallery: Gallery): Search {
  const best = bestCandidates(scores, gallery, person);
  return { person, raw: best.raw.score, normalised: best.normalised.score };
}

interface Candidate {
  readonly person: number;
  readonly score: number;
}

const nobody = -1;

/**
 * The first candidate by either score. The probe's strangers are, for each candidate, everybody else in the gallery: who
 * the probe is nobody knows yet.
 * @param without a person who is treated as if not enrolled.
 */
function bestCandidates(scores: readonly number[], gallery: Gallery, without: number) {
  const { references, strangers } = gallery;
  const nearest = nearestPlaces(scores, (place) => references[place]!.person !== without);
  const nearestScores = nearest.map((place) => scores[place]!);
  const mean = strangersMean(nearestScores);
  const meanWithout = new Map(
    nearest.map((place, k) => [place, strangersMean(nearestScores.filter((_, other) => other !== k))]),
  );
  let normalised: Candidate = { person: nobody, score: -Infinity };
  references.forEach(({ person }, place) => {
    if (person === without) return;
    const probeMean = meanWithout.get(place) ?? mean;
    const score = normalisedScore(scores[place]!, probeMean, strangers.meanWithout(place, without));
    if (score > normalised.score) normalised = { person, score };
  });
  const [first] = nearest;
  return { raw: { person: references[first!]!.person, score: scores[first!]! }, normalised };
}

/** Places of the cohortSize + 1 highest scores, in falling order. */
function nearestPlaces(scores: readonly number[], counts: (place: number) => boolean): number[] {
  const places: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place]!;
    if (places.length > cohortSize && score <= scores[places[cohortSize]!]!) continue;
    if (!counts(place)) continue;
    const at = places.findIndex((other) => scores[other]! < score);
    places.splice(at < 0 ? places.length : at, 0, place);
    places.length = Math.min(places.length, cohortSize + 1);
  }
  return places;
}

export interface GalleryDraw {
  /** How many people; all where there are fewer. */
  readonly size: number;
  readonly seed: number;
}

/** One picture each of as many people as asked, both drawn at random; the same for the same seed. */
export function drawGallery(
  pictures: readonly PersonFeatures[],
  { size, seed }: GalleryDraw,
): PersonFeatures[] {
  const random = seededRandom(seed);
  const byPerson = new Map<number, PersonFeatures[]>();
  for (const picture of pictures) {
    byPerson.set(picture.person, [...(byPerson.get(picture.person) ?? []), picture]);
  }
  // Drawn by person, not by picture, so that people with many pictures are no likelier than others (Fisher and Yates).
  const people = [...byPerson.values()];
  for (let k = 0; k < Math.min(size, people.length); k++) {
    const other = k + Math.floor(random() * (people.length - k));
    [people[k], people[other]] = [people[other]!, people[k]!];
  }
  return people.slice(0, size).map((own) => own[Math.floor(random() * own.length)]!);
}
