/** What the tests of a gallery fill it with, beside one that compares with everyone. */
import type { Candidate, Gallery, GalleryTemplate } from '../../src/gallery/index.js';
import type { ClusteredFeatures } from './clustered-features.js';
import { NaiveGallery } from './naive-gallery.js';

export const scoresOf = (candidates: readonly Candidate[]): number[] => candidates.map(({ score }) => score);

/** `count` templates, three to a subject (the last may have fewer) and not next to one another, with their people. */
export function enrolment(count: number, random: ClusteredFeatures) {
  const subjectCount = Math.ceil(count / 3);
  const people = Array.from({ length: subjectCount }, () => random.person());
  const templates = Array.from({ length: count }, (_, i): GalleryTemplate => {
    const person = i % subjectCount;
    return { templateNo: i + 1, subjectNo: person + 1, features: random.sampleOf(people[person]!) };
  });
  return { people, templates };
}

/** The same templates in the gallery and in the yardstick, which is returned. */
export function filledAlike(gallery: Gallery, templates: readonly GalleryTemplate[]): NaiveGallery {
  const naive = new NaiveGallery();
  naive.addAll(templates);
  gallery.addAll(templates);
  return naive;
}
