import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { featureLength, toFeatures } from '../../domain/features.js';
import type { SubjectRecord } from '../../store/index.js';
import { exportPath, readExport, writeExport } from './export-file.js';

const createdAt = '2023-07-23T12:34:56';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

function recordOf(id: string): SubjectRecord {
  const features = toFeatures(new Float32Array(featureLength).map((_, at) => Math.fround(at / 7)));
  return {
    id: id as SubjectRecord['id'],
    timestamp: createdAt,
    templates: [{ modelId: 'a-model', features, createdAt }],
    photos: [{ fileName: `${id}.jpg`, kind: 'crop', jpeg: Uint8Array.of(255, 0, 10, 13), createdAt }],
  };
}

async function* each(records: readonly SubjectRecord[]): AsyncGenerator<SubjectRecord> {
  yield* records;
}

const people = ['Ü \u2028"7"', 'b', 'c', 'd'].map(recordOf);
const file = (): string => join(folder, 'people.ndjson');

async function readBack(): Promise<SubjectRecord[]> {
  const records: SubjectRecord[] = [];
  for await (const { record } of readExport(file())) records.push(record);
  return records;
}

test('what is written is read back as it was, from a private file', async () => {
  const counts = await writeExport(file(), createdAt, each(people));
  expect(counts).toEqual({ subjects: 4, templates: 4, photos: 4 });
  expect(await readBack()).toEqual(people);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

test('several photos keep their templates, and what was refreshed says where it comes from', async () => {
  const person = people[1];
  const [template] = person!.templates;
  const several: SubjectRecord = {
    ...person!,
    templates: [
      { ...template!, quality: 71, photo: 0 },
      { ...template!, quality: 0, photo: 1 },
    ],
    refreshed: [
      { ...template!, quality: 80, score: 0.125, requestId: 'r-1' },
      { ...template!, quality: 81, score: -0.5 },
    ],
    photos: [person!.photos[0]!, { ...person!.photos[0]!, fileName: 'second.jpg' }],
  };
  const counts = await writeExport(file(), createdAt, each([several]));
  expect(counts).toEqual({ subjects: 1, templates: 2, photos: 2 });
  expect(await readBack()).toEqual([several]);
  // As a reader of before sees it: the enrolled templates, and nothing refreshed among them.
  const subject = /"subject":(\{.*\})\}$/m.exec(await readFile(file(), 'utf8'))![1]!;
  expect((JSON.parse(subject) as { templates: unknown[] }).templates).toHaveLength(2);
});

test('features of any length are written, as a model pack makes them', async () => {
  const features = toFeatures(new Float32Array(512).fill(0.25));
  const record = { ...people[0]!, templates: [{ modelId: 'a-pack', features, createdAt }] };
  await writeExport(file(), createdAt, each([record]));
  expect(await readBack()).toEqual([record]);
});

test('an export that fails leaves no file', async () => {
  const failing = async function* (): AsyncGenerator<SubjectRecord> {
    yield people[0]!;
    throw new Error('the database went away');
  };
  await expect(writeExport(file(), createdAt, failing())).rejects.toThrow('went away');
  expect(await readdir(folder)).toEqual([]);
});

test('a folder gets a file of its own, and a file that is there is not overwritten', async () => {
  expect(await exportPath(folder, createdAt)).toBe(join(folder, 'facedesk-20230723123456.ndjson'));
  await writeFile(file(), '');
  await expect(exportPath(file(), createdAt)).rejects.toThrow(/not overwritten/);
});

test.each<[string, (lines: string[]) => string[], RegExp]>([
  [
    'with a changed entry',
    (lines) => lines.with(3, lines[3]!.replace('2023', '2024')),
    /^Entry 3 \(line 4\) is damaged/,
  ],
  [
    'with a changed digest',
    (lines) => lines.with(1, lines[1]!.replace(/"sha256":"./, '"sha256":"x')),
    /^Entry 1 /,
  ],
  ['cut off', (lines) => lines.slice(0, -2), /cut off.*after entry 3/],
  ['cut off after its last entry', (lines) => lines.slice(0, -1), /cut off.*after entry 4/],
  ['cut off within an entry', (lines) => [...lines.slice(0, 2), lines[2]!.slice(0, 300)], /^Entry 2 /],
  ['without an entry', (lines) => lines.toSpliced(2, 1), /does not fit the 3 entries/],
  ['with an entry twice', (lines) => lines.toSpliced(2, 0, lines[2]!), /does not fit the 5 entries/],
  ['in another order', (lines) => lines.with(1, lines[2]!).with(2, lines[1]!), /another order/],
  ['with something behind it', (lines) => [...lines, '{}'], /follows the closing line/],
  [
    'of a newer version',
    (lines) => lines.with(0, lines[0]!.replace('"version":1', '"version":2')),
    /version 2/,
  ],
  ['of another program', (lines) => lines.with(0, '{}'), /no facedesk export/],
  ['without a line', () => [], /no facedesk export/],
])('a file %s is refused', async (_what, change, message) => {
  await writeExport(file(), createdAt, each(people));
  const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
  await writeFile(
    file(),
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  await expect(readBack()).rejects.toThrow(message);
});
