import { describe, expect, test } from 'vitest';
import { toFeatures } from '../features.js';
import { type FrameFace, frameSignsOf } from './frames.js';
import { largestPlaneMotion } from './plane-motion.js';

const degree = Math.PI / 180;
const samePersonScore = -0.37;
const look = (x: number) => toFeatures(Float32Array.from({ length: 4 }, (_, i) => (i === 0 ? x : 0.5)));

/** A face of 15 x 15 points in units of its half width, whose nose stands out or not, turned and seen by a camera. */
function pointsOf({
  noseHeight,
  yaw,
  pitch = 0,
}: {
  noseHeight: number;
  yaw: number;
  pitch?: number;
}): Float32Array {
  const points: number[] = [];
  for (let row = -7; row <= 7; row++)
    for (let column = -7; column <= 7; column++) {
      const [x, y] = [column / 7, row / 7];
      const z = noseHeight * Math.exp(-6 * (x * x + y * y)) + noseHeight * 0.8 * (1 - x * x);
      const [xYaw, zYaw] = [x * Math.cos(yaw) + z * Math.sin(yaw), z * Math.cos(yaw) - x * Math.sin(yaw)];
      const [yPitch, zPitch] = [
        y * Math.cos(pitch) - zYaw * Math.sin(pitch),
        zYaw * Math.cos(pitch) + y * Math.sin(pitch),
      ];
      const distance = 8 - zPitch;
      points.push(320 + (800 * xYaw) / distance, 240 + (800 * yPitch) / distance);
    }
  return Float32Array.from(points);
}

const head = (yaw: number, x = 0): FrameFace => ({
  landmarksPx: pointsOf({ noseHeight: 0.6, yaw: yaw * degree }),
  features: look(x),
});
const sheet = (yaw: number, pitch = 0): FrameFace => ({
  landmarksPx: pointsOf({ noseHeight: 0, yaw: yaw * degree, pitch: pitch * degree }),
  features: look(0),
});

const pointsIn = ({ landmarksPx }: FrameFace) => landmarksPx;

describe('several frames', () => {
  test('a head that turns a little, or much, gives no sign', () => {
    expect(frameSignsOf([head(0), head(3), head(20)], samePersonScore)).toEqual([]);
  });

  test('one frame alone gives no sign', () => {
    expect(frameSignsOf([head(0)], samePersonScore)).toEqual([]);
  });

  test('the same picture twice is told', () => {
    expect(frameSignsOf([head(0), head(10), head(10)], samePersonScore)).toEqual(['frames_identical']);
  });

  test('a face that only shifts in the picture is not the same picture', () => {
    const shifted = { ...head(0), landmarksPx: head(0).landmarksPx.map((value) => value + 1) };
    expect(frameSignsOf([head(0), shifted], samePersonScore)).toEqual([]);
  });

  test('a sheet that is turned is told', () => {
    expect(frameSignsOf([sheet(0), sheet(35)], samePersonScore)).toEqual(['frames_move_as_a_plane']);
    expect(frameSignsOf([sheet(-10, 5), sheet(20, -25)], samePersonScore)).toEqual([
      'frames_move_as_a_plane',
    ]);
  });

  test('too little motion is no sign of anything', () => {
    expect(frameSignsOf([sheet(0), sheet(3)], samePersonScore)).toEqual([]);
  });

  test('another person in any frame is told', () => {
    expect(frameSignsOf([head(0), head(5), head(9, 0.3)], samePersonScore)).toEqual([]);
    expect(frameSignsOf([head(0), head(5, 0.4), head(9)], samePersonScore)).toEqual([
      'frames_show_different_people',
    ]);
  });
});

describe('largestPlaneMotion', () => {
  test('shift, size and turn in the picture are no change', () => {
    const points = pointsOf({ noseHeight: 0.6, yaw: 0.2 });
    const moved = points.map((_, i) => {
      const [x, y] = [points[i - (i % 2)]!, points[i - (i % 2) + 1]!];
      return i % 2 === 0 ? 1.5 * (0.8 * x - 0.6 * y) + 40 : 1.5 * (0.6 * x + 0.8 * y) - 7;
    });
    expect(largestPlaneMotion([points, moved])!.change).toBeLessThan(1e-5);
  });

  test('a homography explains all of a sheet and little of a head', () => {
    const flat = largestPlaneMotion([sheet(0), sheet(10), sheet(35)].map(pointsIn))!;
    expect(flat.change).toBeGreaterThan(0.06);
    expect(flat.unexplained).toBeLessThan(0.01 * flat.change);
    const round = largestPlaneMotion([head(0), head(25)].map(pointsIn))!;
    expect(round.unexplained).toBeGreaterThan(0.45 * round.change);
  });
});
