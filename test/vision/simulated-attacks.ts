/**
 * Presentation attacks made by calculation from photos of live faces, for want of real ones: what paper and screens do to a
 * photo (raster, flat contrast, sheet, bezel, glare) and what the desk's camera does to both. They are no real attacks.
 */
import sharp from 'sharp';
import { seededRandom } from '../seeded-random.js';

export const simulatedSpecies = [
  'print-held',
  'print-close',
  'screen-held',
  'screen-close',
  'cut-out-mask',
] as const;
export type SimulatedSpecies = (typeof simulatedSpecies)[number];

export interface Rgb {
  readonly width: number;
  readonly height: number;
  /** 0 to 255, row by row. */
  readonly values: Float32Array;
}

export async function readRgb(photo: Uint8Array | string, width: number, height: number): Promise<Rgb> {
  const { data, info } = await sharp(photo)
    .rotate()
    .removeAlpha()
    .toColourspace('srgb')
    .resize(width, height, { fit: 'cover' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, values: Float32Array.from(data) };
}

const camera = { width: 640, height: 480 };

/**
 * The picture that a desk's camera of 640 x 480 pixels takes of the attack, as a JPEG file.
 * @param photo of the attacked person
 * @param surroundings a photo of what is behind the attacker
 * @param seed decides angle, size, raster and light
 */
export async function simulateAttack(
  species: SimulatedSpecies,
  { photo, surroundings, seed }: { photo: Uint8Array; surroundings: Uint8Array; seed: number },
): Promise<Buffer> {
  const random = randomOf(seed);
  const close = species.endsWith('close') || species === 'cut-out-mask';
  const room = await readRgb(surroundings, camera.width, camera.height);
  const artefact = species.startsWith('screen')
    ? await onScreen(photo, random)
    : await onPaper(photo, random, species === 'cut-out-mask');
  const tall = close ? 1.25 + random() * 0.5 : 0.8 + random() * 0.12;
  const scene = presented(room, artefact, {
    heightShare: tall,
    turnRad: ((random() - 0.5) * 12 * Math.PI) / 180,
    shiftX: (random() - 0.5) * 0.1,
    shiftY: close ? 0.05 * random() : (random() - 0.5) * 0.04,
  });
  if (species.startsWith('screen')) addGlare(scene, random);
  return taken(scene, random, 0.4 + random() * 0.5);
}

/** What a desk's camera makes of a live face: the photo, its noise and its JPEG, without an attack in between. */
export async function simulateLive(photo: Uint8Array, seed: number): Promise<Buffer> {
  const random = randomOf(seed);
  return taken(await readRgb(photo, camera.width, camera.height), random, 0.4 + random() * 0.5);
}

/** From 0 up to, but not including, 1. */
type Random = () => number;

function randomOf(seed: number): Random {
  const { below } = seededRandom(seed);
  return () => below(2 ** 30) / 2 ** 30;
}

interface Artefact extends Rgb {
  /** 0 where the artefact is cut away. */
  readonly there: Float32Array;
}

/** A sheet with a white border: halftone dots at an angle, paper's grain, no deep black and no pure white. */
async function onPaper(photo: Uint8Array, random: Random, cutOut: boolean): Promise<Artefact> {
  const [width, height] = [1200, 1500];
  const border = cutOut ? 0 : 70;
  const image = await readRgb(photo, width - 2 * border, height - 2 * border);
  const values = new Float32Array(width * height * 3);
  const there = new Float32Array(width * height).fill(1);
  const pitch = 4 + random() * 3;
  const angle = ((15 + random() * 60) * Math.PI) / 180;
  const [cos, sin] = [(2 * Math.PI * Math.cos(angle)) / pitch, (2 * Math.PI * Math.sin(angle)) / pitch];
  const dots = 0.12 + random() * 0.2;
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const inside = x >= border && y >= border && x < width - border && y < height - border;
      const grain = 1 + (random() - 0.5) * 0.06;
      const screen = (Math.cos(cos * x + sin * y) + Math.cos(cos * y - sin * x)) / 2;
      for (let channel = 0; channel < 3; channel++) {
        const value = inside
          ? image.values[((y - border) * image.width + x - border) * 3 + channel]! / 255
          : 1;
        // Dots show most in the middle tones.
        const halftone = value + dots * screen * 4 * value * (1 - value) * 0.5;
        values[at * 3 + channel] = (38 + 180 * Math.min(1, Math.max(0, halftone))) * grain;
      }
      if (cutOut && isCutAway(x / width, y / height)) there[at] = 0;
    }
  return { width, height, values, there };
}

