import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face, retaken } from '../faces.js';
import { facedesk } from './facedesk-command.js';

let folder: string;
let pairs: string;

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function evaluate(...args: string[]): Promise<{ exitCode: number | null; document: unknown }> {
  const common = ['--images', join(folder, 'people'), '--data-dir', join(folder, 'data'), '--json'];
  const { exitCode, stdout } = await facedesk('evaluate', ...common, ...args);
  return { exitCode, document: JSON.parse(stdout) };
}

describe('evaluate', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'facedesk-evaluate-'));
    await put('people/anna/1.jpg', await face('anna'));
    await put('people/anna/2.jpg', await retaken('anna'));
    await put('people/bella/1.jpg', await face('bella'));
    await put('people/bella/2.jpg', await retaken('bella'));
    await put('people/carla/1.jpg', await face('carla'));
    await put('people/Dora, D./1.jpg', await face('dora'));
    await put('people/nobody/1.jpg', await face('nobody'));
    const lines = [
      'a,b,same,fold',
      'anna/1.jpg,anna/2.jpg,1,1',
      'bella/1.jpg,./bella/2.jpg,1,2',
      'anna/1.jpg,bella/1.jpg,0,1',
      'carla/1.jpg,"Dora, D./1.jpg",0,2',
      'nobody/1.jpg,anna/2.jpg,0,1',
    ];
    pairs = await put('pairs.csv', lines.join('\r\n'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('reports accuracy, error rates and failures to acquire, and leaves no data behind', async () => {
    const { exitCode, document } = await evaluate('--pairs', pairs);
    expect(exitCode).toBe(0);
    const unsupported = { value: null, low: null, high: null, threshold: null, supported: false };
    expect(document).toMatchObject({
      pairs: 5,
      images: 7,
      people: 5,
      matedPairs: 2,
      nonMatedPairs: 2,
      failureToAcquire: {
        rate: 1 / 7,
        files: ['nobody/1.jpg'],
        reasons: { 'nobody/1.jpg': 'no_face_found' },
      },
      raw: {
        accuracy10Fold: 1,
        fnmrAtFmr: { '1e-2': unsupported, '1e-3': unsupported, '1e-4': unsupported, '1e-5': unsupported },
      },
      cohort: { source: 'pairs', people: 4, nearest: 6 },
      identification: [],
      breakdown: [],
    });
    expect((await readdir(folder)).sort()).toEqual(['pairs.csv', 'people']);
  });

  test('pairs every two pictures of different people where it is asked to', async () => {
    const { document } = await evaluate('--pairs', pairs, '--all-impostors');
    // 15 pairs of the 6 pictures with a face, less one within anna and one within bella.
    expect(document).toMatchObject({ impostors: 'all', matedPairs: 2, nonMatedPairs: 13 });
  });

  test('reports every kind of score under the same keys', async () => {
    const { document } = await evaluate('--pairs', pairs, '--all-impostors');
    const { raw, normalised, normalisedPairExcluded } = document as Record<string, object>;
    expect(Object.keys(normalised!)).toEqual(Object.keys(raw!));
    expect(Object.keys(normalisedPairExcluded!)).toEqual(Object.keys(raw!));
    expect(normalised).toMatchObject({ accuracy10Fold: 1 });
  });

  test('takes strangers from another folder where one is named', async () => {
    const others = join(folder, 'people');
    const { document } = await evaluate('--pairs', pairs, '--cohort', others);
    expect(document).toMatchObject({
      cohort: { source: 'folder', people: 4 },
      normalised: { accuracy10Fold: 1 },
    });
  });

  test('writes a page that fetches nothing, for its owner alone', async () => {
    const page = join(folder, 'report.html');
    const manifest = await put('manifest.csv', 'person,desk\nanna,north\nbella,south\n');
    const { exitCode, document } = await evaluate(
      ...['--pairs', pairs, '--all-impostors', '--report', page, '--manifest', manifest, '--by', 'desk'],
    );
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ breakdown: [{ column: 'desk', fmr: null, raw: [], normalised: [] }] });
    const markup = await readFile(page, 'utf8');
    expect(markup).toContain('This file holds photos of people.');
    expect(markup.match(/<img src="data:image\/jpeg;base64,/g)!.length).toBeGreaterThanOrEqual(4);
    const withoutPictures = markup.replace(/data:image\/jpeg;base64,[\w+/=]*/g, '');
    expect(withoutPictures).not.toMatch(/https?:|src="[^"]|url\(|<script|<link/i);
    expect((await stat(page)).mode & 0o777).toBe(0o600);
  });

  test('keeps features where it is asked to, and examines no picture twice then', async () => {
    const features = join(folder, 'features');
    const first = await evaluate('--pairs', pairs, '--features', features);
    expect((await stat(features)).mode & 0o777).toBe(0o600);
    const again = await evaluate('--pairs', pairs, '--features', features);
    const rates = ({ document }: typeof first) => ({ ...(document as object), seconds: 0 });
    expect(rates(again)).toEqual(rates(first));
  });

  test.each([
    [['--by', 'desk'], /--manifest and --by go together/],
    [['--report', 'no-such-folder/report.html'], /There is no folder no-such-folder/],
  ])('refuses %j before it looks at a picture', async (options, message) => {
    const { exitCode, document } = await evaluate('--pairs', pairs, ...options);
    expect({ exitCode, document }).toMatchObject({
      exitCode: 2,
      document: { code: 'usage', error: expect.stringMatching(message) as string },
    });
  });

  test.each([
    [
      'a missing picture',
      'a,b,same\nanna/1.jpg,anna/9.jpg,1\n',
      /1 of 2 pictures are not in .*: anna\/9\.jpg/,
    ],
    ['a path that leads out', 'a,b,same\nanna/1.jpg,anna/../../photos/anna.jpg,1\n', /outside the folder/],
    ['a malformed line', 'a,b,same\nanna/1.jpg,anna/2.jpg,1\nanna/1.jpg\n', /line 3: 1 fields/],
  ])('refuses %s before it looks at a picture', async (_what, csv, message) => {
    const { exitCode, document } = await evaluate('--pairs', await put('bad.csv', csv));
    expect({ exitCode, document }).toMatchObject({
      exitCode: 3,
      document: { code: 'evaluation_input_invalid', error: expect.stringMatching(message) as string },
    });
  });
});
