import { describe, expect, test } from 'vitest';
import { featureLength, toFeatures, type Features } from '../features.js';
import { dlibPrior } from '../model-prior.js';
import { chooseReference, type DisputeRule } from './choose-reference.js';
import { alikeScore as alikeScoreOf } from './same-face.js';

const alikeScore = alikeScoreOf(dlibPrior);

/** People are one unit apart, and photos of one of them a tenth. */
function photoOf(person: string, shot = 0): Features {
  const values = new Float32Array(featureLength);
  values[person.charCodeAt(0) - 65] = 1;
  values[64] = shot / 10;
  return toFeatures(values);
}

/** "A1 B2 -3": a photo of A in hour 1, one of B in hour 2, an unusable one in hour 3; no digit, no time. */
function roles(photos: string, rule: DisputeRule = 'hold'): string {
  const parsed = photos.split(' ').map((text, shot) => ({
    takenAt: text[1] === undefined ? null : `2023-01-01T0${text[1]}:00:00`,
    features: text[0] === '-' ? null : photoOf(text[0]!, shot),
  }));
  const letters = {
    reference: 'R',
    same_person: 's',
    unlike_reference: 'u',
    after_refused_registration: 'x',
    disputed: '?',
    unusable: '-',
  };
  return chooseReference(parsed, { rule, alikeScore })
    .map((role) => letters[role])
    .join('');
}

describe('the reference', () => {
  test.each([
    ['A1', 'R', 'is the only photo'],
    ['A2 A1 A3', 'sRs', 'is the oldest of a person, in whatever order they come'],
    ['-1 A2 A3', '-Rs', 'is the oldest that can be used'],
    ['-1 -2', '--', 'is none where no photo can be used'],
    ['A1 B2', 'Rx', 'is the oldest of two people, the other came after a refused registration'],
    ['A1 A2 B3 A4', 'Rsxs', 'is with the majority'],
    ['A1 B2 C3', '???', 'is open where nobody has half of the photos'],
    ['A1 B2 B3', '???', 'is open where the oldest is outvoted'],
    ['A A B', 'Rsu', 'is the first of the majority where no times are known'],
    ['A B', '??', 'is open between two people where no times are known'],
    ['A1 B', '??', 'is open between two people where one time is not known'],
  ])('%s gives %s: it %s', (photos, expected) => {
    expect(roles(photos)).toBe(expected);
  });
});

test('where the oldest is outvoted, the caller can trust it, or the majority', () => {
  expect(roles('A1 B2 B3', 'oldest')).toBe('Rxx');
  expect(roles('A1 B2 B3', 'majority')).toBe('uRs');
  expect(roles('A1 B2 C3', 'oldest')).toBe('Rxx');
  expect(roles('A1 B2 C3', 'majority')).toBe('???');
});

test('photos that are alike only by a third one are of one person', () => {
  const at = (value: number): Features => toFeatures(new Float32Array(featureLength).fill(value));
  const step = 0.3 / Math.sqrt(featureLength);
  const chain = [0, 2 * step, step].map((value, i) => ({
    takenAt: `2023-01-0${i + 1}T00:00:00`,
    features: at(value),
  }));
  expect(chooseReference(chain, { rule: 'hold', alikeScore })).toEqual([
    'reference',
    'same_person',
    'same_person',
  ]);
});
