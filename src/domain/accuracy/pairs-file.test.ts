import { expect, test } from 'vitest';
import { parsePairsFile } from './pairs-file.js';
import { parseCsv } from './parse-csv.js';

test('reads quoted fields with commas, quotes and line breaks, CRLF, and a byte order mark', () => {
  expect(parseCsv('\uFEFFa,b\r\n"x, y","say ""hi"""\r\n\r\n"two\nlines",\r\nlast,1')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['x, y', 'say "hi"'] },
    { line: 4, fields: ['two\nlines', ''] },
    { line: 6, fields: ['last', '1'] },
  ]);
});

test.each([
  ['a,b\nx"y,1\n', 2],
  ['a,b\n"x"y,1\n', 2],
  ['a,b\n1,2\n"never closed,1\n', 3],
])('refuses a misplaced quote with its line: %j', (text, line) => {
  expect(() => parseCsv(text)).toThrow(`line ${line}: a quote is misplaced or never closed`);
});

test('reads pairs with columns in any order, extra columns, and either spelling of same', () => {
  expect(parsePairsFile('same,note,b,a\n1,x,p/2.jpg,p/1.jpg\nFalse,,q/1.jpg,p/1.jpg\n')).toEqual([
    { a: 'p/1.jpg', b: 'p/2.jpg', same: true },
    { a: 'p/1.jpg', b: 'q/1.jpg', same: false },
  ]);
  expect(parsePairsFile('a,b,same,fold\n1,2,0,7')).toEqual([{ a: '1', b: '2', same: false, fold: '7' }]);
});

test.each([
  ['', 'line 1: the file is empty; it needs a header with a, b and same'],
  ['a,b,same\n', 'line 1: the file lists no pairs'],
  ['p/1.jpg,p/2.jpg,1\n', 'line 1: the header lacks a, b, same'],
  ['a,b,same,a\n1,2,1,3\n', 'line 1: the header names "a" twice'],
  ['a,b,same\nx,y\n', 'line 2: 2 fields, but the header has 3'],
  ['a,b,same\nx,,1\n', 'line 2: "b" is empty'],
  ['a,b,same\nx,y,1\nx,y,maybe\n', 'line 3: "same" is neither 1, 0, true nor false'],
])('refuses %j', (text, message) => {
  expect(() => parsePairsFile(text)).toThrow(message);
});
