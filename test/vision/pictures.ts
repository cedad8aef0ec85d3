/** Ways in which tests put a face into another picture: turned, placed, framed. */
import sharp, { type Sharp } from 'sharp';

export interface Placement {
  /** Size of the picture that the photo is placed on. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Upper left corner of the photo. */
  readonly left: number;
  readonly top: number;
}

/** The photo on a busy background of grass-like noise and bars, as a JPEG file. */
export async function placedOnBusy(photo: Uint8Array, place: Placement): Promise<Buffer> {
  const { widthPx, heightPx, left, top } = place;
  return sharp(await busyBackground(widthPx, heightPx))
    .composite([{ input: Buffer.from(photo), left, top }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

async function busyBackground(width: number, height: number): Promise<Buffer> {
  const noise = sharp({
    create: {
      width: Math.ceil(width / 8),
      height: Math.ceil(height / 8),
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 120, sigma: 45 },
    },
  });
  const bars = Array.from({ length: 24 }, (_, at) => {
    const [x, y] = [(at * width) / 24, ((at * 7) % 24) * (height / 24)];
    const colour = `hsl(${at * 47}, 50%, ${25 + (at % 5) * 12}%)`;
    return `<rect x="${x}" y="${y}" width="${width / 30}" height="${height / 5}" fill="${colour}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${bars.join('')}</svg>`;
  const enlarged = await noise.png().toBuffer();
  return sharp(enlarged)
    .resize(width, height, { fit: 'fill' })
    .composite([{ input: Buffer.from(svg) }])
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The photo turned clockwise, with grey corners, as a JPEG file. */
export async function turnedBy(photo: Uint8Array, degrees: number): Promise<Buffer> {
  return sharp(photo).rotate(degrees, { background: '#777' }).jpeg({ quality: 92 }).toBuffer();
}

export async function mirrored(photo: Uint8Array): Promise<Buffer> {
  return sharp(photo).flop().jpeg({ quality: 95 }).toBuffer();
}

/** The same upright picture as a file whose pixels are stored turned, so that its EXIF orientation makes it upright again. */
export async function storedTurned(photo: Uint8Array, orientation: number): Promise<Buffer> {
  const image = sharp(photo);
  const stored: Record<number, () => Sharp> = {
    2: () => image.flop(),
    3: () => image.rotate(180),
    4: () => image.flip(),
    5: () => image.flop().rotate(270),
    6: () => image.rotate(270),
    7: () => image.flop().rotate(90),
    8: () => image.rotate(90),
  };
  return (stored[orientation]?.() ?? image).withMetadata({ orientation }).png().toBuffer();
}
