import { expect, test } from 'vitest';
import type { AttackEvidence } from './evidence.js';
import { type EvidenceSign, suspicionOf } from './suspicion.js';

/** As live faces have it. */
const usual: AttackEvidence = {
  antispoofReal: 0.64,
  livenessLive: 0.96,
  rasterPeakDb: 4.9,
  frameSupport: 0.48,
  blurExcess: 0.03,
  glareShare: 0,
  faceShare: 0.4,
};

test('a usual live face gives no sign', () => {
  const { strength, signs } = suspicionOf(usual);
  expect(signs).toEqual([]);
  expect(strength).toBeLessThan(0.3);
});

const each: [EvidenceSign, Partial<AttackEvidence>, Partial<AttackEvidence>][] = [
  ['screen_or_print_raster', { rasterPeakDb: 8.9 }, { rasterPeakDb: 9 }],
  ['sheet_or_screen_around_face', { frameSupport: 0.84 }, { frameSupport: 0.86 }],
  ['glare_on_face', { glareShare: 0.044 }, { glareShare: 0.045 }],
  ['face_blurred_in_sharp_picture', { blurExcess: 0.24 }, { blurExcess: 0.26 }],
  ['face_fills_picture', { faceShare: 1.19 }, { faceShare: 1.21 }],
  ['nets_doubt', { antispoofReal: 0.1, livenessLive: 0.41 }, { antispoofReal: 0.1, livenessLive: 0.39 }],
];

test.each(each)('%s is told from its bar on, and alone', (sign, under, over) => {
  expect(suspicionOf({ ...usual, ...under }).signs).toEqual([]);
  expect(suspicionOf({ ...usual, ...over }).signs).toEqual([sign]);
});

test('where only the liveness net was asked, and has no doubt, the nets give no sign at any bar', () => {
  const { antispoofReal: _notAsked, ...asked } = usual;
  for (const bar of [0.5, 1, 5])
    expect(suspicionOf({ ...asked, livenessLive: 0.7 }, bar).signs).not.toContain('nets_doubt');
});

test('one net that doubts alone says nothing', () => {
  expect(suspicionOf({ ...usual, antispoofReal: 0 }).signs).toEqual([]);
  expect(suspicionOf({ ...usual, livenessLive: 0 }).signs).toEqual([]);
});

test('a higher bar asks for more of the same sign', () => {
  const raster = { ...usual, rasterPeakDb: 10 };
  expect(suspicionOf(raster, 1.2).signs).toEqual(['screen_or_print_raster']);
  expect(suspicionOf(raster, 1.3).signs).toEqual([]);
  expect(suspicionOf(raster).strength).toBeCloseTo(1.25, 6);
});
