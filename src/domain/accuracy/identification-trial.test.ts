import { expect, test } from 'vitest';
import { cohortSize, normalisedScore, strangersMean } from '../cohort.js';
import { compare, featureLength, type Features, toFeatures } from '../features.js';
import { identificationRates } from './identification-rates.js';
import { drawGallery, searchGallery } from './identification-trial.js';
import type { PersonFeatures } from './non-mated-scores.js';
import { seededRandom } from './person-bootstrap.js';

const random = seededRandom(5);
const noise = (scale: number) => Float32Array.from({ length: featureLength }, () => scale * random());
const centres = Array.from({ length: 30 }, () => noise(0.1));
const pictures: PersonFeatures[] = Array.from({ length: 90 }, (_, at) => {
  const [centre, shift] = [centres[at % 30]!, noise(0.3)];
  return { person: at % 30, features: toFeatures(centre.map((value, k) => value + shift[k]!)) };
});

function falling(scores: readonly number[]): number[] {
  return [...scores].sort((a, b) => b - a);
}

/** Best candidates for a probe, each normalised by everybody else in the gallery, as the definition has it. */
function literalSearch(probe: Features, gallery: readonly PersonFeatures[]) {
  const others = (left: PersonFeatures, face: Features): number =>
    strangersMean(
      falling(gallery.filter((right) => right !== left).map(({ features }) => compare(face, features))),
    );
  const candidates = gallery.map((reference) => {
    const raw = compare(probe, reference.features);
    const normalised = normalisedScore(raw, others(reference, probe), others(reference, reference.features));
    return { person: reference.person, raw, normalised };
  });
  const first = (kind: 'raw' | 'normalised') => [...candidates].sort((a, b) => b[kind] - a[kind])[0]!;
  return { raw: first('raw'), normalised: first('normalised') };
}

test('a search gives the score of the first candidate, as the definition taken literally has it', () => {
  const gallery = drawGallery(pictures, { size: 12, seed: 1 });
  const inside = new Set(gallery.map(({ person }) => person));
  expect(inside.size).toBe(12);
  const { mated, nonMated } = searchGallery(pictures, gallery);
  const probes = pictures.filter((picture) => !gallery.includes(picture));
  const [own, strangers] = [
    probes.filter(({ person }) => inside.has(person)),
    probes.filter(({ person }) => !inside.has(person)),
  ];
  expect([mated.length, nonMated.length]).toEqual([24, 54]);
  expect([...mated, ...nonMated].map(({ person }) => person)).toEqual(
    [...own, ...strangers].map(({ person }) => person),
  );
  const ifRight = (person: number, found: { person: number }, score: number): number =>
    found.person === person ? score : -Infinity;
  own.forEach(({ person, features }, at) => {
    const { raw, normalised } = literalSearch(features, gallery);
    expectScore(mated[at]!.raw, ifRight(person, raw, raw.raw));
    expectScore(mated[at]!.normalised, ifRight(person, normalised, normalised.normalised));
  });
  strangers.forEach(({ features }, at) => {
    const { raw, normalised } = literalSearch(features, gallery);
    expectScore(nonMated[at]!.raw, raw.raw);
    expectScore(nonMated[at]!.normalised, normalised.normalised);
  });
  // Otherwise nothing above has seen a search that names the wrong person.
  expect(mated.filter(({ raw }) => raw === -Infinity).length).toBeGreaterThan(0);
});

function expectScore(score: number, expected: number): void {
  if (expected === -Infinity) expect(score).toBe(-Infinity);
  else expect(score).toBeCloseTo(expected, 12);
}

test('in a gallery of everybody, a stranger is somebody whose own template is taken out', () => {
  const gallery = drawGallery(pictures, { size: 30, seed: 1 });
  const { mated, nonMated } = searchGallery(pictures, gallery);
  expect([mated.length, nonMated.length]).toEqual([60, 60]);
  const probes = pictures.filter((picture) => !gallery.includes(picture));
  probes.forEach(({ person, features }, at) => {
    const without = gallery.filter((reference) => reference.person !== person);
    const { raw, normalised } = literalSearch(features, without);
    expectScore(nonMated[at]!.raw, raw.raw);
    expectScore(nonMated[at]!.normalised, normalised.normalised);
  });
});

test('the same seed draws the same gallery, and another seed another one', () => {
  const draw = (seed: number) => drawGallery(pictures, { size: 12, seed });
  expect(draw(4)).toEqual(draw(4));
  expect(draw(4)).not.toEqual(draw(5));
});

test('rates come for galleries that leave strangers outside, and for everybody; too few people give none', () => {
  const galleries = identificationRates(pictures, 30);
  expect(galleries.map(({ gallerySize, everybody }) => [gallerySize, everybody])).toEqual([
    [10, false],
    [30, true],
  ]);
  const { fnirAtFpir } = galleries[0]!.normalised;
  expect(fnirAtFpir['1e-1'].value).toBeGreaterThanOrEqual(fnirAtFpir['1e-1'].low!);
  expect(fnirAtFpir['1e-3']).toMatchObject({
    fpir: 1e-3,
    value: null,
    reason: 'an FPIR of 1e-3 needs at least 1000 non-mated searches; there are 300',
  });
  const few = pictures.filter(({ person }) => person < cohortSize);
  expect(identificationRates(few, 30)).toEqual([]);
});
