import { describe, expect, it } from 'vitest';
import { FacedeskError } from '../../domain/errors.js';
import { alignFace, leastSquaresSimilarity } from './align-face.js';
import { type Landmarks, landmarkCount } from './find-landmarks.js';
import { mapPoint } from './pixels.js';

const square = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

describe('leastSquaresSimilarity', () => {
  it('finds the very similarity that moved the points', () => {
    const truth = { a: 1.2, b: -0.5, x0: 40, y0: -3 };
    const found = leastSquaresSimilarity(
      square.map((target) => ({ target, picture: mapPoint(truth, target.x, target.y) })),
    );
    for (const key of ['a', 'b', 'x0', 'y0'] as const) expect(found[key]).toBeCloseTo(truth[key], 9);
  });

  it('never stretches: points that were pulled apart in one direction get one common scale', () => {
    const { a, b } = leastSquaresSimilarity(
      square.map((target) => ({ target, picture: { x: target.x * 3, y: target.y } })),
    );
    expect(a).toBeCloseTo(2);
    expect(b).toBeCloseTo(0);
  });

  it('refuses points without extent', () => {
    const pairs = square.map((target) => ({ target, picture: { x: 5, y: 5 } }));
    expect(() => leastSquaresSimilarity(pairs)).toThrow(FacedeskError);
  });
});

describe('alignFace', () => {
  it("lays a face with dlib's mean proportions on dlib's chip: a padding of a quarter on each side", () => {
    const pointsPx = new Float32Array(landmarkCount * 2);
    const place = (index: number, x: number, y: number) =>
      pointsPx.set([100 + 200 * x, 50 + 200 * y], index * 2);
    place(263, 0.8596, 0.2135);
    place(362, 0.6461, 0.229);
    place(33, 0.1206, 0.2137);
    place(133, 0.3341, 0.2291);
    place(2, 0.4901, 0.6278);
    const landmarks: Landmarks = { pointsPx, depthPx: new Float32Array(landmarkCount), faceFlag: 1 };
    const view = alignFace(landmarks, 0.25);
    // The chip's corner is a quarter of the face's size outside of the mean face's unit square.
    const corner = mapPoint(view, 0, 0);
    expect(corner.x).toBeCloseTo(100 - 50, 1);
    expect(corner.y).toBeCloseTo(50 - 50, 1);
    expect(mapPoint(view, 150, 150).x).toBeCloseTo(100 + 250, 1);
  });
});
