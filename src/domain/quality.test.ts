import { expect, test } from 'vitest';
import { FacedeskError } from './errors.js';
import type { FaceMeasures, ImageMeasures } from './face.js';
import { featureLength, toFeatures } from './features.js';
import {
  changedPolicies,
  componentNames,
  components,
  defaultPolicies,
  enrolmentPolicy,
  judgeQuality,
  judgeSample,
  type QualityPolicy,
  verificationPolicy,
} from './quality.js';

/** A bar for every component, each of them reached exactly by borderFace(). */
const policy: QualityPolicy = {
  faceCertainty: 0.9,
  singleFacePresent: 0.0625,
  backgroundFaces: 1,
  marginOfFrame: 0,
  interEyeDistance: 20,
  headPoseYaw: 45,
  headPosePitch: 40,
  headPoseRoll: 30,
  mouthOcclusionPrevention: 0.5,
  eyesVisible: 0.5,
  eyesOpen: 0.03,
  mouthClosed: 0.2,
  luminanceMean: 25,
  underExposurePrevention: 0.5,
  overExposurePrevention: 0.25,
  illuminationUniformity: 0.5,
  dynamicRange: 5,
  sharpness: 0.125,
  compressionArtifacts: 3,
  naturalColour: 5,
};

test('a photo exactly at every bar is accepted', () => {
  const { features, unifiedScore } = judgeSample(photo(borderFace({}), bystander(25)), policy);
  expect(features).toHaveLength(featureLength);
  expect(unifiedScore).toBeGreaterThan(0);
  expect(unifiedScore).toBeLessThan(100);
});

test.each<[string, ImageMeasures]>([
  ['no_face_found', photo()],
  ['no_face_found', photo(borderFace({ faceFlag: 0.89 }))],
  ['several_faces_found', photo(borderFace({}), bystander(26))],
  ['several_faces_found', photo(borderFace({}), bystander(5), bystander(5))],
  ['face_cut_off', photo(borderFace({ boxPx: { x: -1, y: 0, width: 100, height: 100 } }))],
  ['face_cut_off', photo(borderFace({ boxPx: { x: 0, y: 400, width: 100, height: 100 } }))],
  ['face_too_small', photo(borderFace({ interEyeDistancePx: 19.9 }))],
  ['face_turned_away', photo(borderFace({ pose: { yaw: -46, pitch: 0, roll: 0 } }))],
  ['face_turned_away', photo(borderFace({ pose: { yaw: 0, pitch: 41, roll: 0 } }))],
  ['head_tilted', photo(borderFace({ pose: { yaw: 0, pitch: 0, roll: -31 } }))],
  ['mask_worn', photo(borderFace({ cover: { mouth: 0.51, eyes: 0 } }))],
  ['eyes_covered', photo(borderFace({ cover: { mouth: 0, eyes: 0.51 } }))],
  ['eyes_closed', photo(borderFace({ opening: { eyes: 0.029, mouth: 0 } }))],
  ['mouth_open', photo(borderFace({ opening: { eyes: 0.08, mouth: 0.21 } }))],
  ['photo_too_dark', photo(borderFace({ exposure: exposure({ meanLuma: 24 }) }))],
  ['photo_too_dark', photo(borderFace({ exposure: exposure({ underShare: 0.51 }) }))],
  ['photo_too_bright', photo(borderFace({ exposure: exposure({ overShare: 0.26 }) }))],
  ['uneven_light', photo(borderFace({ exposure: exposure({ uniformity: 0.49 }) }))],
  ['contrast_too_low', photo(borderFace({ exposure: exposure({ entropyBits: 4.9 }) }))],
  ['photo_blurred', photo(borderFace({ sharpness: 0.12 }))],
  ['photo_blurred', photo(borderFace({ sharpness: NaN }))],
  ['photo_compressed', photo(borderFace({ blockiness: 3.1 }))],
  ['photo_without_colour', photo(borderFace({ colour: { a: 0, b: 0 } }))],
  ['photo_without_colour', photo(borderFace({ colour: { a: -1, b: 20 } }))],
])('%s', (code, measures) => {
  expect(() => judgeSample(measures, policy)).toThrow(expect.objectContaining({ code }));
  expect(judgeQuality(measures, policy)).toMatchObject({ accepted: false, findings: [{ code }] });
});

test('a fault that another one explains is not told', () => {
  const dark = { sharpness: 0, exposure: exposure({ meanLuma: 5, entropyBits: 2 }) };
  expect(judgeQuality(photo(borderFace(dark)), policy).findings.map(({ code }) => code)).toEqual([
    'photo_too_dark',
  ]);
});

test('every fault is named once, in the order in which a person can put them right', () => {
  const measures = photo(
    borderFace({ interEyeDistancePx: 10, blockiness: 9, exposure: exposure({ meanLuma: 5, underShare: 1 }) }),
  );
  const codes = ['face_too_small', 'photo_too_dark', 'photo_compressed'];
  const error = thrownBy(() => judgeSample(measures, policy));
  expect(error.code).toBe('face_too_small');
  expect(error.findings.map(({ code }) => code)).toEqual(codes);
  for (const { text, hint } of error.findings) {
    expect(text).toMatch(/\.$/);
    expect(hint.en).toMatch(/^[A-Z].*[^.]$/);
    expect(hint.hi).toMatch(/[\u0900-\u097f]/);
  }
});

