/** A search that is limited to some subjects, held against one that compares with every template of theirs. */
import { expect, it } from 'vitest';
import { createExactGallery } from '../../src/gallery/index.js';
import { ClusteredFeatures } from './clustered-features.js';
import { enrolment, filledAlike } from './gallery-enrolment.js';

it.each([
  ['nobody', 0],
  ['a handful', 5],
  ['as many as are compared one by one', 180],
  ['most', 700],
])('gives the nearest of %s as if nobody else were enrolled', (_name, size) => {
  const random = new ClusteredFeatures(21);
  const gallery = createExactGallery();
  const { people, templates } = enrolment(3000, random);
  const naive = filledAlike(gallery, templates);
  const subjectNos = [...new Set(templates.map(({ subjectNo }) => subjectNo))];
  // Every so manyth subject, and two who are not enrolled.
  const step = Math.max(1, Math.floor(subjectNos.length / Math.max(size, 1)));
  const within = new Set(
    size === 0 ? [] : [...subjectNos.filter((_, n) => n % step === 0).slice(0, size), -1, 1e9],
  );

  for (const probe of [random.sampleOf(people[0]!), random.person()])
    for (const limit of [1, 3, 1000])
      expect(gallery.search(probe, limit, within)).toEqual(naive.search(probe, limit, within));
});

it.each([
  ['the nearest', (subjectNos: number[]) => subjectNos.slice(0, 12)],
  ['anybody', (subjectNos: number[]) => subjectNos.filter((_, n) => n % 97 === 0)],
  ['somebody twice, and who is not enrolled', (subjectNos: number[]) => [subjectNos[0]!, subjectNos[0]!, -1]],
])('gives the same answer when it begins with %s', (_name, choose) => {
  const random = new ClusteredFeatures(22);
  const gallery = createExactGallery();
  const { people, templates } = enrolment(3000, random);
  const naive = filledAlike(gallery, templates);
  for (const probe of [random.sampleOf(people[0]!), random.sampleOf(people.at(-1)!), random.person()]) {
    const first = choose(naive.search(probe, 3000).map(({ subjectNo }) => subjectNo));
    for (const limit of [1, 2, 11, 60])
      expect(gallery.search(probe, limit, undefined, first)).toEqual(naive.search(probe, limit));
    const within = new Set(
      first.slice(0, 3000).map((subjectNo, n) => (n % 2 === 0 ? subjectNo : -subjectNo)),
    );
    expect(gallery.search(probe, 11, within, first)).toEqual(naive.search(probe, 11, within));
  }
});
