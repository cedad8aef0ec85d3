/** The gallery holds features of any one length: that of the model whose templates it was filled with. */
import { describe, expect, it } from 'vitest';
import { featureLength, maxFeatureLength, toFeatures, type Features } from '../../src/domain/features.js';
import { createExactGallery } from '../../src/gallery/index.js';
import { seededRandom, type SeededRandom } from '../seeded-random.js';
import { NaiveGallery } from './naive-gallery.js';

function unitFeatures(length: number, random: SeededRandom): Features {
  const values = Float32Array.from({ length }, () => random.below(2001) / 1000 - 1);
  const norm = Math.hypot(...values) || 1;
  return toFeatures(values.map((value) => value / norm));
}

describe.each([1, 16, 100, featureLength, 130, maxFeatureLength])('features of %i values', (length) => {
  it('are searched with the answer of comparing with everyone, also after removals', () => {
    const random = seededRandom(length);
    const templates = Array.from({ length: 5000 }, (_, i) => ({
      templateNo: i + 1,
      subjectNo: (i % 2500) + 1,
      features: unitFeatures(length, random),
    }));
    const gallery = createExactGallery();
    const naive = new NaiveGallery();
    for (const one of [gallery, naive]) {
      one.addAll(templates);
      for (let subjectNo = 1; subjectNo < 2500; subjectNo += 3) one.putSubject(subjectNo, []);
    }
    for (const probe of [unitFeatures(length, random), templates[4000]!.features])
      for (const limit of [1, 20]) expect(gallery.search(probe, limit)).toEqual(naive.search(probe, limit));
  });
});

describe('features of two lengths', () => {
  const short = toFeatures(new Float32Array(4).fill(0.5));
  const long = toFeatures(new Float32Array(512).fill(0.04));

  it('do not get into one gallery, nor does a probe of another length get an answer', () => {
    const gallery = createExactGallery();
    gallery.addAll([{ templateNo: 1, subjectNo: 1, features: short }]);
    expect(() => gallery.addAll([{ templateNo: 2, subjectNo: 2, features: long }])).toThrow(RangeError);
    expect(() => gallery.search(long, 1)).toThrow(RangeError);
    expect(gallery.search(short, 5).map(({ subjectNo }) => subjectNo)).toEqual([1]);
  });

  it('follow one another in a gallery that was cleared, and an empty one has no answer to either', () => {
    const gallery = createExactGallery();
    expect([gallery.search(short, 1), gallery.search(long, 1)]).toEqual([[], []]);
    gallery.addAll([{ templateNo: 1, subjectNo: 1, features: short }]);
    gallery.clear();
    gallery.addAll([{ templateNo: 2, subjectNo: 2, features: long }]);
    expect(gallery.search(long, 5).map(({ subjectNo }) => subjectNo)).toEqual([2]);
  });
});
