/** Each measure of quality on real photos: one that passes, and the same one spoilt so that it fails for that reason alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaceAppearance } from '../../src/domain/face.js';
import {
  enrolmentPolicy,
  judgeQuality,
  type QualityPolicy,
  type QualityReport,
} from '../../src/domain/quality.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, type FaceName } from '../faces.js';
import { openRealEngine } from './real-engine.js';
import * as spoil from './spoilt-photos.js';

type Spoil = (photo: Buffer, face: FaceAppearance) => Promise<Buffer>;

describe('quality of real photos', { timeout: 60_000 }, () => {
  let engine: VisionEngine;
  beforeAll(async () => {
    engine = await openRealEngine(1);
  });
  afterAll(() => engine.close());

  const judge = async (photo: Buffer, policy: QualityPolicy = enrolmentPolicy): Promise<QualityReport> =>
    judgeQuality(await engine.measure(photo), policy);
  const spoilt = async (name: FaceName, how: Spoil): Promise<Buffer> => {
    const photo = await face(name);
    const { faces } = await engine.measure(photo);
    return how(photo, faces[0]!);
  };
  const codes = ({ findings }: QualityReport): string[] => findings.map(({ code }) => code);

  test.each<FaceName>(['anna', 'annaAgain', 'bella', 'carla', 'dora', 'emma', 'stranger'])(
    'a good photo has nothing to put right: %s',
    async (name) => {
      const report = await judge(await face(name));
      expect(report).toMatchObject({ accepted: true, findings: [], faces: 1 });
      expect(report.unifiedScore).toBeGreaterThan(50);
    },
  );

  test('a photo without a face', async () => {
    expect(await judge(await face('nobody'))).toMatchObject({ faces: 0, accepted: false });
    expect(codes(await judge(await face('nobody')))).toEqual(['no_face_found']);
  });

  test('a measured picture has no features', async () => {
    const { faces } = await engine.measure(await face('anna'));
    expect(faces).toHaveLength(1);
    expect(faces[0]).not.toHaveProperty('features');
  });

  test('a photo of two people', async () => {
    expect(codes(await judge(await face('twoPeople')))).toEqual(['several_faces_found']);
  });

  test.each<[string, FaceName, Spoil]>([
    ['face_cut_off', 'anna', spoil.cutThroughTheEye],
    ['face_too_small', 'dora', spoil.withEyesApart(24)],
    ['mask_worn', 'anna', spoil.masked('#e8ecef')],
    ['mask_worn', 'bella', spoil.masked('#9cc3dd')],
    ['mask_worn', 'emma', spoil.masked('#1c1c20')],
    ['mask_worn', 'dora', spoil.masked('#7fb89f')],
    ['eyes_covered', 'anna', spoil.darkGlasses],
    ['eyes_covered', 'carla', spoil.darkGlasses],
    ['eyes_covered', 'dora', spoil.darkGlasses],
    ['photo_too_dark', 'dora', spoil.relit(0.12, 0)],
    ['photo_too_bright', 'bella', spoil.relit(3, 0)],
    ['uneven_light', 'dora', spoil.litFromTheSide],
    ['contrast_too_low', 'dora', spoil.relit(0.12, 110)],
    ['photo_blurred', 'dora', spoil.outOfFocus(6)],
    ['photo_blurred', 'carla', spoil.movedSideways(30)],
    ['photo_compressed', 'dora', spoil.compressed],
  ])('%s: %s, spoilt in one way', async (code, name, how) => {
    expect(codes(await judge(await face(name)))).toEqual([]);
    expect(codes(await judge(await spoilt(name, how)))).toEqual([code]);
  });

  // These have no bar by default, or one that no demo picture misses.
  test.each<[string, QualityPolicy, FaceName, FaceName | Spoil]>([
    ['face_turned_away', { headPoseYaw: 25 }, 'carla', 'turned'],
    ['face_turned_away', { headPosePitch: 22 }, 'carla', 'bent'],
    ['head_tilted', { headPoseRoll: 30 }, 'dora', spoil.tilted],
    ['photo_without_colour', { naturalColour: 5 }, 'dora', spoil.withoutColour],
    ['mouth_open', { mouthClosed: 0.1 }, 'bella', 'annaAgain'],
    ['eyes_closed', { eyesOpen: 0.07 }, 'dora', 'laughing'],
    ['several_faces_found', { backgroundFaces: 0 }, 'anna', withBystander],
  ])('%s where there is the bar %o', async (code, bar, good, bad) => {
    const policy = { ...enrolmentPolicy, ...bar };
    expect(codes(await judge(await face(good), policy))).toEqual([]);
    const photo = typeof bad === 'string' ? await face(bad) : await spoilt(good, bad);
    expect(codes(await judge(photo, policy))).toEqual([code]);
    expect(codes(await judge(photo))).toEqual([]);
  });

  test('somebody small in the background is no reason to refuse', async () => {
    expect(await judge(await spoilt('anna', withBystander))).toMatchObject({ faces: 2, accepted: true });
  });
});

async function withBystander(photo: Buffer): Promise<Buffer> {
  return spoil.beside(await face('bella'), 0.2)(photo);
}
