import { describe, expect, it } from 'vitest';
import { FacedeskError } from '../../domain/errors.js';
import { alignFace, type ChipShape, leastSquaresSimilarity } from './align-face.js';
import { alignmentTemplates } from './alignment-templates.js';
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

/** A face whose mesh points lie where the template wants them, on a square of 200 pixels at 100, 50. */
function faceOf(points: readonly (readonly [mesh: readonly number[], x: number, y: number])[]): Landmarks {
  const pointsPx = new Float32Array(landmarkCount * 2);
  for (const [mesh, x, y] of points)
    for (const index of mesh) pointsPx.set([100 + 200 * x, 50 + 200 * y], index * 2);
  return { pointsPx, depthPx: new Float32Array(landmarkCount), faceFlag: 1 };
}

describe('alignFace', () => {
  const dlib: ChipShape = { alignment: 'dlib-150', padding: 0.25, turnDegrees: 0, sidePx: 150 };
  const dlibFace = faceOf([
    [[263], 0.8596, 0.2135],
    [[362], 0.6461, 0.229],
    [[33], 0.1206, 0.2137],
    [[133], 0.3341, 0.2291],
    [[2], 0.4901, 0.6278],
  ]);

  it("lays a face with dlib's mean proportions on dlib's chip: a padding of a quarter on each side", () => {
    const view = alignFace(dlibFace, dlib);
    // The chip's corner is a quarter of the face's size outside of the mean face's unit square.
    const corner = mapPoint(view, 0, 0);
    expect(corner.x).toBeCloseTo(100 - 50, 1);
    expect(corner.y).toBeCloseTo(50 - 50, 1);
    expect(mapPoint(view, 150, 150).x).toBeCloseTo(100 + 250, 1);
  });

  it("lays a whole mesh on the chip of dlib's five points, where one stray point moves little", () => {
    const mesh = faceOf(alignmentTemplates['dlib-150-mesh']);
    const byMesh: ChipShape = { ...dlib, alignment: 'dlib-150-mesh' };
    const view = alignFace(mesh, byMesh);
    const corners = [view, alignFace(mesh, dlib)].map((of) => mapPoint(of, 0, 0));
    // The medians of the mesh lie within a hundredth of the face's size of dlib's own five points.
    expect(Math.hypot(corners[0]!.x - corners[1]!.x, corners[0]!.y - corners[1]!.y)).toBeLessThan(4);
    expect(mapPoint(view, 0, 0).x).toBeCloseTo(100 - 50, 1);

    mesh.pointsPx[2 * 33]! += 20;
    const moved = (shape: ChipShape, before: { x: number; y: number }) => {
      const after = mapPoint(alignFace(mesh, shape), 0, 0);
      return Math.hypot(after.x - before.x, after.y - before.y);
    };
    expect(moved(dlib, corners[1]!)).toBeGreaterThan(3);
    expect(moved(byMesh, corners[0]!)).toBeLessThan(0.3);
  });

  it("lays ArcFace's five points on a chip without a margin, whatever its size", () => {
    const arcFace = faceOf(alignmentTemplates['arcface-112']);
    for (const sidePx of [112, 224]) {
      const view = alignFace(arcFace, { alignment: 'arcface-112', padding: 0, turnDegrees: 0, sidePx });
      const pixel = sidePx / 112;
      const nose = mapPoint(view, 56.0252 * pixel, 71.7366 * pixel);
      expect(nose.x).toBeCloseTo(100 + (200 * 56.0252) / 112, 3);
      expect(nose.y).toBeCloseTo(50 + (200 * 71.7366) / 112, 3);
    }
  });

  it('turns the window clockwise about its middle', () => {
    const upright = alignFace(dlibFace, dlib);
    const turned = alignFace(dlibFace, { ...dlib, turnDegrees: 90 });
    const [middle, turnedMiddle] = [upright, turned].map((view) => mapPoint(view, 74.5, 74.5));
    expect(turnedMiddle!.x).toBeCloseTo(middle!.x, 6);
    expect(turnedMiddle!.y).toBeCloseTo(middle!.y, 6);
    // What was on the window's right edge is now above: its own right edge shows what was below.
    const [below, right] = [mapPoint(upright, 74.5, 149), mapPoint(turned, 149, 74.5)];
    expect(right.x).toBeCloseTo(below.x, 6);
    expect(right.y).toBeCloseTo(below.y, 6);
  });
});