/** Outside of the head's oval, and the eyes' and mouth's holes, for a face that fills the middle of the photo. */
function isCutAway(x: number, y: number): boolean {
  const oval = (cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
  return (
    oval(0.5, 0.5, 0.32, 0.42) > 1 || oval(0.4, 0.45, 0.05, 0.025) < 1 || oval(0.6, 0.45, 0.05, 0.025) < 1
  );
}

/** A screen of red, green and blue stripes with dark gaps in a dark bezel, bluish and without deep black. */
async function onScreen(photo: Uint8Array, random: Random): Promise<Artefact> {
  const [columns, rows] = [360, 450];
  const cell = 4;
  const bezel = 60;
  const image = await readRgb(photo, columns, rows);
  const [width, height] = [columns * cell + 2 * bezel, rows * cell + 2 * bezel];
  const values = new Float32Array(width * height * 3);
  const there = new Float32Array(width * height).fill(1);
  const gap = 0.55 + random() * 0.3;
  const brightness = 1 + random() * 0.3;
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const [px, py] = [x - bezel, y - bezel];
      const lit = px >= 0 && py >= 0 && px < columns * cell && py < rows * cell;
      for (let channel = 0; channel < 3; channel++) {
        if (!lit) {
          values[at * 3 + channel] = 14 + random() * 6;
          continue;
        }
        const source = image.values[(Math.floor(py / cell) * columns + Math.floor(px / cell)) * 3 + channel]!;
        const stripe = px % cell === channel ? 1.6 : px % cell === 3 ? gap : 1 - (1 - gap) * 0.5;
        const row = py % cell === 3 ? gap : 1.05;
        const tint = channel === 2 ? 1.08 : 1;
        values[at * 3 + channel] = Math.min(
          255,
          (12 + source * 0.88 * stripe * row * brightness * tint) * 0.9,
        );
      }
    }
  return { width, height, values, there };
}

interface Pose {
  /** Height of the artefact as a share of the picture's. */
  readonly heightShare: number;
  readonly turnRad: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Samples the artefact where it hides the room, four points a pixel: a camera's pixels average less than their whole area. */
function presented(room: Rgb, artefact: Artefact, pose: Pose): Rgb {
  const values = Float32Array.from(room.values);
  const scale = artefact.height / (room.height * pose.heightShare);
  const [cos, sin] = [Math.cos(pose.turnRad) * scale, Math.sin(pose.turnRad) * scale];
  const [midX, midY] = [room.width * (0.5 + pose.shiftX), room.height * (0.5 + pose.shiftY)];
  for (let y = 0, at = 0; y < room.height; y++)
    for (let x = 0; x < room.width; x++, at += 3) {
      let [red, green, blue, weight] = [0, 0, 0, 0];
      for (const [dx, dy] of [
        [-0.2, -0.2],
        [0.2, -0.2],
        [-0.2, 0.2],
        [0.2, 0.2],
      ] as const) {
        const u = Math.floor(cos * (x + dx - midX) - sin * (y + dy - midY) + artefact.width / 2);
        const v = Math.floor(sin * (x + dx - midX) + cos * (y + dy - midY) + artefact.height / 2);
        if (u < 0 || v < 0 || u >= artefact.width || v >= artefact.height) continue;
        const from = v * artefact.width + u;
        if (artefact.there[from] === 0) continue;
        weight += 0.25;
        red += artefact.values[from * 3]! * 0.25;
        green += artefact.values[from * 3 + 1]! * 0.25;
        blue += artefact.values[from * 3 + 2]! * 0.25;
      }
      values[at] = values[at]! * (1 - weight) + red;
      values[at + 1] = values[at + 1]! * (1 - weight) + green;
      values[at + 2] = values[at + 2]! * (1 - weight) + blue;
    }
  return { width: room.width, height: room.height, values };
}

/** A lamp's reflection on the pane. */
function addGlare({ width, height, values }: Rgb, random: Random): void {
  const [cx, cy] = [width * (0.4 + random() * 0.2), height * (0.3 + random() * 0.3)];
  const radius = 15 + random() * 35;
  const strength = 150 + random() * 200;
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++, at++)
        values[at]! += strength * Math.exp(-(((x - cx) / radius) ** 2) - ((y - cy) / (2 * radius)) ** 2);
}

/** Lens, sensor and file: a slight blur, noise, JPEG. */
async function taken({ width, height, values }: Rgb, random: Random, sigma: number): Promise<Buffer> {
  const bytes = Buffer.alloc(values.length);
  for (let i = 0; i < values.length; i++)
    bytes[i] = Math.max(0, Math.min(255, values[i]! + (random() + random() + random() - 1.5) * 5));
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .blur(sigma)
    .jpeg({ quality: 85 })
    .toBuffer();
}
