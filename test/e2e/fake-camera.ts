/** A camera for a browser under test: a film that Chromium plays instead of a webcam, made from the tests' own photos. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { face, type FaceName } from '../faces.js';

const widthPx = 1280;
const heightPx = 720;
const frames = 6;

/** Standard deviation of a sensor's noise, of 255: no two pictures of a camera are the same file. */
const sensorNoise = 2;

/** How the room is lit. */
export type Light = 'day' | 'night';

export interface FakeCamera {
  /** The file for --use-file-for-fake-video-capture. */
  readonly film: string;
  /** Puts somebody in front of the camera, for pages that are opened from now on. */
  show(name: FaceName, light?: Light): Promise<void>;
}

/** @param folder where the film is kept */
export function createFakeCamera(folder: string): FakeCamera {
  // MJPEG: one JPEG file after the other.
  const film = join(folder, 'camera.mjpeg');
  return {
    film,
    show: async (name, light = 'day') => {
      const room = await scene(name, light);
      const pictures = await Promise.all(Array.from({ length: frames }, () => picture(room)));
      // A page that is still open goes on playing the old file.
      await writeFile(`${film}.new`, Buffer.concat(pictures));
      await rename(`${film}.new`, film);
    },
  };
}

/** The photo in the middle of a room that is lit evenly, with a dark wall on the left; raw pixels. */
async function scene(name: FaceName, light: Light): Promise<Buffer> {
  const person = await sharp(await face(name))
    .resize({ width: widthPx - 200, height: heightPx - 60, fit: 'inside' })
    .toBuffer();
  const wall = { width: 60, height: heightPx, channels: 3, background: '#222' } as const;
  const room = await sharp({ create: { ...wall, width: widthPx, background: '#8d8a86' } })
    .composite([{ input: person }, { input: { create: wall }, left: 0, top: 0 }])
    .png({ compressionLevel: 0 })
    .toBuffer();
  return light === 'day' ? room : sharp(room).linear(0.04, 0).png({ compressionLevel: 0 }).toBuffer();
}

async function picture(room: Buffer): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: sensorNoise } as const;
  const grain = await sharp({
    create: { width: widthPx, height: heightPx, channels: 3, background: '#808080', noise },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(room)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer();
}
