/** What every gallery must do, held against one that compares with everyone. A new gallery adds itself to the list. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, featureLength, toFeatures, type Features } from '../../src/domain/features.js';
import { createExactGallery, type Gallery } from '../../src/gallery/index.js';
import { ClusteredFeatures } from './clustered-features.js';
import { enrolment, filledAlike, scoresOf } from './gallery-enrolment.js';
import { NaiveGallery } from './naive-gallery.js';

const galleries: [name: string, create: () => Gallery][] = [['exact gallery', createExactGallery]];

/** Constraint of an array that is as long as features are. */
const full = { minLength: featureLength, maxLength: featureLength };

const flat = (value: number): Features => toFeatures(new Float32Array(featureLength).fill(value));

describe.each(galleries)('%s', (_name, create) => {
  describe('search', () => {
    it.each([0, 1, 2, 15, 16, 17, 1000, 20_000])(
      'gives the answer of comparing with every one of %i templates',
      (count) => {
        const random = new ClusteredFeatures(count + 7);
        const { people, templates } = enrolment(count, random);
        const gallery = create();
        const naive = filledAlike(gallery, templates);

        expect([gallery.templateCount, gallery.subjectCount]).toEqual([count, people.length]);
        const probes = [...people.slice(0, 3).map((person) => random.sampleOf(person)), random.person()];
        for (const probe of probes)
          for (const limit of [1, 2, 5, 60])
            expect(gallery.search(probe, limit)).toEqual(naive.search(probe, limit));
      },
      60_000,
    );

    it('gives as many different subjects as asked for where one subject has all the nearest templates', () => {
      const gallery = create();
      const near = Array.from({ length: 500 }, (_, i) => ({
        templateNo: i,
        subjectNo: 1,
        features: flat(i / 1e5),
      }));
      const far = [2, 3, 4].map((subjectNo) => ({
        templateNo: 500 + subjectNo,
        subjectNo,
        features: flat(subjectNo / 10),
      }));
      const naive = filledAlike(gallery, [...near, ...far]);

      const answer = gallery.search(flat(0.002), 3);

      expect(answer.map((candidate) => candidate.subjectNo)).toEqual([1, 2, 3]);
      expect(answer[0]!.templateNo).toBe(200);
      expect(answer).toEqual(naive.search(flat(0.002), 3));
    });

    it.each([0, 0.1])('orders subjects with equal scores by their number (all values %d)', (value) => {
      const gallery = create();
      const subjectNos = Array.from({ length: 300 }, (_, i) => ((i * 7) % 300) + 1);
      gallery.addAll(
        subjectNos.map((subjectNo) => ({ templateNo: subjectNo, subjectNo, features: flat(value) })),
      );

      expect(gallery.search(flat(value), 4).map(({ subjectNo }) => subjectNo)).toEqual([1, 2, 3, 4]);
      expect(gallery.search(flat(value - 0.2), 4).map(({ subjectNo }) => subjectNo)).toEqual([1, 2, 3, 4]);
    });

    it('gives everyone where the limit is larger than the gallery, and no one where it is 0', () => {
      const random = new ClusteredFeatures(3);
      const gallery = create();
      const naive = filledAlike(gallery, enrolment(50, random).templates);
      const probe = random.person();

      expect(gallery.search(probe, 1000)).toEqual(naive.search(probe, 1000));
      expect(gallery.search(probe, 1000)).toHaveLength(17);
      expect(gallery.search(probe, 0)).toEqual([]);
    });

    it('stays exact for any finite features, however large, small or mixed', () => {
      const magnitudes = [0, 1e-45, 1e-30, 1e-12, 1e-9, 1e-3, 0.3, 10, 1e6, 1e14, 1e16, 1e20, 3e38];
      const value = fc
        .tuple(fc.constantFrom(...magnitudes), fc.float({ min: -1, max: 1, noNaN: true }))
        .map(([magnitude, factor]) => magnitude * factor);
      const sameMagnitude = fc
        .tuple(fc.constantFrom(...magnitudes), fc.array(fc.float({ min: -1, max: 1, noNaN: true }), full))
        .map(([magnitude, factors]) => factors.map((factor) => magnitude * factor));
      const features = fc
        .oneof(sameMagnitude, fc.array(value, full))
        .map((values) => toFeatures(Float32Array.from(values)));
      const gallery = create();

      fc.assert(
        fc.property(fc.array(features, { maxLength: 40 }), features, (enrolled, probe) => {
          gallery.clear();
          const templates = enrolled.map((one, i) => ({ templateNo: i, subjectNo: i % 17, features: one }));
          const naive = filledAlike(gallery, templates);
          for (const limit of [1, 3]) {
            expect(gallery.search(probe, limit)).toEqual(naive.search(probe, limit));
            expect(gallery.search(enrolled[0] ?? probe, limit)).toEqual(
              naive.search(enrolled[0] ?? probe, limit),
            );
          }
        }),
        { numRuns: 150 },
      );
    });

    it('keeps its own copy of what it was given', () => {
      const gallery = create();
      const features = flat(0.1);
      gallery.addAll([{ templateNo: 1, subjectNo: 1, features }]);
      features.fill(0.5);
      expect(gallery.search(flat(0.1), 1)).toEqual([
        { subjectNo: 1, templateNo: 1, score: compare(flat(0.1), flat(0.1)) },
      ]);
    });

    it('carries numbers beyond 32 bits unchanged', () => {
      const gallery = create();
      const [templateNo, subjectNo] = [2 ** 52 + 1, 2 ** 40 + 3];
      gallery.addAll([{ templateNo, subjectNo, features: flat(0.1) }]);
      expect(gallery.search(flat(0.2), 1)[0]).toMatchObject({ templateNo, subjectNo });
      gallery.putSubject(subjectNo, []);
      expect(gallery.search(flat(0.2), 1)).toEqual([]);
    });
  });

  describe('change', () => {
    it('answers like a gallery built anew after any sequence of putting, replacing, removing and clearing', () => {
      const random = new ClusteredFeatures(11);
      const people = Array.from({ length: 8 }, () => random.person());
      const put = fc.record({
        subjectNo: fc.nat({ max: 7 }),
        templateCount: fc.nat({ max: 4 }),
        // Lets templates repeat an earlier vector exactly, as enrolling the same photo twice does.
        repeats: fc.boolean(),
      });
      const step = fc.oneof(
        { weight: 20, arbitrary: put },
        { weight: 1, arbitrary: fc.constant('clear' as const) },
      );
      const gallery = create();

      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
          gallery.clear();
          const naive = new NaiveGallery();
          let templateNo = 0;
          for (const change of steps) {
            if (change === 'clear') {
              gallery.clear();
              naive.clear();
            } else {
              const { subjectNo, templateCount, repeats } = change;
              const person = people[subjectNo]!;
              const templates = Array.from({ length: templateCount }, () => ({
                templateNo: ++templateNo,
                subjectNo,
                features: repeats ? person : random.sampleOf(person),
              }));
              gallery.putSubject(subjectNo, templates);
              naive.putSubject(subjectNo, templates);
            }
            expect([gallery.templateCount, gallery.subjectCount]).toEqual([
              naive.templateCount,
              naive.subjectCount,
            ]);
            // Asked after every step, so that lists are kept up rather than made at the end.
            for (const { templateNo: asked, subjectNo } of [...naive.templates()].slice(0, 3))
              expect(scoresOf(gallery.strangersOf(asked, subjectNo))).toEqual(
                scoresOf(naive.strangersOf(asked, subjectNo)),
              );
          }
          for (const probe of [people[0]!, random.sampleOf(people[3]!), random.person()])
            for (const limit of [1, 3, 20])
              expect(gallery.search(probe, limit)).toEqual(naive.search(probe, limit));
        }),
        { numRuns: 200 },
      );
    });

    it('finds the rest after most of a large gallery was removed, and the new after it was filled again', () => {
      const random = new ClusteredFeatures(5);
      const { people, templates } = enrolment(10_000, random);
      const gallery = create();
      const naive = filledAlike(gallery, templates);
      const probe = random.sampleOf(people[people.length - 1]!);
      for (let subjectNo = 1; subjectNo <= people.length - 100; subjectNo++)
        gallery.putSubject(subjectNo, []);
      const rest = templates.filter((template) => template.subjectNo > people.length - 100);
      naive.clear();
      naive.addAll(rest);

      expect(gallery.templateCount).toBe(rest.length);
      expect(gallery.search(probe, 150)).toEqual(naive.search(probe, 150));

      const added = templates.filter((template) => template.subjectNo <= people.length - 100);
      gallery.addAll(added);
      naive.addAll(added);
      expect(gallery.search(probe, 150)).toEqual(naive.search(probe, 150));
    });

    it('is empty after clear', () => {
      const gallery = create();
      gallery.addAll(enrolment(20, new ClusteredFeatures(9)).templates);
      gallery.clear();
      expect([gallery.templateCount, gallery.subjectCount]).toEqual([0, 0]);
      expect(gallery.search(flat(0), 5)).toEqual([]);
    });

    it('refuses a template of another subject and stays as it was', () => {
      const gallery = create();
      gallery.putSubject(1, [{ templateNo: 1, subjectNo: 1, features: flat(0.1) }]);
      const wrong = () => gallery.putSubject(1, [{ templateNo: 2, subjectNo: 2, features: flat(0.2) }]);
      expect(wrong).toThrow(RangeError);
      expect(gallery.search(flat(0.1), 5).map(({ templateNo }) => templateNo)).toEqual([1]);
    });
  });
});
