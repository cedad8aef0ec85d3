/**
 * Photos of people for tests, cut at run time out of the demo pictures that two npm packages bring, so that no face is kept
 * in this repository. Boxes are in pixels of those pictures.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

interface Crop {
  /** Which of the demo pictures sample1.jpg to sample6.jpg. */
  readonly sample: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const crops = {
  /** Two photos of one person, taken on different days. */
  anna: { sample: 3, left: 930, top: 120, width: 500, height: 500 },
  annaAgain: { sample: 1, left: 1330, top: 110, width: 500, height: 450 },
  bella: { sample: 3, left: 480, top: 220, width: 440, height: 480 },
  carla: { sample: 5, left: 250, top: 800, width: 450, height: 480 },
  dora: { sample: 6, left: 120, top: 380, width: 460, height: 480 },
  emma: { sample: 6, left: 570, top: 220, width: 400, height: 480 },
  /** Never enrolled by any test. */
  stranger: { sample: 4, left: 1180, top: 90, width: 400, height: 420 },
  /** Heads turned to the side, and (below) bent down. */
  turned: { sample: 5, left: 470, top: 330, width: 400, height: 430 },
  /** Laughing, with the eyes nearly shut. */
  laughing: { sample: 1, left: 740, top: 360, width: 390, height: 400 },
  bent: { sample: 6, left: 1080, top: 250, width: 390, height: 430 },
  twoPeople: { sample: 3, left: 450, top: 120, width: 960, height: 620 },
  nobody: { sample: 6, left: 1640, top: 820, width: 280, height: 500 },
} as const satisfies Record<string, Crop>;

export type FaceName = keyof typeof crops;

const demoFolder = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);

/** The photo as a JPEG file. */
export async function face(name: FaceName): Promise<Buffer> {
  return crop(name).jpeg({ quality: 92 }).toBuffer();
}

/** Another photo of the same person as by another camera: turned a little, smaller, brighter and compressed harder. */
export async function retaken(name: FaceName): Promise<Buffer> {
  const { width } = crops[name];
  return sharp(await face(name))
    .rotate(5, { background: '#777' })
    .resize(Math.round(width * 0.75))
    .modulate({ brightness: 1.12 })
    .jpeg({ quality: 75 })
    .toBuffer();
}

/** One of many photos of the same person, no two of which are the same file. */
export async function shotNo(number: number, name: FaceName): Promise<Buffer> {
  return sharp(await face(name))
    .resize(320 + (number % 60))
    .modulate({ brightness: 0.9 + (number % 41) / 200 })
    .jpeg({ quality: 75 + (number % 19) })
    .withExifMerge({ IFD0: { ImageDescription: `photo ${number}` } })
    .toBuffer();
}

/** The photo as a PNG file. */
export async function facePng(name: FaceName): Promise<Buffer> {
  return crop(name).png().toBuffer();
}

/** The photo out of focus; sigma in pixels. */
export async function blurred(name: FaceName, sigma: number): Promise<Buffer> {
  return sharp(await face(name))
    .blur(sigma)
    .jpeg()
    .toBuffer();
}

function crop(name: FaceName): Sharp {
  const { sample, ...region } = crops[name];
  return sharp(join(demoFolder, `sample${sample}.jpg`)).extract(region);
}
