/** A camera for a browser under test: a film that Chromium plays instead of a webcam, made from the tests' own photos. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { face, type FaceName } from '../faces.js';

const widthPx = 1280;
const heightPx = 720;
const frames = 4;

export interface FakeCamera {
  /** The file for --use-file-for-fake-video-capture. */
  readonly film: string;
  /** Puts somebody in front of the camera, for pages that are opened from now on. */
  show(name: FaceName): Promise<void>;
}

/** @param folder where the film is kept */
export function createFakeCamera(folder: string): FakeCamera {
  // MJPEG: one JPEG file after the other.
  const film = join(folder, 'camera.mjpeg');
  return {
    film,
    show: async (name) => {
      const frame = await scene(name);
      // A page that is still open goes on playing the old file.
      await writeFile(`${film}.new`, Buffer.concat(Array.from({ length: frames }, () => frame)));
      await rename(`${film}.new`, film);
    },
  };
}

/** The photo in the middle of a room that is lit evenly, with a dark wall on the left. */
async function scene(name: FaceName): Promise<Buffer> {
  const person = await sharp(await face(name))
    .resize({ width: widthPx - 200, height: heightPx - 60, fit: 'inside' })
    .toBuffer();
  const wall = { width: 60, height: heightPx, channels: 3, background: '#222' } as const;
  return sharp({ create: { ...wall, width: widthPx, background: '#8d8a86' } })
    .composite([{ input: person }, { input: { create: wall }, left: 0, top: 0 }])
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer();
}
