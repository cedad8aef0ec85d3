/**
 * The strangers of an evaluation: one picture of each person, by which scores are normalised. They are the people of the
 * pairs themselves, as in a gallery where everybody is enrolled, or those of another folder.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { nearestStrangers, smallestCohort } from '../domain/accuracy/nearest-strangers.js';
import { type PairScore, type PersonFeatures, rawPairScore } from '../domain/accuracy/non-mated-scores.js';
import type { People } from '../domain/accuracy/people-of-pictures.js';
import { normalisedScore } from '../domain/cohort.js';
import type { VisionEngine } from '../vision/index.js';
import { EvaluationInputError } from './evaluation-input.js';
import type { EvaluationPairs } from './evaluation-pairs.js';
import { acquirePictures } from './picture-acquisition.js';

export interface PairScores {
  readonly raw: PairScore;
  /** Absent where the cohort is too small. */
  readonly normalised?: PairScore;
  readonly pairExcluded?: PairScore;
}

/** Every kind of score, over pictures by their numbers. */
export function pairScores({ comparisons }: EvaluationPairs, cohort: readonly PersonFeatures[]): PairScores {
  const { pictures, persons } = comparisons;
  const raw = rawPairScore(pictures);
  if (cohort.length < smallestCohort) return { raw };
  const strangers = nearestStrangers(pictures, cohort);
  return {
    raw,
    normalised: (a, b) => normalisedScore(raw(a, b), strangers.mean(a), strangers.mean(b)),
    pairExcluded: (a, b) =>
      normalisedScore(
        raw(a, b),
        strangers.meanWithout(a, persons[b]!),
        strangers.meanWithout(b, persons[a]!),
      ),
  };
}

/** One picture of each person: the first by path that gave features. */
export function ownCohort({ comparisons }: EvaluationPairs): PersonFeatures[] {
  const first = new Map<number, PersonFeatures>();
  for (const picture of comparisons.pictures) {
    if (!first.has(picture.person)) first.set(picture.person, picture);
  }
  return [...first.values()];
}

const pictureNames = /\.(jpe?g|png|webp)$/i;

/**
 * The first picture of each folder in a folder. A person whose folder has the name of one of the evaluated people's is that
 * person, and in nobody's own strangers.
 * @throws EvaluationInputError where the folder cannot be read or holds too few people; FacedeskError of the engine.
 */
export async function folderCohort(
  vision: VisionEngine,
  { folder, people, featureFile }: { folder: string; people: People; featureFile?: string },
): Promise<PersonFeatures[]> {
  const pictures = await firstPictures(folder);
  const { featuresOf } = await acquirePictures(vision, {
    imagesFolder: folder,
    pictures,
    ...(featureFile === undefined ? {} : { featureFile }),
  });
  const numberOf = new Map([...people.personOf].map(([picture, person]) => [path.dirname(picture), person]));
  let next = people.count;
  const cohort = pictures.flatMap((picture) => {
    const features = featuresOf.get(picture);
    if (features === undefined) return [];
    return [{ person: numberOf.get(path.dirname(picture)) ?? next++, features }];
  });
  if (cohort.length >= smallestCohort) return cohort;
  throw new EvaluationInputError(
    `${folder} shows ${cohort.length} people, and a cohort needs ${smallestCohort}: one folder per person.`,
  );
}

async function firstPictures(folder: string): Promise<string[]> {
  try {
    const people = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const first = await Promise.all(
      people.map(async ({ name }) => {
        const pictures = (await readdir(path.join(folder, name))).filter((file) => pictureNames.test(file));
        return pictures
          .sort()
          .slice(0, 1)
          .map((file) => `${name}/${file}`);
      }),
    );
    return first.flat().sort();
  } catch (cause) {
    throw new EvaluationInputError(`The folder of the cohort ${folder} cannot be read.`, { cause });
  }
}
