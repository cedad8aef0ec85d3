/**
 * How often rightful people would be refused at the line that stands, as far as the gallery can tell: each photo of somebody
 * who is enrolled with several is held against the others, as if it had just been taken at the desk.
 */
import { setImmediate } from 'node:timers/promises';
import { drawPeople, quantile, seededRandom } from '../domain/accuracy/person-bootstrap.js';
import { ScoreCounter, type ScoreHistogram } from '../domain/accuracy/score-histogram.js';
import type { RateInterval } from '../domain/calibration.js';
import { decide, type Decision, type DecisionPolicy } from '../domain/decision.js';
import { personFeatures } from '../domain/enrolment/person-template.js';
import { compare } from '../domain/features.js';
import type { Gallery } from '../gallery/index.js';
import type { Store, StoredTemplate } from '../store/index.js';
import { comparedPeople } from './gallery-follower.js';

export interface ExpectedRefusals {
  /** People with several enrolled photos, and how many photos these are. */
  readonly people: number;
  readonly photos: number;
  /** The share of them that would be refused, and that would be asked to try again. */
  readonly refused: RateInterval;
  readonly uncertain: RateInterval;
  /** Normalised scores of these photos. */
  readonly scores: ScoreHistogram;
}

/** Of more people with several photos, the first so many are looked at: a thousand photos place a rate within a percent. */
const mostPeople = 500;
const replicates = 500;

export interface RefusalQuestion {
  readonly store: Store;
  readonly gallery: Gallery;
  readonly modelId: string;
  readonly policy: DecisionPolicy;
}

/** Null where nobody is enrolled with two photos: then the gallery has nothing to say of it. */
export async function expectedRefusals({
  store,
  gallery,
  modelId,
  policy,
}: RefusalQuestion): Promise<ExpectedRefusals | null> {
  const ofPeople = new Map<number, StoredTemplate[]>();
  for await (const template of store.listTemplates(modelId)) {
    if (template.origin !== 'enrolled') continue;
    const own = ofPeople.get(template.subjectNo);
    if (own === undefined) ofPeople.set(template.subjectNo, [template]);
    else own.push(template);
  }
  const people = [...ofPeople.values()].filter((own) => own.length > 1).slice(0, mostPeople);
  if (people.length === 0) return null;
  const counter = new ScoreCounter();
  const outcomes: Outcome[][] = [];
  for (const own of people) {
    const decisions = decisionsOf(own, gallery, policy);
    for (const { scores } of decisions) if (scores !== undefined) counter.add(scores.normalisedScore);
    outcomes.push(decisions.map(({ outcome }) => outcome));
    // Others are answered between one person and the next.
    await setImmediate();
  }
  const photos = outcomes.reduce((sum, { length }) => sum + length, 0);
  const rate = (outcome: Outcome) => rateOf(outcomes, outcome);
  return {
    ...{ people: people.length, photos, refused: rate('nonMatch'), uncertain: rate('uncertain') },
    scores: counter.finish(),
  };
}

type Outcome = Decision['outcome'];

/** What becomes of each of a person's photos where the others are the reference. */
function decisionsOf(own: readonly StoredTemplate[], gallery: Gallery, policy: DecisionPolicy): Decision[] {
  return own.map(({ subjectNo, features }) => {
    const reference = personFeatures(own.filter((other) => other.features !== features));
    return decide({
      claimed: { subjectNo, enrolled: true },
      comparison: {
        own: { subjectNo, score: compare(features, reference) },
        nearest: gallery.search(features, comparedPeople),
        referenceStrangers: gallery.search(reference, comparedPeople),
        people: gallery.subjectCount,
      },
      policy,
    });
  });
}

/** The share of photos with an outcome, with a 95 % interval by a bootstrap over people (Bolle et al. 2004). */
function rateOf(outcomes: readonly (readonly Outcome[])[], outcome: Outcome): RateInterval {
  const counts = outcomes.map((own) => own.filter((each) => each === outcome).length);
  const share = (weightOf: (person: number) => number): number => {
    const sum = (values: readonly number[]) =>
      values.reduce((total, value, person) => total + value * weightOf(person), 0);
    return sum(counts) / sum(outcomes.map(({ length }) => length));
  };
  const random = seededRandom(1);
  const drawn = Float64Array.from({ length: replicates }, () => {
    const times = drawPeople(outcomes.length, random);
    return share((person) => times[person]!);
  }).sort();
  const value = share(() => 1);
  // Where nobody had this outcome, three in as many people as there are bounds it (the rule of three).
  const high = value === 0 ? Math.min(1, 3 / outcomes.length) : quantile(drawn, 0.975);
  return { value, low: quantile(drawn, 0.025), high };
}
