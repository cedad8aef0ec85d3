/**
 * Reads what YuNet (2023) puts out: three grids of cells, each with its belief in a face, in an object, a box and five points.
 * The arithmetic is that of FaceDetectorYN in OpenCV 4.8 (modules/objdetect/src/face_detect.cpp).
 */
import type { Sighting, SightingReader } from './sighting.js';

/** Pixels of a cell's side, one for each grid. */
const strides = [8, 16, 32] as const;
const valuesPerBox = 4;
const valuesPerPoints = 10;

export const readYunet: SightingReader = (outputs, { sidePx, minScore }) =>
  strides.flatMap((stride) => readGrid(outputs, stride, { sidePx, minScore }));

function readGrid(
  outputs: Readonly<Record<string, Float32Array>>,
  stride: number,
  { sidePx, minScore }: { sidePx: number; minScore: number },
): Sighting[] {
  const part = (name: string): Float32Array => {
    const values = outputs[`${name}_${stride}`];
    if (values === undefined) throw new RangeError(`the net has no output ${name}_${stride}`);
    return values;
  };
  const [face, object, boxes, points] = [part('cls'), part('obj'), part('bbox'), part('kps')];
  const cellsPerSide = Math.floor(sidePx / stride);
  if (face.length !== cellsPerSide ** 2)
    throw new RangeError(`the net has ${face.length} cells of ${stride} pixels, not ${cellsPerSide ** 2}`);
  const found: Sighting[] = [];
  for (let cell = 0; cell < face.length; cell++) {
    const score = Math.sqrt(share(face[cell]!) * share(object[cell]!));
    if (score < minScore) continue;
    const [column, row] = [cell % cellsPerSide, Math.floor(cell / cellsPerSide)];
    const at = (u: number, v: number) => ({ x: (column + u) * stride, y: (row + v) * stride });
    const [dx, dy, logWidth, logHeight] = boxes.subarray(cell * valuesPerBox);
    // The first point is the person's right eye, which is on the left of the picture.
    const [leftX, leftY, rightX, rightY] = points.subarray(cell * valuesPerPoints);
    found.push({
      centre: at(dx!, dy!),
      width: Math.exp(logWidth!) * stride,
      height: Math.exp(logHeight!) * stride,
      score,
      leftEye: at(leftX!, leftY!),
      rightEye: at(rightX!, rightY!),
    });
  }
  return found;
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
