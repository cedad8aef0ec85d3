import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../config/index.js';
import { type ErrorCode, FacedeskError } from '../domain/errors.js';
import { exitCodeOf, exitCodes, exitCodesText } from './exit-codes.js';

test('docs/cli.md has exactly the rows of the table, and the help text has them too', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'cli.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (\d) +\| (.*?) +\|$/gm)];
  expect(rows.map(([, code, meaning]) => ({ code: Number(code), meaning }))).toEqual(
    Object.values(exitCodes),
  );
  for (const { meaning } of Object.values(exitCodes)) expect(exitCodesText()).toContain(meaning);
});

test.each<[ErrorCode, number]>([
  ['user_not_found', 1],
  ['user_already_exists', 3],
  ['no_face_found', 3],
  ['busy', 4],
  ['store_unavailable', 4],
  ['internal', 5],
])('%s ends with exit code %i', (code, expected) => {
  expect(exitCodeOf(new FacedeskError(code))).toBe(expected);
});
