/** POST /verify/ with a photo of a photo, under each of the three settings, and with several photos of one visit. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { face } from '../faces.js';
import { multipart, multipartType } from '../form-body.js';
import { simulateAttack, simulateLive } from '../vision/simulated-attacks.js';
import { type Desk, openDesk } from './desk.js';

// Attacks are made pixel by pixel, and other suites may hold the processors.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let attack: Buffer;
let live: Buffer;
beforeAll(async () => {
  live = await simulateLive(await face('carla'), 2);
  attack = await simulateAttack('screen-close', {
    photo: await face('carla'),
    surroundings: await face('nobody'),
    seed: 8,
  });
});

let desk: Desk;
afterEach(() => desk.close());

async function openWith(handling: 'off' | 'flag' | 'refuse'): Promise<void> {
  desk = await openDesk({
    FACEDESK_PRESENTATION_ATTACKS: handling,
    // Nothing here is about time, and other suites may hold the processors.
    FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
    FACEDESK_VISION_QUEUE_TIMEOUT_MS: '60000',
  });
  expect(await desk.register({ id: 'C1', image: await face('carla') })).toMatchObject({ status: 201 });
}

function framesForm(id: string, frames: readonly Buffer[]): Buffer {
  const file = { name: 'image', fileName: 'frame.jpg', type: 'image/jpeg' };
  return multipart({ name: 'id', content: id }, ...frames.map((content) => ({ ...file, content })));
}

const verifyFrames = (id: string, frames: readonly Buffer[]) =>
  desk.call({
    method: 'POST',
    url: '/verify/',
    payload: framesForm(id, frames),
    headers: { 'content-type': multipartType },
  });

/** How many suspicions are counted under each handling. */
async function counted(): Promise<Record<string, number>> {
  const { payload } = await desk.app.inject('/metrics');
  const lines = payload.matchAll(/^facedesk_attack_suspicions_total\{handling="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, handling, count]) => [handling, Number(count)]));
}

const suspicions = () => desk.logLines.filter((line) => line.includes('presentation attack'));
const refusal = {
  status: 400,
  body: { verified: false, code: 'presentation_attack_suspected' },
};

test('flag: the answer is as ever, the log names the signs and no figure', async () => {
  await openWith('flag');
  expect(await desk.verify({ id: 'C1', image: live })).toMatchObject({ status: 200 });
  expect(suspicions()).toEqual([]);
  expect(await desk.verify({ id: 'C1', image: attack })).toMatchObject({ status: 200 });
  expect(suspicions()).toHaveLength(1);
  const line = JSON.parse(suspicions()[0]!) as Record<string, unknown>;
  expect(line).toMatchObject({
    outcome: 'match',
    attackSigns: expect.arrayContaining(['screen_or_print_raster']),
  });
  expect(Object.keys(line)).not.toEqual(expect.arrayContaining(['strength']));
  expect(await counted()).toEqual({ flagged: 1 });
});

test('refuse: the same answer for the right face, for somebody else’s id and for an unknown id', async () => {
  await openWith('refuse');
  await desk.register({ id: 'B1', image: await face('bella') });
  const answers = [];
  for (const id of ['C1', 'B1', 'nobody']) answers.push(await desk.verify({ id, image: attack }));
  for (const { status, body } of answers) expect({ status, body }).toMatchObject(refusal);
  expect(new Set(answers.map(({ body }) => JSON.stringify({ ...(body as object), requestId: 0 }))).size).toBe(
    1,
  );
  expect(JSON.stringify(answers[0]!.body)).not.toContain('raster');
  expect(await counted()).toEqual({ refused: 3 });
  expect(await desk.verify({ id: 'C1', image: live })).toMatchObject({ status: 200 });
});

test('off: nothing is looked for', async () => {
  await openWith('off');
  expect(await desk.verify({ id: 'C1', image: attack })).toMatchObject({ status: 200 });
  expect(suspicions()).toEqual([]);
  expect(await counted()).toEqual({});
});

test('refuse: several photos of one visit are looked at together', async () => {
  await openWith('refuse');
  const again = await simulateLive(await face('carla'), 9);
  expect(await verifyFrames('C1', [live, again])).toMatchObject({ status: 200 });
  expect(await verifyFrames('C1', [live, live])).toMatchObject(refusal);
  expect(await verifyFrames('C1', [attack, live])).toMatchObject(refusal);
  expect(await verifyFrames('C1', [await simulateLive(await face('bella'), 4), live])).toMatchObject(refusal);
  expect(
    await verifyFrames(
      'C1',
      Array.from({ length: 6 }, () => live),
    ),
  ).toMatchObject({
    status: 400,
    body: { code: 'too_many_frames', verified: false },
  });
});
