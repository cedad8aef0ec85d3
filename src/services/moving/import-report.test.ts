import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ImportReport, writeReport } from './import-report.js';

test('a report is private, and no id can be run as a formula by a spreadsheet', async () => {
  const report: ImportReport = {
    ...{ modelId: 'm', layout: 'csv', dryRun: false, ids: 1, photos: 1, enrolled: 1, alreadyEnrolled: 0 },
    ...{
      leftOut: 0,
      usersWithoutFace: 0,
      sameFacePairs: 0,
      verdicts: {},
      notes: [],
      seconds: 1,
      photosExamined: 1,
    },
    rows: [{ id: '=1+1', photo: 'a "b", c.jpg', takenAt: null, verdict: 'enrolled', sameFaceAs: ['x', 'y'] }],
  };
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-report-'));
  const [csv, json] = [join(folder, 'r.csv'), join(folder, 'r.json')];
  await writeReport(csv, report);
  await writeReport(json, report);
  expect(await readFile(csv, 'utf8')).toBe(
    `id,photo,taken_at,verdict,same_face_as\r\n'=1+1,"a ""b"", c.jpg",,enrolled,x; y\r\n`,
  );
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(report);
  expect((await stat(csv)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).toSorted()).toEqual(['r.csv', 'r.json']);
  await rm(folder, { recursive: true });
});
