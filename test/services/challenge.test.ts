/** Challenges with the real engine: what a token is worth, and what real frames make of it. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { challengeFaults } from '../../src/domain/attack/challenge.js';
import { priorScoreAt } from '../../src/domain/model-prior.js';
import { createLogger } from '../../src/observability/logger.js';
import { createChallenges, type Challenges } from '../../src/services/challenge.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face } from '../faces.js';
import { testData } from '../requirement.js';
import { openRealEngine } from '../vision/real-engine.js';

// Attacks are made pixel by pixel, and other suites may hold the processors.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const log = createLogger({ level: 'silent' });
let vision: VisionEngine;
let still: Buffer[];
beforeAll(async () => {
  vision = await openRealEngine(1);
  still = Array.from({ length: 4 }, () => Buffer.alloc(0));
  still.fill(await face('anna'));
});
afterAll(() => vision.close());

const challenges = (options: Partial<Parameters<typeof createChallenges>[0]> = {}): Challenges =>
  createChallenges({ vision, log, ...options });

describe('a token', () => {
  test('names three actions and when it expires', () => {
    const { actions, expiresAt, token } = challenges({ now: () => 1000, lifetimeMs: 500 }).issue();
    expect(actions).toHaveLength(3);
    expect(expiresAt).toEqual(new Date(1500));
    expect(token).toContain(actions.join('.'));
  });

  test('counts once, also where it is answered twice at the same time', async () => {
    const desk = challenges();
    const { token } = desk.issue();
    const answers = await Promise.allSettled([
      desk.judge({ token, frames: still }),
      desk.judge({ token, frames: still }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(desk.judge({ token, frames: still })).rejects.toMatchObject({ code: 'challenge_invalid' });
  });

  test('does not count after it has expired', async () => {
    let now = 0;
    const desk = challenges({ now: () => now, lifetimeMs: 1000 });
    const { token } = desk.issue();
    now = 1000;
    await expect(desk.judge({ token, frames: still })).rejects.toMatchObject({ code: 'challenge_invalid' });
  });

  test('does not count with other actions, a later end or another key', async () => {
    const desk = challenges();
    const { token, actions } = desk.issue();
    const forged = [
      token.replace(actions.join('.'), 'close_eyes.open_mouth.close_eyes'),
      token.replace(/\.(\d+)\./, (_all, ms: string) => `.${Number(ms) + 1}.`),
      challenges({ key: new Uint8Array(32) }).issue().token,
      `${token}x`,
      '',
      '..',
    ].filter((other) => other !== token);
    for (const other of forged)
      await expect(desk.judge({ token: other, frames: still })).rejects.toMatchObject({
        code: 'challenge_invalid',
      });
    expect(await desk.judge({ token, frames: still })).toMatchObject({ outcome: 'failed' });
  });

  test('is worth the same to a process with the same key', async () => {
    const key = new Uint8Array(32).fill(7);
    const { token } = challenges({ key }).issue();
    expect(await challenges({ key }).judge({ token, frames: still })).toMatchObject({ outcome: 'failed' });
  });

  test('is not spent on too few or too many frames', async () => {
    const desk = challenges();
    const { token, minFrames, maxFrames } = desk.issue();
    for (const count of [0, minFrames - 1, maxFrames + 1])
      await expect(
        desk.judge({ token, frames: Array.from({ length: count }, () => still[0]!) }),
      ).rejects.toMatchObject({ code: 'challenge_frames_invalid' });
    expect(await desk.judge({ token, frames: still })).toMatchObject({ outcome: 'failed' });
  });
});

describe('frames', () => {
  test('of one still picture fail', async () => {
    const desk = challenges();
    const verdict = await desk.judge({ token: desk.issue().token, frames: still });
    expect(verdict).toMatchObject({ outcome: 'failed' });
    expect(verdict).toHaveProperty('faults', expect.arrayContaining(['frames_identical', 'action_missing']));
  });

  test('without a face fail', async () => {
    const desk = challenges();
    const frames = [...still.slice(0, 3), await face('nobody')];
    expect(await desk.judge({ token: desk.issue().token, frames })).toEqual({
      outcome: 'failed',
      faults: ['no_face'],
    });
  });

  test('of two people fail', async () => {
    const desk = challenges();
    const frames = [still[0]!, await face('bella'), await face('annaAgain'), await face('carla')];
    const verdict = await desk.judge({ token: desk.issue().token, frames });
    expect(verdict).toHaveProperty('faults', expect.arrayContaining(['frames_show_different_people']));
  });
});

const orl = testData('orl');

test.skipIf(orl === undefined)(
  'photos of one real head, straight and turned to either side, are seen as turns',
  async () => {
    // Numbers of the set's first person, who looks straight, to their left and to their right.
    const look = async (at: number) => {
      const photo = await sharp(join(orl!, 'images', 's1', `${at}.jpg`))
        .resize(368)
        .png()
        .toBuffer();
      return (await vision.examine(photo)).faces[0]!;
    };
    const [straight, left, right] = [await look(1), await look(5), await look(6)];
    const samePersonScore = priorScoreAt(vision.prior, 0.01);
    expect(challengeFaults(['turn_left', 'turn_right'], [straight, left, right], samePersonScore)).toEqual(
      [],
    );
    expect(challengeFaults(['turn_right', 'turn_left'], [straight, left, right], samePersonScore)).toEqual([
      'other_action',
    ]);
  },
);
