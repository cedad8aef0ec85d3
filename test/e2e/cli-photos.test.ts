/** The commands that look after photos: several of a person, likely duplicates, refreshed templates, judging, and the drill. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blurred, face, retaken } from '../faces.js';
import { simulateAttack, simulateLive } from '../vision/simulated-attacks.js';
import { facedesk } from './facedesk-command.js';

let folder: string;
let dataDir: string;

async function put(path: string, content: Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
const photo = (name: string): string => join(folder, `${name}.jpg`);

async function answer(...args: string[]): Promise<{ exitCode: number | null; document: unknown }> {
  const { exitCode, stdout } = await facedesk(...args, '--json', '--data-dir', dataDir);
  return { exitCode, document: JSON.parse(stdout) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-cli-photos-'));
  dataDir = join(folder, 'data');
  await put('anna.jpg', await face('anna'));
  await put('anna-again.jpg', await face('annaAgain'));
  await put('anna-retaken.jpg', await retaken('anna'));
  await put('bella.jpg', await face('bella'));
  await put('blurred.jpg', await blurred('carla', 12));
  await put('nobody.jpg', await face('nobody'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('photos, duplicates and refreshes of one desk', { timeout: 240_000 }, () => {
  test('photos are added with a report of each, listed, saved once, and removed but for the last', async () => {
    expect((await answer('register', 'Anna', photo('anna'))).exitCode).toBe(0);
    expect(await answer('photos', 'add', 'anna', photo('anna-again'), photo('bella'))).toMatchObject({
      exitCode: 0,
      document: {
        photos: [
          { index: 0, accepted: true },
          { index: 1, accepted: false, code: 'photos_disagree' },
        ],
      },
    });
    const { document } = await answer('photos', 'list', 'Anna');
    const [first, second] = (document as { photos: { photoNo: number; quality: number }[] }).photos;
    expect(second!.quality).toBeGreaterThan(0);
    const saved = join(folder, 'saved.jpg');
    expect((await answer('photos', 'save', 'Anna', String(first!.photoNo), saved)).exitCode).toBe(0);
    expect((await sharp(await readFile(saved)).metadata()).format).toBe('jpeg');
    expect(
      (await facedesk('photos', 'save', 'Anna', String(first!.photoNo), saved, '--data-dir', dataDir))
        .exitCode,
    ).not.toBe(0);
    expect(await answer('photos', 'remove', 'Anna', String(first!.photoNo))).toMatchObject({
      exitCode: 0,
      document: { removed: first!.photoNo },
    });
    expect(await answer('photos', 'remove', 'Anna', String(second!.photoNo))).toMatchObject({
      exitCode: 3,
      document: { code: 'last_photo' },
    });
  });

  test('a face under two ids is listed until somebody says that they are two people', async () => {
    expect((await answer('register', 'Twin', photo('anna-retaken'))).exitCode).toBe(0);
    expect(await answer('duplicates')).toMatchObject({ document: { pairs: [{ ids: ['Anna', 'Twin'] }] } });
    expect(await answer('duplicates', 'settle', 'twin', 'anna')).toMatchObject({
      exitCode: 0,
      document: { verdict: 'notSamePerson' },
    });
    expect(await answer('duplicates')).toMatchObject({ document: { pairs: [] } });
    expect((await facedesk('duplicates', 'reopen', 'Anna', 'Twin', '--data-dir', dataDir)).stdout).toBe(
      'Anna and Twin may be one person again.\n',
    );
    expect(await answer('duplicates')).toMatchObject({ document: { pairs: [{ ids: ['Anna', 'Twin'] }] } });
  });

  test('refreshes are listed, and there is nothing to undo before there is one', async () => {
    expect((await facedesk('refreshes', '--data-dir', dataDir)).stdout).toBe('There are none.\n');
    expect((await answer('refreshes', 'undo', '7')).exitCode).not.toBe(0);
    expect((await facedesk('refreshes', 'undo', 'x', '--data-dir', dataDir)).stderr).toContain(
      'whole number',
    );
  });
});

test(
  'judge tells good photos from poor ones by exit code, in words and by measure',
  { timeout: 120_000 },
  async () => {
    const good = await facedesk('judge', photo('anna'), '--measures');
    expect(good.exitCode).toBe(0);
    expect(good.stdout).toMatch(/anna\.jpg: good enough, \d+ of 100/);
    expect(good.stdout).toContain('sharpness');
    expect(await answer('judge', photo('anna'), photo('blurred'), photo('nobody'))).toMatchObject({
      exitCode: 1,
      document: {
        policy: 'enrolment',
        photos: [
          { accepted: true, findings: [] },
          {
            accepted: false,
            findings: expect.arrayContaining([expect.objectContaining({ code: 'photo_blurred' })]) as unknown,
          },
          { accepted: false, findings: [{ code: 'no_face_found' }] },
        ],
      },
    });
  },
);

test(
  'spoof-drill counts live faces and each kind of attack, and suggests a bar',
  { timeout: 240_000 },
  async () => {
    const surroundings = await face('nobody');
    for (const [at, name] of (['anna', 'bella', 'carla'] as const).entries()) {
      await put(`drill/live/${name}.jpg`, await simulateLive(await face(name), at));
      const attack = { photo: await face(name), surroundings, seed: at + 3 };
      await put(`drill/attacks/screen/${name}.jpg`, await simulateAttack('screen-close', attack));
    }
    const drill = ['--live', join(folder, 'drill/live'), '--attacks', join(folder, 'drill/attacks')];
    const { exitCode, document } = await answer('spoof-drill', ...drill);
    expect({ exitCode, document }).toMatchObject({
      exitCode: 0,
      document: {
        bar: 1,
        live: { bpcer: { count: 3, errors: 0 } },
        species: [{ name: 'screen', apcer: { count: 3 } }],
      },
    });
    expect((document as { suggested: { bar: number } }).suggested.bar).toBeGreaterThanOrEqual(0.5);
    expect((await facedesk('spoof-drill', ...drill, '--max-bpcer', '2')).exitCode).toBe(2);
  },
);
