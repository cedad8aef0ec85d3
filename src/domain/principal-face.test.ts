import { expect, test } from 'vitest';
import { principalFace } from './principal-face.js';

const picture = { widthPx: 250, heightPx: 250 };
const centred = { boxPx: { x: 85, y: 85, width: 80, height: 80 } };
const largerAtTheEdge = { boxPx: { x: 0, y: 0, width: 90, height: 90 } };
const muchLargerBesideTheCentre = { boxPx: { x: 40, y: 40, width: 140, height: 140 } };

test('a centred face is the principal one before a slightly larger one at the edge', () => {
  expect(principalFace({ ...picture, faces: [largerAtTheEdge, centred] })).toBe(centred);
});

test('a much larger face wins although it is off the centre', () => {
  expect(principalFace({ ...picture, faces: [centred, muchLargerBesideTheCentre] })).toBe(
    muchLargerBesideTheCentre,
  );
});

test('a picture without faces has none', () => {
  expect(principalFace({ ...picture, faces: [] })).toBeUndefined();
});
