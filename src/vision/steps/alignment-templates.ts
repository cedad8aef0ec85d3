/** Where the landmarks of a face lie on the chips that nets were trained on; align-face.ts lays a face onto them. */
import type { AlignmentName } from '../models/embedding-model.js';
import { landmarkCount, meshPoint } from './find-landmarks.js';
import { meanMesh } from './mean-mesh.js';

/** Mesh points, whose middle has to lie at x, y of the unit square. */
export type TemplatePoint = readonly [mesh: readonly number[], x: number, y: number];

const { leftEyeOuter, leftEyeInner, rightEyeInner, rightEyeOuter, noseBase } = meshPoint;

/**
 * dlib-150: the mean face for five landmarks, image_transforms/interpolation.h, get_face_chip_details; its unit square is the
 * mean face's own, so a chip has a padding around it.
 * dlib-150-mesh: the same chip, laid by all points of the mesh instead of five, so that the error of one moves little.
 * arcface-112: InsightFace's arcface_src (face_align.py), which OpenCV's FaceRecognizerSF uses as well: centres of the eyes,
 * tip of the nose and corners of the mouth, in pixels of a chip of 112; the chip is the unit square.
 */
export const alignmentTemplates: Readonly<Record<AlignmentName, readonly TemplatePoint[]>> = {
  'dlib-150': [
    [[rightEyeOuter], 0.8595674595992, 0.2134981538014],
    [[rightEyeInner], 0.6460604764104, 0.2289674387677],
    [[leftEyeOuter], 0.1205750620789, 0.2137274526848],
    [[leftEyeInner], 0.3340850613712, 0.2290642403242],
    [[noseBase], 0.4901123135679, 0.6277975316475],
  ],
  'dlib-150-mesh': meshTemplate(),
  'arcface-112': [
    [[leftEyeOuter, leftEyeInner], 38.2946 / 112, 51.6963 / 112],
    [[rightEyeOuter, rightEyeInner], 73.5318 / 112, 51.5014 / 112],
    [[meshPoint.noseTip], 56.0252 / 112, 71.7366 / 112],
    [[meshPoint.leftMouthCorner], 41.5493 / 112, 92.3655 / 112],
    [[meshPoint.rightMouthCorner], 70.7299 / 112, 92.2041 / 112],
  ],
};

function meshTemplate(): TemplatePoint[] {
  return Array.from({ length: landmarkCount }, (_, index) => [
    [index],
    meanMesh[2 * index]!,
    meanMesh[2 * index + 1]!,
  ]);
}
