/** What the vision engine measures in one picture. Measured values only: judging them is quality.ts' and decision.ts' work. */
import type { Features } from './features.js';

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
}

export interface FaceMeasures {
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
  /** Variance of the Laplacian of the aligned face's luma (150x150); higher is sharper, an unfocused face is under 30. */
  readonly sharpness: number;
  readonly exposure: ExposureMeasures;
  readonly features: Features;
}

export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** A JPEG that can be kept with a subject: stripped of metadata, upright, sRGB. */
export interface KeptPhoto {
  readonly kind: 'crop' | 'full';
  readonly jpeg: Uint8Array;
}

export interface ImageMeasures {
  readonly format: ImageFormat;
  /** Size of the upright picture as it was examined: turned by its EXIF orientation, and reduced where it had over 16 MP. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Every face found, the largest first. */
  readonly faces: readonly FaceMeasures[];
  /** Shows the largest face; present where one was asked for and a face was found. */
  readonly keptPhoto?: KeptPhoto;
  /** Where the time went, in milliseconds. */
  readonly timingsMs: StageTimings;
}

export interface StageTimings {
  readonly decode: number;
  readonly detect: number;
  readonly landmarks: number;
  readonly align: number;
  readonly embed: number;
  readonly keep: number;
  readonly total: number;
}
