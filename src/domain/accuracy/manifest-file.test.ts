import { expect, test } from 'vitest';
import { parseManifest } from './manifest-file.js';

test('reads values by picture or by person, and leaves empty ones out', () => {
  const manifest = parseManifest('camera,file\nwebcam,a/1.jpg\n,a/2.jpg\n');
  expect(manifest).toMatchObject({ keyedBy: 'file', columns: ['camera'] });
  expect([...manifest.values('camera')]).toEqual([['a/1.jpg', 'webcam']]);
  expect(parseManifest('person,age\nann,40\n').keyedBy).toBe('person');
});

test.each([
  ['', 'the file is empty'],
  ['name,age\nann,40\n', 'the header has neither file nor person'],
  ['file,age,age\na,1,2\n', 'the header names "age" twice'],
  ['file,age\na\n', 'line 2: 1 fields, but the header has 2'],
  ['file,age\na,1\na,2\n', 'line 3: "a" has a row already'],
])('refuses %j', (text, message) => {
  expect(() => parseManifest(text)).toThrow(message);
});
