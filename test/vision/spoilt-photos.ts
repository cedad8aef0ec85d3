/**
 * Ways in which tests spoil a good photo, one fault at a time. What is painted onto a face is placed by the engine's own
 * landmarks, as numbered by MediaPipe's mesh.
 */
import sharp from 'sharp';
import type { FaceAppearance } from '../../src/domain/face.js';

type Spoil = (photo: Buffer, face: FaceAppearance) => Promise<Buffer>;

const jpeg = (quality: number) => ({ quality, chromaSubsampling: '4:4:4' });

/** Cheeks, nose bridge, jaw. */
const maskOutline = [
  93, 117, 50, 174, 195, 399, 280, 346, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
  136, 172, 58, 132,
];

/** A mask over mouth and nose, in any colour that SVG knows, shaded as cloth is. */
export function masked(colour: string): Spoil {
  return (photo, face) => {
    const outline = pointsOf(face, maskOutline);
    return painted(
      photo,
      `<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#fff" stop-opacity="0.25"/><stop offset="1" stop-opacity="0.5"/></linearGradient></defs>
       <polygon points="${outline}" fill="${colour}"/><polygon points="${outline}" fill="url(#g)"/>`,
    );
  };
}

/** Glasses whose lenses let a little through. */
export const darkGlasses: Spoil = (photo, face) => {
  const between = face.interEyeDistancePx;
  const lenses = [
    [33, 133],
    [362, 263],
  ].map(([outer, inner]) => {
    const [a, b] = [at(face, outer!), at(face, inner!)];
    const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2 + between * 0.05];
    return `<ellipse cx="${x}" cy="${y}" rx="${between * 0.38}" ry="${between * 0.27}" fill="#151515" opacity="0.94"/>`;
  });
  return painted(photo, lenses.join(''));
};

/** Only what is right of the middle of the left eye. */
export const cutThroughTheEye: Spoil = async (photo, face) => {
  const left = Math.round((at(face, 33).x + at(face, 133).x) / 2);
  const { width, height } = await sharp(photo).metadata();
  return sharp(photo)
    .extract({ left, top: 0, width: width - left, height })
    .jpeg(jpeg(92))
    .toBuffer();
};

/** Reduced until so many pixels are between the eyes. */
export function withEyesApart(pixels: number): Spoil {
  return async (photo, face) => {
    const { width } = await sharp(photo).metadata();
    const resized = Math.round((width * pixels) / face.interEyeDistancePx);
    return sharp(photo).resize(resized).jpeg(jpeg(95)).toBuffer();
  };
}

/** Lit from one side: the left half of the face in the dark. */
export const litFromTheSide: Spoil = async (photo, face) => {
  const nose = at(face, 1).x;
  const { width, height } = await sharp(photo).metadata();
  const [from, to] = [
    (nose - face.interEyeDistancePx * 0.3) / width,
    (nose + face.interEyeDistancePx * 0.3) / width,
  ];
  return painted(
    photo,
    `<defs><linearGradient id="g"><stop offset="${from}" stop-opacity="0.9"/><stop offset="${to}" stop-opacity="0"/></linearGradient></defs>
     <rect width="${width}" height="${height}" fill="url(#g)"/>`,
  );
};

/** Every value times the factor, and the offset added. */
export function relit(factor: number, offset: number): Spoil {
  return async (photo) => sharp(photo).linear(factor, offset).jpeg(jpeg(95)).toBuffer();
}

/** Out of focus by so many hundredths of the distance between the eyes. */
export function outOfFocus(hundredths: number): Spoil {
  return async (photo, { interEyeDistancePx }) =>
    sharp(photo)
      .blur((interEyeDistancePx * hundredths) / 100)
      .jpeg(jpeg(95))
      .toBuffer();
}

/** Moved while the shutter was open, along a row of so many hundredths of the distance between the eyes. */
export function movedSideways(hundredths: number): Spoil {
  return async (photo, { interEyeDistancePx }) => {
    const width = Math.round((interEyeDistancePx * hundredths) / 100) | 1;
    // A kernel has to have three rows; only the middle one counts.
    const kernel = [
      ...Array<number>(width).fill(0),
      ...Array<number>(width).fill(1),
      ...Array<number>(width).fill(0),
    ];
    return sharp(photo).convolve({ width, height: 3, kernel }).jpeg(jpeg(95)).toBuffer();
  };
}

export const compressed: Spoil = async (photo) => sharp(photo).jpeg({ quality: 3 }).toBuffer();

export const withoutColour: Spoil = async (photo) => sharp(photo).greyscale().jpeg(jpeg(95)).toBuffer();

export const tilted: Spoil = async (photo) =>
  sharp(photo).rotate(38, { background: '#777' }).jpeg(jpeg(95)).toBuffer();

/** The other photo beside it, as wide as that share of it. */
export function beside(other: Buffer, share: number): (photo: Buffer) => Promise<Buffer> {
  return async (photo) => {
    const { width, height } = await sharp(photo).metadata();
    const small = await sharp(other)
      .resize(Math.round(width * share))
      .toBuffer();
    return sharp(photo)
      .extend({ right: Math.round(width * share) + 20, background: '#777' })
      .composite([{ input: small, left: width + 10, top: Math.round(height / 4) }])
      .jpeg(jpeg(95))
      .toBuffer();
  };
}

async function painted(photo: Buffer, shapes: string): Promise<Buffer> {
  const { width, height } = await sharp(photo).metadata();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return sharp(photo)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg(jpeg(95))
    .toBuffer();
}

function at({ landmarksPx }: FaceAppearance, index: number): { x: number; y: number } {
  return { x: landmarksPx[index * 2]!, y: landmarksPx[index * 2 + 1]! };
}

function pointsOf(face: FaceAppearance, indexes: readonly number[]): string {
  return indexes.map((index) => `${at(face, index).x},${at(face, index).y}`).join(' ');
}
