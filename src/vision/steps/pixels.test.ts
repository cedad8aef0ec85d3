import { describe, expect, it } from 'vitest';
import { mapPoint, scaleOf, turnedView } from './pixels.js';

describe('views', () => {
  it('lays the corners of a square on the corners of the target', () => {
    const view = turnedView({ x: 59.5, y: 69.5 }, 100, 0, 50);
    expect(mapPoint(view, -0.5, -0.5)).toEqual({ x: 9.5, y: 19.5 });
    expect(mapPoint(view, 49.5, 49.5)).toEqual({ x: 109.5, y: 119.5 });
  });

  it('keeps centre and scale when turned', () => {
    const view = turnedView({ x: 30, y: 40 }, 96, 0.7, 192);
    const centre = mapPoint(view, 95.5, 95.5);
    expect(centre.x).toBeCloseTo(30);
    expect(centre.y).toBeCloseTo(40);
    expect(scaleOf(view)).toBeCloseTo(0.5);
  });
});
