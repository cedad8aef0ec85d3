/**
 * What each picture scores against its nearest strangers in a cohort, for normalised scores of an evaluation. Every picture
 * is compared with every template of the cohort once; only the nearest are kept.
 */
import { cohortSize, strangersMean } from '../cohort.js';
import { compare } from '../features.js';
import type { PersonFeatures } from './non-mated-scores.js';

export interface NearestStrangers {
  /** m(x) of a picture, by its number. */
  mean(picture: number): number;
  /** m(x) as if one person were not in the cohort. */
  meanWithout(picture: number, person: number): number;
}

/** With fewer people a picture could be left without a stranger once its own person and one more are taken out. */
export const smallestCohort = 3;

/** One more than counts, so that one person can be taken out. */
const kept = cohortSize + 1;
/** In the places of a cohort with fewer people; nobody has this number. */
const noPerson = -(2 ** 31);

/**
 * Looks up the nearest strangers of each picture: those of the cohort whose person differs from its own.
 * @param cohort one template per person, of at least smallestCohort people.
 * @throws RangeError where there are fewer.
 */
export function nearestStrangers(
  pictures: readonly PersonFeatures[],
  cohort: readonly PersonFeatures[],
): NearestStrangers {
  if (cohort.length < smallestCohort)
    throw new RangeError(`a cohort of ${cohort.length} people is too small`);
  const means = new Float64Array(pictures.length);
  const persons = new Int32Array(pictures.length * cohortSize).fill(noPerson);
  const meansWithout = new Float64Array(pictures.length * cohortSize);
  pictures.forEach((picture, at) => {
    const nearest = nearestOf(picture, cohort);
    const scores = nearest.map(({ score }) => score);
    means[at] = strangersMean(scores);
    nearest.slice(0, cohortSize).forEach(({ person }, k) => {
      persons[at * cohortSize + k] = person;
      meansWithout[at * cohortSize + k] = strangersMean(scores.filter((_, other) => other !== k));
    });
  });
  return {
    mean: (picture) => means[picture]!,
    meanWithout: (picture, person) => {
      for (let k = picture * cohortSize; k < (picture + 1) * cohortSize; k++) {
        if (persons[k] === person) return meansWithout[k]!;
      }
      return means[picture]!;
    },
  };
}

interface Stranger {
  readonly score: number;
  readonly person: number;
}

/** In falling order of score. */
function nearestOf({ person, features }: PersonFeatures, cohort: readonly PersonFeatures[]): Stranger[] {
  const nearest: Stranger[] = [];
  for (const stranger of cohort) {
    if (stranger.person === person) continue;
    const score = compare(features, stranger.features);
    if (nearest.length === kept) {
      if (score <= nearest[kept - 1]!.score) continue;
      nearest.pop();
    }
    let place = nearest.length;
    while (place > 0 && nearest[place - 1]!.score < score) place--;
    nearest.splice(place, 0, { score, person: stranger.person });
  }
  return nearest;
}
