/**
 * What a suite needs from outside the clone: a browser, a folder of photos, a database server. A component that is
 * missing skips its tests loudly on a laptop and fails the run where FACEDESK_REQUIRE_ALL=1 says that all must be there.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const warned = new Set<string>();

/**
 * True where the component is there; for `describe.skipIf(!requirement('chromium', path !== undefined, …))`.
 * @param remedy a whole sentence that says how to get the component.
 * @throws Error where the component is missing and FACEDESK_REQUIRE_ALL=1.
 */
export function requirement(name: string, available: unknown, remedy: string): boolean {
  if (available) return true;
  const message = `Needs ${name}, which is not here. ${remedy}`;
  if (process.env['FACEDESK_REQUIRE_ALL'] === '1') throw new Error(message);
  if (!warned.has(message)) console.warn(`SKIPPED TESTS: ${message}`);
  warned.add(message);
  return false;
}

/**
 * Path of a folder (or file) under FACEDESK_TEST_DATA, or undefined where that is not set or does not hold it; for
 * `it.skipIf(photos === undefined)`.
 * @throws Error where it is missing and FACEDESK_REQUIRE_ALL=1.
 */
export function testData(folder: string): string | undefined {
  const root = process.env['FACEDESK_TEST_DATA'];
  const path = root === undefined || root === '' ? undefined : join(root, folder);
  const available = path !== undefined && existsSync(path);
  const remedy = 'Set FACEDESK_TEST_DATA to the folder that holds it.';
  return requirement(`the test photos "${folder}"`, available, remedy) ? path : undefined;
}

/**
 * Path of a Chromium or Chrome to drive, or undefined where none is installed; CHROMIUM_PATH names another one.
 * @throws Error where there is none and FACEDESK_REQUIRE_ALL=1.
 */
export function chromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  const path = named !== undefined && named !== '' ? named : browserCandidates().find(isExecutable);
  const remedy = 'Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';
  return requirement('chromium', path !== undefined && isExecutable(path), remedy) ? path : undefined;
}

function browserCandidates(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
