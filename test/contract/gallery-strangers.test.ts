/** What the gallery says of one subject and of a template's strangers, held against one that compares with everyone. */
import { expect, it } from 'vitest';
import { createExactGallery } from '../../src/gallery/index.js';
import { ClusteredFeatures } from './clustered-features.js';
import { enrolment, filledAlike, scoresOf } from './gallery-enrolment.js';

it('scores one subject by its best template, whoever is nearer', () => {
  const random = new ClusteredFeatures(9);
  const gallery = createExactGallery();
  const naive = filledAlike(gallery, enrolment(300, random).templates);
  const probe = random.person();

  for (const subjectNo of [1, 50, 100])
    expect(gallery.scoreOf(subjectNo, probe)).toEqual(naive.scoreOf(subjectNo, probe));
  expect(gallery.scoreOf(101, probe)).toBeNull();
  expect([...gallery.templates()]).toHaveLength(300);
});

it('lists the strangers of a template exactly while the gallery grows past what a list holds', () => {
  const random = new ClusteredFeatures(13);
  const { templates } = enrolment(1500, random);
  const gallery = createExactGallery();
  const naive = filledAlike(gallery, templates.slice(0, 10));
  for (const { templateNo, subjectNo } of templates.slice(0, 10)) gallery.strangersOf(templateNo, subjectNo);
  naive.addAll(templates.slice(10));
  gallery.addAll(templates.slice(10));

  for (const { templateNo, subjectNo } of templates.slice(0, 12))
    expect(scoresOf(gallery.strangersOf(templateNo, subjectNo))).toEqual(
      scoresOf(naive.strangersOf(templateNo, subjectNo)),
    );
  expect(gallery.strangersOf(99_999, 1)).toEqual([]);
});
