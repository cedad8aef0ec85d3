/**
 * What the vision engine measures in one picture. Measured values only, in the unit of each: judging them is the work of
 * quality/ and decision.ts.
 */
import type { AttackEvidence } from './attack/evidence.js';
import type { Features } from './features.js';
import type { PictureHash } from './picture-hash.js';

/** Axis-aligned box in pixels of the examined picture; x and y of its upper left corner, y growing downwards. */
export interface BoxPx {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Head rotation in degrees, 0 when facing the camera; ISO/IEC 39794-5: yaw left/right, pitch up/down, roll in the image plane. */
export interface PoseDegrees {
  /** Positive when the nose points to the right edge of the picture. */
  readonly yaw: number;
  /** Positive when the nose points up. */
  readonly pitch: number;
  /** Positive when the head is turned clockwise in the picture. */
  readonly roll: number;
}

export interface ExposureMeasures {
  /** Mean luma (Rec. 601) of the aligned face, 0 black to 255 white. */
  readonly meanLuma: number;
  /** Share of the aligned face's pixels with luma under 25, 0 to 1. */
  readonly underShare: number;
  /** Share of the aligned face's pixels with luma over 247, 0 to 1. */
  readonly overShare: number;
  /** Standard deviation of the luma of the aligned face, 0 to 127.5. */
  readonly contrast: number;
  /** Entropy of the luma of the aligned face in bits: 0 where all of it is one grey, 8 where every grey is as frequent. */
  readonly entropyBits: number;
  /** Mean luma of the darker cheek over that of the brighter one, 0 to 1: 1 is lit evenly. */
  readonly uniformity: number;
}

/** Mean colour of both cheeks in CIELAB (D65): a* from green to red, b* from blue to yellow; 0 is grey. */
export interface ColourMeasures {
  readonly a: number;
  readonly b: number;
}

/** How far eyes and mouth are open, as shares of the distance from the middle of the eyes to the chin. */
export interface OpeningMeasures {
  /** Of the eye that is less open. */
  readonly eyes: number;
  /** Between the lips. */
  readonly mouth: number;
}

/** How surely something hides a part of the face, 0 to 1: 0 nothing does, 1 it cannot be seen. */
export interface CoverMeasures {
  /** A mask, a scarf, a hand, a microphone. */
  readonly mouth: number;
  /** Dark glasses, a hand, hair. */
  readonly eyes: number;
}

/** One face, without the features that make it comparable. */
export interface FaceAppearance {
  readonly boxPx: BoxPx;
  /** Detector's confidence, 0 to 1. */
  readonly detectionScore: number;
  /** Landmark net's own belief that its crop held a face, 0 to 1. */
  readonly faceFlag: number;
  /** 468 mesh points, x then y, in pixels of the examined picture: 936 values. */
  readonly landmarksPx: Float32Array;
  readonly pose: PoseDegrees;
  /** Distance between the centres of the eyes in pixels of the examined picture. */
  readonly interEyeDistancePx: number;
  /**
   * Variance of the second derivative of the aligned face's luma (150x150) in the direction in which it is least, over the
   * luma's standard deviation; higher is sharper, 0 where nothing is to be seen.
   */
  readonly sharpness: number;
  readonly exposure: ExposureMeasures;
  readonly colour: ColourMeasures;
  readonly opening: OpeningMeasures;
  readonly cover: CoverMeasures;
  /**
   * How much stronger the steps at the borders of JPEG's blocks of 8 x 8 pixels are than elsewhere in the face: 1 is no
   * stronger.
   */
  readonly blockiness: number;
  /** For and against a presentation attack: of the largest face, where it was asked for. */
  readonly attack?: AttackEvidence;
}

/** One face, with its features. */
export interface FaceMeasures extends FaceAppearance {
  readonly features: Features;
}

export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** A JPEG that can be kept with a subject: stripped of metadata, upright, sRGB. */
export interface KeptPhoto {
  readonly kind: 'crop' | 'full';
  readonly jpeg: Uint8Array;
}

export interface PictureMeasures<Face extends FaceAppearance> {
  readonly format: ImageFormat;
  /** Size of the upright picture as it was examined: turned by its EXIF orientation, and reduced where it had over 16 MP. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Every face found, the largest first. */
  readonly faces: readonly Face[];
  /** Recognises a copy of the same picture; says nothing of who is in it. */
  readonly pictureHash: PictureHash;
  /** Shows the largest face; present where one was asked for and a face was found. */
  readonly keptPhoto?: KeptPhoto;
  /** Where the time went, in milliseconds. */
  readonly timingsMs: StageTimings;
  /** The same one by one, in order; where a trace asked for it. */
  readonly laps?: readonly StageLap[];
}

/** A picture that was looked at whole. */
export type ImageMeasures = PictureMeasures<FaceMeasures>;

/** A picture that was only measured: nobody can be recognised by it. */
export type ImageAppearance = PictureMeasures<FaceAppearance>;

export interface StageTimings {
  readonly decode: number;
  readonly detect: number;
  readonly landmarks: number;
  /** Pose, light, sharpness and all else that quality is judged by. */
  readonly measure: number;
  readonly align: number;
  readonly embed: number;
  /** Looking for a presentation attack; 0 where nobody asked. */
  readonly attack: number;
  readonly keep: number;
  readonly total: number;
}

/** A stage of a picture, in milliseconds since its examination began. */
export interface StageLap {
  readonly stage: Exclude<keyof StageTimings, 'total'>;
  readonly startMs: number;
  readonly endMs: number;
}
