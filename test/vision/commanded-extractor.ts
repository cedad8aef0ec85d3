/** An extractor that does what the picture's bytes say, so that tests of the pool can make real children slow, hang and crash. */
import { FacedeskError, isErrorCode } from '../../src/domain/errors.js';
import { toFeatures } from '../../src/domain/features.js';
import { dlibPrior } from '../../src/domain/model-prior.js';
import type { ImageMeasures } from '../../src/domain/face.js';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Command {
  /** Comes back as the width of the picture. The height is the child's process id. */
  readonly value: number;
  readonly sleepMs?: number;
  readonly throwCode?: string;
  readonly allocateMb?: number;
  readonly writeLine?: string;
  /** Variable names; those that the child has come back in an error. */
  readonly namesOfEnvironment?: true;
  readonly then?: 'abort' | 'hang' | 'answerWithPhoto';
}

const allocated: Buffer[] = [];

/** modelsDir says what the start does: 'fine', 'broken', 'changing', or a file without which the process dies. */
export async function createExtractor({ modelsDir }: { modelsDir: string }) {
  if (modelsDir === 'broken') throw new FacedeskError('vision_unavailable', { detail: 'no models' });
  if (modelsDir === 'changing') return { modelId: `of ${process.pid}`, prior: dlibPrior, examine };
  if (modelsDir !== 'fine' && !existsSync(modelsDir)) process.abort();
  return { modelId: 'commanded', prior: dlibPrior, examine };
}

async function examine(image: Uint8Array, { keep }: { keep: string }): Promise<ImageMeasures> {
  const text = Buffer.from(image).toString('latin1');
  const command = JSON.parse(text.slice(text.indexOf('{'))) as Command;
  if (command.writeLine !== undefined) process.stderr.write(`${command.writeLine}\n`);
  if (command.allocateMb !== undefined) allocated.push(Buffer.alloc(command.allocateMb * 2 ** 20, 1));
  if (command.namesOfEnvironment) throw new Error(Object.keys(process.env).join(' '));
  if (command.throwCode !== undefined) throw errorOf(command.throwCode);
  await sleep(command.sleepMs ?? 0);
  if (command.then === 'abort') process.abort();
  while (command.then === 'hang');
  const measures = measuresOf(command.value);
  if (command.then !== 'answerWithPhoto') return measures;
  // A small Buffer is a view onto Node's shared pool of 8 kB.
  return { ...measures, keptPhoto: { kind: 'crop', jpeg: Buffer.from(`kept as ${keep}`) } };
}

function errorOf(code: string): Error {
  return isErrorCode(code) ? new FacedeskError(code, { detail: 'as told' }) : new Error(code);
}

function measuresOf(value: number): ImageMeasures {
  const stages = {
    decode: 0,
    detect: 0,
    landmarks: 0,
    measure: 0,
    align: 0,
    embed: 0,
    attack: 0,
    keep: 0,
    total: 0,
  };
  const face = {
    boxPx: { x: 0, y: 0, width: 1, height: 1 },
    detectionScore: 1,
    faceFlag: 1,
    landmarksPx: new Float32Array(936).fill(value),
    pose: { yaw: 0, pitch: 0, roll: 0 },
    interEyeDistancePx: 1,
    sharpness: 1,
    exposure: { meanLuma: 0, underShare: 0, overShare: 0, contrast: 0, entropyBits: 0, uniformity: 1 },
    colour: { a: 0, b: 0 },
    opening: { eyes: 0, mouth: 0 },
    cover: { mouth: 0, eyes: 0 },
    blockiness: 1,
    features: toFeatures(new Float32Array(128).fill(value)),
  };
  return {
    format: 'jpeg',
    widthPx: value,
    heightPx: process.pid,
    pictureHash: [],
    faces: [face],
    timingsMs: stages,
  };
}