test('a fault of the sum is told only where no single fault is', () => {
  const strict = { ...policy, unifiedScore: 100 };
  expect(thrownBy(() => judgeSample(photo(borderFace({})), strict)).code).toBe('quality_too_low');
  expect(thrownBy(() => judgeSample(photo(borderFace({ sharpness: 0 })), strict)).code).toBe('photo_blurred');
});

test('people in the background do not count, in whatever order they are found', () => {
  const measures = photo(bystander(24), borderFace({}));
  expect(judgeSample(measures, enrolmentFor(measures)).boxPx.width).toBe(100);
});

test('a photo without a face is judged, and has no measures', () => {
  expect(judgeQuality(photo(), policy)).toEqual({
    accepted: false,
    faces: 0,
    findings: [expect.objectContaining({ code: 'no_face_found' })],
  });
});

test('a probe is never held to a higher bar than a reference', () => {
  for (const name of componentNames) {
    const [probe, reference] = [verificationPolicy[name], enrolmentPolicy[name]];
    if (probe === undefined) continue;
    const isLower =
      components[name].better === 'more' ? probe <= (reference ?? -1) : probe >= (reference ?? 1e9);
    expect(isLower, name).toBe(true);
  }
});

test('every value lies between 0 and 100, and does not fall where the measure gets better', () => {
  for (const name of componentNames) {
    const { range, better } = components[name];
    const [least, most] = range;
    const natives = Array.from({ length: 201 }, (_, at) => least + ((most - least) * at) / 200);
    const values = natives.map((native) => components[name].value(native));
    const towardsBetter = better === 'more' ? values : values.reverse();
    for (const [at, value] of towardsBetter.entries())
      if (at > 0) expect(value, name).toBeGreaterThanOrEqual(towardsBetter[at - 1]! - 1e-9);
    const { components: reports } = judgeQuality(photo(borderFace({})), policy);
    expect(reports![name].value, name).toBeGreaterThanOrEqual(0);
    expect(reports![name].value, name).toBeLessThanOrEqual(100);
  }
});

test('bars are changed by name, and null takes one away', () => {
  const changed = changedPolicies({ enrolment: { interEyeDistance: 60, eyesOpen: null, unifiedScore: 40 } });
  const { eyesOpen: _gone, ...others } = enrolmentPolicy;
  expect(changed).toEqual({
    ...defaultPolicies,
    enrolment: { ...others, interEyeDistance: 60, unifiedScore: 40 },
  });
});

test('every fault of a policy is told by name and never by value', () => {
  const changed = changedPolicies({
    enrolment: { sharpnes: 1, eyesOpen: 2, headPoseYaw: 'secret' },
    entry: {},
    scanned: 5,
  });
  expect(changed).toEqual({
    problems: [
      '"sharpnes" of "enrolment" is no measure of quality',
      '"eyesOpen" of "enrolment" has to be a number from 0 to 1, or null for no bar',
      '"headPoseYaw" of "enrolment" has to be a number from 0 to 180, or null for no bar',
      '"entry" is no policy: they are enrolment, verification, scanned',
      '"scanned" has to be an object of bars',
    ],
  });
  expect(changedPolicies([])).toEqual({
    problems: ['it has to hold a JSON object with the names of policies'],
  });
});

function thrownBy(run: () => unknown): FacedeskError {
  try {
    run();
  } catch (error) {
    if (error instanceof FacedeskError) return error;
  }
  throw new Error('it was accepted');
}

/** Only the bar that is tried. */
function enrolmentFor(_measures: ImageMeasures): QualityPolicy {
  return { singleFacePresent: enrolmentPolicy.singleFacePresent! };
}

function photo(...faces: FaceMeasures[]): ImageMeasures {
  const timingsMs = {
    decode: 0,
    detect: 0,
    landmarks: 0,
    measure: 0,
    align: 0,
    embed: 0,
    attack: 0,
    keep: 0,
    total: 0,
  };
  return { format: 'jpeg', widthPx: 640, heightPx: 480, pictureHash: [], faces, timingsMs };
}

function borderFace(different: Partial<FaceMeasures>): FaceMeasures {
  return {
    boxPx: { x: 0, y: 0, width: 100, height: 100 },
    detectionScore: 1,
    faceFlag: 0.9,
    landmarksPx: new Float32Array(936),
    pose: { yaw: -45, pitch: 40, roll: 30 },
    interEyeDistancePx: 20,
    sharpness: 0.125,
    exposure: exposure({}),
    colour: { a: 2, b: 1 },
    opening: { eyes: 0.03, mouth: 0.2 },
    cover: { mouth: 0.5, eyes: 0.5 },
    blockiness: 3,
    features: toFeatures(new Float32Array(featureLength)),
    ...different,
  };
}

function bystander(width: number): FaceMeasures {
  return borderFace({ boxPx: { x: 0, y: 0, width, height: width } });
}

function exposure(different: Partial<FaceMeasures['exposure']>): FaceMeasures['exposure'] {
  const border = {
    meanLuma: 25,
    underShare: 0.5,
    overShare: 0.25,
    contrast: 40,
    entropyBits: 5,
    uniformity: 0.5,
  };
  return { ...border, ...different };
}
