/**
 * Gathers the evidence of a presentation attack for one face: two nets, and what the picture itself shows. Runs only where
 * somebody asked for it; it measures and never judges.
 */
import type { AttackEvidence } from '../../domain/attack/evidence.js';
import type { LocatedFace } from '../locate-faces.js';
import { openModel } from '../models/model-cache.js';
import { createSession, type NetSession } from '../session/net-session.js';
import { measurePose } from '../steps/measure-pose.js';
import { type Pixels, turnedView } from '../steps/pixels.js';
import { warp } from '../steps/warp.js';
import { measureBlurExcess } from './measure-blur.js';
import { measureFrameSupport } from './measure-frame.js';
import { measureGlare } from './measure-glare.js';
import { measureRasterPeak } from './measure-raster.js';

export interface AttackNets {
  readonly antispoof: NetSession;
  readonly liveness: NetSession;
}

/** Squares of this many times the detector's box, upright as in the picture: what @vladmandic/human feeds both nets. */
const netCropFactor = 1.4;
const antispoofPx = 128;
const livenessPx = 32;
/**
 * A liveness belief from which on the other net, which is the dear one, is not asked: only where both doubt is there a sign,
 * and from here on there is none at any bar that can be set.
 */
const undoubted = 0.7;

/** @throws FacedeskError models_unavailable */
export async function openAttackNets(modelsDir: string): Promise<AttackNets> {
  const open = async (name: keyof AttackNets) => createSession(await openModel(modelsDir, name));
  return { antispoof: await open('antispoof'), liveness: await open('liveness') };
}

export async function measureAttack(
  nets: AttackNets,
  picture: Pixels,
  face: LocatedFace,
): Promise<AttackEvidence> {
  const crop = (sidePx: number) => netCrop(picture, face, sidePx);
  const { classes } = await nets.liveness.run(crop(livenessPx), [1, livenessPx, livenessPx, 3]);
  const livenessLive = classes![0]!;
  const antispoof = async () =>
    (await nets.antispoof.run(crop(antispoofPx), [1, antispoofPx, antispoofPx, 3])).real![0]!;
  const { boxPx, landmarks } = face;
  return {
    livenessLive,
    ...(livenessLive < undoubted && { antispoofReal: await antispoof() }),
    rasterPeakDb: measureRasterPeak(picture, boxPx),
    frameSupport: measureFrameSupport(picture, boxPx, measurePose(landmarks).roll),
    blurExcess: measureBlurExcess(picture, boxPx),
    glareShare: measureGlare(picture, boxPx),
    faceShare: boxPx.width / Math.min(picture.widthPx, picture.heightPx),
  };
}

function netCrop(picture: Pixels, { detection: { boxPx } }: LocatedFace, sidePx: number): Float32Array {
  const centre = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  const cropPx = netCropFactor * Math.max(boxPx.width, boxPx.height);
  return warp(picture, turnedView(centre, cropPx, 0, sidePx), { widthPx: sidePx, heightPx: sidePx });
}
