/**
 * What different people of this gallery score against one another: the material of a calibration. Each pair is scored as if
 * one of the two had come to the desk without being enrolled, which is what a stranger does.
 */
import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '../domain/accuracy/person-bootstrap.js';
import { ScoreCounter, type ScoreHistogram } from '../domain/accuracy/score-histogram.js';
import { ScoreTailCollector } from '../domain/accuracy/score-tail.js';
import type { GalleryScores } from '../domain/calibration.js';
import { normalisedScore } from '../domain/cohort.js';
import { type ScoredSubject, strangersMeanOf } from '../domain/decision.js';
import { compare, type Features } from '../domain/features.js';
import type { ModelPrior } from '../domain/model-prior.js';
import type { Gallery, GalleryTemplate } from '../gallery/index.js';

/** Of larger galleries so many people are drawn: two million pairs say what a rate of 1 in 100,000 is. */
const mostPeople = 2000;
const keptShare = 0.1;
/** Between pauses in which the process answers requests. */
const rowsPerTurn = 20;

export interface AlikePair {
  readonly subjectNos: readonly [number, number];
  /** Raw. */
  readonly score: number;
}

export interface NonMatedScores extends GalleryScores {
  /** People compared: all of the gallery, or as many as were drawn. */
  readonly people: number;
  /** By index of the tail's persons. */
  readonly subjectNos: readonly number[];
  /** Of all scores, also those below the tail. */
  readonly histogram: ScoreHistogram;
  /** Pairs so alike that they are one person twice, or twins: not counted as strangers, the most alike first. */
  readonly alike: readonly AlikePair[];
}

/** Compares everybody with everybody, one template each, with pauses for other work. */
export async function nonMatedScores(gallery: Gallery, prior: ModelPrior): Promise<NonMatedScores> {
  const people = await drawPeople(gallery, prior);
  const comparisons = (people.length * (people.length - 1)) / 2;
  const tail = new ScoreTailCollector(Math.max(1, Math.ceil(comparisons * keptShare)));
  const counter = new ScoreCounter();
  const alike: AlikePair[] = [];
  for (const [indexA, a] of people.entries()) {
    if (indexA % rowsPerTurn === 0) await setImmediate();
    for (let indexB = indexA + 1; indexB < people.length; indexB++) {
      const b = people[indexB]!;
      const score = compare(a.features, b.features);
      if (score > prior.sameFaceScore) {
        alike.push({ subjectNos: [a.subjectNo, b.subjectNo], score });
        continue;
      }
      const normalised = normalisedScore(score, a.meanWithout(b, score), b.meanWithout(a, score));
      counter.add(normalised);
      tail.offer(normalised, indexA, indexB);
    }
  }
  return {
    tail: tail.finish(),
    comparisons: comparisons - alike.length,
    meanStrangersMean: meanOf(people, prior),
    people: people.length,
    histogram: counter.finish(),
    subjectNos: people.map(({ subjectNo }) => subjectNo),
    alike: alike.sort((a, b) => b.score - a.score),
  };
}

function meanOf(people: readonly Person[], { typicalStrangersMean }: ModelPrior): number {
  if (people.length === 0) return typicalStrangersMean;
  return people.reduce((sum, { mean }) => sum + mean, 0) / people.length;
}

/** The first template of each person, or of so many as are compared, drawn with a fixed seed. */
async function drawPeople(gallery: Gallery, prior: ModelPrior): Promise<Person[]> {
  const templates = new Map<number, GalleryTemplate>();
  // Copied, since the gallery may change while others are answered.
  for (const template of gallery.templates()) {
    if (!templates.has(template.subjectNo)) templates.set(template.subjectNo, template);
  }
  const drawn = shuffled([...templates.values()].sort((a, b) => a.subjectNo - b.subjectNo)).slice(
    0,
    mostPeople,
  );
  const others = gallery.subjectCount - 2;
  const people: Person[] = [];
  for (const { templateNo, subjectNo, features } of drawn.map(copied)) {
    if (people.length % rowsPerTurn === 0) await setImmediate();
    people.push(
      new Person({
        subjectNo,
        features,
        strangers: gallery.strangersOf(templateNo, subjectNo),
        others,
        prior,
      }),
    );
  }
  return people;
}

function copied(template: GalleryTemplate): GalleryTemplate {
  return { ...template, features: template.features.slice() as Features };
}

function shuffled<T>(items: readonly T[]): T[] {
  const random = seededRandom(1);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

interface PersonParts {
  readonly subjectNo: number;
  readonly features: Features;
  readonly strangers: readonly ScoredSubject[];
  /** People in the gallery beside the two of a pair. */
  readonly others: number;
  readonly prior: ModelPrior;
}

class Person {
  readonly subjectNo: number;
  readonly features: Features;
  /** m(x) where the other of the pair is not among the listed strangers. */
  readonly mean: number;
  /** Only somebody who scores at least this is among them. */
  readonly #leastScore: number;

  constructor(private readonly parts: PersonParts) {
    this.subjectNo = parts.subjectNo;
    this.features = parts.features;
    this.mean = strangersMeanOf(parts.strangers, parts.others, parts.prior);
    this.#leastScore = parts.strangers.at(-1)?.score ?? Infinity;
  }

  /** m(x) as it would be if the other of the pair were not enrolled. */
  meanWithout(other: Person, score: number): number {
    if (score < this.#leastScore) return this.mean;
    const strangers = this.parts.strangers.filter(({ subjectNo }) => subjectNo !== other.subjectNo);
    return strangersMeanOf(strangers, this.parts.others, this.parts.prior);
  }
}
