/** Each piece of evidence on a picture that shows it and on one that does not, measured by the engine as the service runs it. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AttackEvidence } from '../../src/domain/attack/evidence.js';
import { suspicionOf } from '../../src/domain/attack/suspicion.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, type FaceName } from '../faces.js';
import { seededRandom } from '../seeded-random.js';
import { openRealEngine } from './real-engine.js';
import { simulateAttack, simulatedSpecies, simulateLive } from './simulated-attacks.js';

// Attacks are made pixel by pixel, and other suites may hold the processors.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let engine: VisionEngine;
beforeAll(async () => {
  engine = await openRealEngine(1);
});
afterAll(() => engine.close());

const size = { width: 640, height: 480 };

async function evidenceOf(image: Uint8Array): Promise<AttackEvidence> {
  const [largest] = (await engine.measure(image, { attack: true })).faces;
  return largest!.attack!;
}

/** As a desk's camera would see the person. */
async function live(name: FaceName): Promise<Buffer> {
  return simulateLive(await face(name), 1);
}

async function photoPng(name: FaceName): Promise<Buffer> {
  return sharp(await live(name))
    .png()
    .toBuffer();
}

const drawn = (shapes: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${shapes}</svg>`,
  );

/** The picture with something added to each pixel, the same in all three colours. */
async function withAdded(photo: Buffer, added: (x: number, y: number) => number): Promise<Buffer> {
  const { data, info } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 3) {
    const step = added((at / 3) % info.width, Math.floor(at / 3 / info.width));
    for (let i = at; i < at + 3; i++) data[i] = Math.max(0, Math.min(255, data[i]! + step));
  }
  return sharp(data, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function marked(photo: Buffer, shapes: string): Promise<Buffer> {
  return sharp(photo)
    .composite([{ input: drawn(shapes) }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** A photo on a white sheet, held up in a room; the sheet has its lower side where `chest` says. */
async function heldSheet(name: FaceName): Promise<Buffer> {
  return simulateAttack('print-held', {
    photo: await face(name),
    surroundings: await face('nobody'),
    seed: 3,
  });
}

describe('evidence of an attack', () => {
  test('is measured only where it is asked for', async () => {
    const photo = await live('anna');
    expect((await engine.measure(photo)).faces[0]).not.toHaveProperty('attack');
    const { faces, timingsMs } = await engine.examine(photo, { attack: true });
    expect(faces[0]!.attack).toEqual(await evidenceOf(photo));
    expect(timingsMs.attack).toBeGreaterThan(0);
  });

  test('gives no sign for live faces', async () => {
    for (const name of ['anna', 'bella', 'carla', 'dora', 'emma', 'stranger'] as const)
      expect([name, ...suspicionOf(await evidenceOf(await live(name))).signs]).toEqual([name]);
  });

  test('fine oblique lines over a face are seen, noise of the same strength is not', async () => {
    const photo = await live('bella');
    const lines = await withAdded(photo, (x, y) => 6 * Math.sin(1.3 * x + 0.9 * y));
    expect((await evidenceOf(lines)).rasterPeakDb).toBeGreaterThan(15);
    const { below } = seededRandom(1);
    const noise = await withAdded(photo, () => below(21) - 10);
    expect((await evidenceOf(noise)).rasterPeakDb).toBeLessThan(9);
  });

  test('a photo that fills the picture from a screen shows the screen’s raster', async () => {
    const attack = await simulateAttack('screen-close', {
      photo: await face('carla'),
      surroundings: await face('nobody'),
      seed: 5,
    });
    expect(suspicionOf(await evidenceOf(attack)).signs).toContain('screen_or_print_raster');
  });

  test('a sheet held up is seen by its sides, a door frame behind a person is not one', async () => {
    expect((await evidenceOf(await heldSheet('emma'))).frameSupport).toBeGreaterThan(0.85);
    const doorFrame = '<path d="M120 480 V30 H520 V480" fill="none" stroke="#3a2a20" stroke-width="14"/>';
    expect((await evidenceOf(await marked(await live('emma'), doorFrame))).frameSupport).toBeLessThan(0.85);
  });

  test('a lamp’s reflection on the face is seen, a bright wall beside it is not', async () => {
    const photo = await photoPng('dora');
    const { faces } = await engine.measure(photo);
    const { x, y, width, height } = faces[0]!.boxPx;
    const spot = (cx: number, cy: number, r: number) =>
      `<circle cx="${cx}" cy="${cy}" r="${r}" fill="#fff"/>`;
    const onFace = await marked(photo, spot(x + width * 0.35, y + height * 0.22, width * 0.14));
    expect((await evidenceOf(onFace)).glareShare).toBeGreaterThan(0.045);
    const beside = await marked(
      photo,
      `<rect x="0" y="0" width="${Math.max(1, x - 30)}" height="480" fill="#fff"/>`,
    );
    expect((await evidenceOf(beside)).glareShare).toBeLessThan(0.045);
  });

  test('a blurred face in sharp surroundings stands out, one that is blurred with them does not', async () => {
    const photo = await photoPng('anna');
    const { faces } = await engine.measure(photo);
    const { x, y, width, height } = faces[0]!.boxPx;
    const region = {
      left: Math.round(x),
      top: Math.round(y),
      width: Math.round(width),
      height: Math.round(height),
    };
    const soft = await sharp(photo).extract(region).blur(9).png().toBuffer();
    const onlyFace = await sharp(photo)
      .composite([{ input: soft, left: region.left, top: region.top }])
      .png()
      .toBuffer();
    const sharpOne = (await evidenceOf(photo)).blurExcess;
    expect((await evidenceOf(onlyFace)).blurExcess).toBeGreaterThan(sharpOne + 0.1);
    const all = await evidenceOf(await sharp(photo).blur(9).png().toBuffer());
    expect(all.blurExcess).toBeLessThan(sharpOne + 0.05);
  });

  test('a face wider than the picture is high is told by its share', async () => {
    const photo = await photoPng('stranger');
    const { faces } = await engine.measure(photo);
    const { x, y, width, height } = faces[0]!.boxPx;
    const strip = await sharp(photo)
      .extract({
        left: Math.max(0, Math.round(x - width * 0.3)),
        top: Math.round(y + height * 0.12),
        width: Math.round(width * 1.6),
        height: Math.round(width * 0.72),
      })
      .png()
      .toBuffer();
    expect((await evidenceOf(strip)).faceShare).toBeGreaterThan(1.2);
    expect((await evidenceOf(photo)).faceShare).toBeLessThan(0.8);
  });

  test('the nets’ beliefs are shares, follow the picture, and the second is asked where the first doubts', async () => {
    const beliefs = new Set<number>();
    let asked = 0;
    for (const sigma of [0, 1.5, 3, 5, 8])
      for (const name of ['anna', 'bella', 'carla', 'dora', 'emma'] as const) {
        const photo = await live(name);
        const softer = sigma === 0 ? photo : await sharp(photo).blur(sigma).png().toBuffer();
        const { livenessLive, antispoofReal } = await evidenceOf(softer);
        expect(antispoofReal === undefined).toBe(livenessLive >= 0.7);
        for (const belief of [livenessLive, antispoofReal ?? 1]) {
          expect(belief).toBeGreaterThan(0);
          expect(belief).toBeLessThanOrEqual(1);
        }
        beliefs.add(livenessLive);
        if (antispoofReal !== undefined) asked++;
      }
    expect(beliefs.size).toBe(25);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(25);
  });
});

test.each(simulatedSpecies)(
  'most simulated attacks of the kind %s give a sign',
  async (species) => {
    const surroundings = await face('nobody');
    const seen: boolean[] = [];
    for (const [at, name] of (['anna', 'bella', 'carla', 'dora', 'emma'] as const).entries()) {
      const attack = await simulateAttack(species, { photo: await face(name), surroundings, seed: at + 11 });
      const [largest] = (await engine.measure(attack, { attack: true })).faces;
      seen.push(largest?.attack !== undefined && suspicionOf(largest.attack).signs.length > 0);
    }
    expect(seen.filter(Boolean).length).toBeGreaterThanOrEqual(3);
  },
  120_000,
);
