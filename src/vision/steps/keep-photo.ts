/**
 * The picture that may be kept with a subject, as a fresh JPEG: upright, sRGB, and without any of the upload's metadata (place,
 * camera, thumbnail). A crop shows the aligned face with a margin, enough to detect and embed it again with a later model.
 */
import sharp from 'sharp';
import type { KeptPhoto } from '../../domain/face.js';
import type { PhotoKeeping } from '../index.js';
import { alignFace } from './align-face.js';
import type { Landmarks } from './find-landmarks.js';
import { type Pixels, scaleOf } from './pixels.js';
import { warp } from './warp.js';

const cropPx = { least: 150, most: 400 };
/** Half a face's size on every side: the whole head, and room for the detector. */
const cropShape = { alignment: 'dlib-150', padding: 0.5, turnDegrees: 0 } as const;
const jpegQuality = 92;

export async function keepPhoto(
  picture: Pixels,
  landmarks: Landmarks,
  keep: Exclude<PhotoKeeping, 'none'>,
): Promise<KeptPhoto> {
  return keep === 'full'
    ? { kind: 'full', jpeg: await encodeJpeg(picture) }
    : { kind: 'crop', jpeg: await encodeJpeg(cropFace(picture, landmarks)) };
}

/** As large as the picture's own resolution makes sense, within bounds. */
function cropFace(picture: Pixels, landmarks: Landmarks): Pixels {
  const naturalPx = cropPx.most * scaleOf(alignFace(landmarks, { ...cropShape, sidePx: cropPx.most }));
  const sizePx = Math.round(Math.min(cropPx.most, Math.max(cropPx.least, naturalPx)));
  const rgb = warp(picture, alignFace(landmarks, { ...cropShape, sidePx: sizePx }), {
    widthPx: sizePx,
    heightPx: sizePx,
  });
  return { widthPx: sizePx, heightPx: sizePx, rgbHwc: new Uint8ClampedArray(rgb) as unknown as Uint8Array };
}

async function encodeJpeg({ widthPx, heightPx, rgbHwc }: Pixels): Promise<Uint8Array> {
  const raw = sharp(rgbHwc, { raw: { width: widthPx, height: heightPx, channels: 3 } });
  return raw.jpeg({ quality: jpegQuality }).toBuffer();
}
