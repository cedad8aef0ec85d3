import { expect, test } from 'vitest';
import { CsvError } from '../accuracy/parse-csv.js';
import { parsePhotoList } from './photo-list.js';

test('columns stand in any order, and a time may look as a database writes it', () => {
  const csv =
    'timestamp,x,photo,id\n2023-04-05 06:07:08.9,,a.jpg," A, 1"\n,,b/c.jpg,B\n2023-04-05T06:07:08Z,,d.jpg,C\n';
  expect(parsePhotoList(csv)).toEqual([
    { id: ' A, 1', photo: 'a.jpg', takenAt: '2023-04-05T06:07:08' },
    { id: 'B', photo: 'b/c.jpg', takenAt: null },
    { id: 'C', photo: 'd.jpg', takenAt: '2023-04-05T06:07:08' },
  ]);
  expect(parsePhotoList('id,photo\nA,a.jpg\n')).toEqual([{ id: 'A', photo: 'a.jpg', takenAt: null }]);
});

test.each([
  ['', 1, /header/],
  ['id,picture\na,b\n', 1, /header/],
  ['id,photo\na,b\na\n', 3, /1 fields/],
  ['id,photo\na, \n', 2, /"photo" is empty/],
  ['id,photo,timestamp\na,b.jpg,yesterday\n', 2, /"timestamp"/],
  ['id,photo,timestamp\na,b.jpg,2023-02-30 00:00:00\n', 2, /"timestamp"/],
])('%j is refused by line %i', (csv, line, problem) => {
  const failure = ((): unknown => {
    try {
      return parsePhotoList(csv);
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toBeInstanceOf(CsvError);
  expect(failure).toMatchObject({ line, problem: expect.stringMatching(problem) as string });
});
