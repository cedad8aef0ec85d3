import { expect, test } from 'vitest';
import { peopleOfPictures } from './people-of-pictures.js';

test('a folder is a person where no pair says otherwise', () => {
  const { personOf, count, byFolder } = peopleOfPictures([
    { a: 'ann/1', b: 'ann/2', same: true },
    { a: 'ann/3', b: 'bob/1', same: false },
  ]);
  expect({ count, byFolder }).toEqual({ count: 2, byFolder: true });
  expect(personOf.get('ann/3')).toBe(personOf.get('ann/1'));
  expect(personOf.get('bob/1')).not.toBe(personOf.get('ann/1'));
});

test('where folders are not people, mated pairs link pictures, also through others', () => {
  const { personOf, count, byFolder } = peopleOfPictures([
    { a: 'cam1/ann', b: 'cam2/ann', same: true },
    { a: 'cam2/ann', b: 'cam3/ann', same: true },
    { a: 'cam1/ann', b: 'cam1/bob', same: false },
  ]);
  expect({ count, byFolder }).toEqual({ count: 2, byFolder: false });
  expect(personOf.get('cam3/ann')).toBe(personOf.get('cam1/ann'));
  expect(personOf.get('cam1/bob')).not.toBe(personOf.get('cam1/ann'));
});
