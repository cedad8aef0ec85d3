import { expect, test } from 'vitest';
import type { FaceMeasures, ImageMeasures } from './face.js';
import { featureLength, toFeatures } from './features.js';
import { enrolmentPolicy, judgeSample, verificationPolicy, type QualityPolicy } from './quality.js';

const policy: QualityPolicy = {
  minInterEyeDistancePx: 20,
  maxYawDegrees: 45,
  maxPitchDegrees: 40,
  minSharpness: 5,
  minMeanLuma: 25,
  maxMeanLuma: 240,
  backgroundWidthRatio: 0.25,
};

test('a photo exactly at every bar is accepted', () => {
  const face = goodFace({ interEyeDistancePx: 20, sharpness: 5, pose: { yaw: -45, pitch: 40, roll: 90 } });
  expect(judgeSample(photo(face), policy)).toBe(face);
});

test.each<[string, ImageMeasures]>([
  ['no_face_found', photo()],
  ['several_faces_found', photo(goodFace({}), goodFace({ boxPx: box(25) }))],
  ['face_too_small', photo(goodFace({ interEyeDistancePx: 19.9 }))],
  ['face_turned_away', photo(goodFace({ pose: { yaw: -46, pitch: 0, roll: 0 } }))],
  ['face_turned_away', photo(goodFace({ pose: { yaw: 0, pitch: 41, roll: 0 } }))],
  ['photo_too_dark', photo(goodFace({ exposure: exposure(24) }))],
  ['photo_too_bright', photo(goodFace({ exposure: exposure(241) }))],
  ['photo_blurred', photo(goodFace({ sharpness: 4.9 }))],
  ['photo_blurred', photo(goodFace({ sharpness: NaN }))],
])('%s', (code, measures) => {
  expect(() => judgeSample(measures, policy)).toThrow(expect.objectContaining({ code }));
});

test('people in the background do not count, in whatever order they are found', () => {
  const face = goodFace({});
  expect(judgeSample(photo(goodFace({ boxPx: box(24) }), face), policy)).toBe(face);
});

test('a probe is never held to a higher bar than a reference', () => {
  for (const name of ['minInterEyeDistancePx', 'minSharpness', 'minMeanLuma'] as const)
    expect(verificationPolicy[name]).toBeLessThanOrEqual(enrolmentPolicy[name]);
  for (const name of ['maxYawDegrees', 'maxPitchDegrees', 'maxMeanLuma'] as const)
    expect(verificationPolicy[name]).toBeGreaterThanOrEqual(enrolmentPolicy[name]);
});

function photo(...faces: FaceMeasures[]): ImageMeasures {
  const timingsMs = { decode: 0, detect: 0, landmarks: 0, align: 0, embed: 0, keep: 0, total: 0 };
  return { format: 'jpeg', widthPx: 640, heightPx: 480, faces, timingsMs };
}

function goodFace(different: Partial<FaceMeasures>): FaceMeasures {
  return {
    boxPx: box(100),
    detectionScore: 1,
    faceFlag: 1,
    landmarksPx: new Float32Array(936),
    pose: { yaw: 0, pitch: 0, roll: 0 },
    interEyeDistancePx: 60,
    sharpness: 100,
    exposure: exposure(120),
    features: toFeatures(new Float32Array(featureLength)),
    ...different,
  };
}

function box(width: number) {
  return { x: 0, y: 0, width, height: width };
}

function exposure(meanLuma: number) {
  return { meanLuma, underShare: 0, overShare: 0, contrast: 40 };
}
