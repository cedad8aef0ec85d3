/**
 * Somebody with time, who shows a desk photos that are ever less of an enrolled person and ever more of themselves, blended
 * pixel by pixel: whole services on real nets and a real database, with a clock that jumps from one visit to the next.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { createDeskServices } from '../../src/composition/desk-services.js';
import { createFoundation } from '../../src/composition/foundation.js';
import { loadConfig } from '../../src/config/index.js';
import { createLogger } from '../../src/observability/logger.js';
import { createTemplateRefresh } from '../../src/services/template-refresh.js';
import { createVerification } from '../../src/services/verification.js';
import { createAttackDetection } from '../../src/services/attack-detection.js';
import { createReplays } from '../../src/services/replays.js';
import { meshPoint } from '../../src/vision/steps/find-landmarks.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, type FaceName } from '../faces.js';
import { seededRandom, type SeededRandom } from '../seeded-random.js';

const people = ['anna', 'bella', 'carla', 'dora', 'emma'] as const satisfies readonly FaceName[];
const attackers = [...people, 'stranger'] as const satisfies readonly FaceName[];
const dayMs = 86_400_000;

export interface TakeOvers {
  readonly runs: number;
  /** After which the attacker's own photos matched nobody's id but their own. */
  readonly failed: number;
  /** Blended photos that became templates. */
  readonly refreshes: number;
}

export async function attemptTakeOvers(runs: number, seed: number): Promise<TakeOvers> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-take-over-'));
  const desk = await openDesk(folder);
  try {
    const faces = await alignedFaces(desk.vision);
    const subjectNos = new Map<FaceName, number>();
    for (const name of people) {
      const images = [await taken(faces.get(name)!, { brightness: 1, quality: 92 })];
      subjectNos.set(name, (await desk.enrolment.register({ id: name, images })).subject.subjectNo);
    }
    const random = seededRandom(seed);
    const counts = { runs, failed: 0, refreshes: 0 };
    for (let run = 0; run < runs; run++) {
      const victim = people[run % people.length]!;
      const others = attackers.filter((name) => name !== victim);
      const attacker = others[random.below(others.length)]!;
      for (const share of sharesOf(random)) {
        desk.wait(2);
        await desk.verify(victim, await blended(faces, { victim, attacker, share, random }));
      }
      const outcomes = [];
      for (let photo = 0; photo < 2; photo++)
        outcomes.push(
          await desk.verify(victim, await blended(faces, { victim, attacker, share: 1, random })),
        );
      if (!outcomes.includes('match')) counts.failed++;
      const added = await desk.store.refreshes.list(subjectNos.get(victim));
      counts.refreshes += added.length;
      for (const { refreshNo } of added) await desk.store.refreshes.remove(refreshNo);
    }
    return counts;
  } finally {
    await desk.close();
    await rm(folder, { recursive: true });
  }
}

/** 4 to 9 steps from little to much of the attacker: straight, with each step twice, or in no order. */
function sharesOf({ below }: SeededRandom): number[] {
  const steps = 4 + below(6);
  const last = (40 + below(50)) / 100;
  const shares = Array.from({ length: steps }, (_, at) => (last * (at + 1)) / steps);
  const order = below(3);
  if (order === 1) return shares.flatMap((share) => [share, share * 0.9]);
  return order === 0
    ? shares
    : shares
        .map((share) => ({ share, key: below(1000) }))
        .sort((a, b) => a.key - b.key)
        .map(({ share }) => share);
}

async function openDesk(folder: string) {
  const env = {
    FACEDESK_DATA_DIR: folder,
    FACEDESK_VISION_WORKERS: '1',
    // Laxer than the default, which makes it easier for the attacker.
    FACEDESK_TARGET_FMR: '0.001',
    FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
    FACEDESK_VISION_QUEUE_TIMEOUT_MS: '120000',
  };
  const config = loadConfig({ env });
  const log = createLogger({ level: 'silent' });
  const foundation = await createFoundation(config, log, {
    onKeyFileMade: () => undefined,
    whenDatabaseIsAway: 'fail',
  });
  const { vision, store } = foundation;
  const { attempts, enrolment } = createDeskServices(foundation, config);
  // Ahead of the database's own clock, whose times a refresh is compared with.
  let aheadMs = 2 * dayMs;
  const refresh = createTemplateRefresh({ ...foundation, mode: 'on', now: () => Date.now() + aheadMs });
  // Nothing but the limits of refreshing is to stop them.
  const verification = createVerification({
    ...{ ...foundation, attempts, refresh, margin: config.decision.margin },
    replays: createReplays({ vision, handling: 'off', windowMs: 1000 }),
    attacks: createAttackDetection({ handling: 'off', bar: 1 }),
  });
  await vision.ready();
  return {
    ...{ vision, store, enrolment },
    wait: (days: number) => void (aheadMs += days * dayMs),
    verify: async (id: string, image: Uint8Array) => {
      const { outcome } = await verification.verify({ id, image, origin: null });
      await refresh.idle();
      return outcome;
    },
    close: async () => {
      await refresh.idle();
      await vision.close();
      await foundation.events.close();
      await store.close();
    },
  };
}

const sidePx = 320;
/** Where the eyes' outer corners lie in an aligned photo. */
const eyes = { leftX: 0.34 * sidePx, rightX: 0.66 * sidePx, y: 0.42 * sidePx };

/** Each face laid so that all have their eyes in the same places; RGB, row by row. */
async function alignedFaces(vision: VisionEngine): Promise<Map<FaceName, Float32Array>> {
  const aligned = new Map<FaceName, Float32Array>();
  for (const name of attackers) {
    const photo = await face(name);
    const { landmarksPx } = (await vision.measure(photo)).faces[0]!;
    const [left, right] = [meshPoint.leftEyeOuter, meshPoint.rightEyeOuter]
      .map((at) => ({ x: landmarksPx[2 * at]!, y: landmarksPx[2 * at + 1]! }))
      .sort((a, b) => a.x - b.x) as [{ x: number; y: number }, { x: number; y: number }];
    const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
    const width = eyes.rightX - eyes.leftX;
    const [cos, sin] = [(right.x - left.x) / width, (right.y - left.y) / width];
    const rgb = new Float32Array(sidePx * sidePx * 3);
    for (let y = 0, out = 0; y < sidePx; y++)
      for (let x = 0; x < sidePx; x++, out += 3) {
        const [dx, dy] = [x - eyes.leftX, y - eyes.y];
        const column = Math.min(info.width - 1, Math.max(0, Math.round(left.x + cos * dx - sin * dy)));
        const row = Math.min(info.height - 1, Math.max(0, Math.round(left.y + sin * dx + cos * dy)));
        for (let i = 0; i < 3; i++) rgb[out + i] = data[(row * info.width + column) * 3 + i]!;
      }
    aligned.set(name, rgb);
  }
  return aligned;
}

async function blended(
  faces: ReadonlyMap<FaceName, Float32Array>,
  {
    victim,
    attacker,
    share,
    random,
  }: { victim: FaceName; attacker: FaceName; share: number; random: SeededRandom },
): Promise<Buffer> {
  const [from, to] = [faces.get(victim)!, faces.get(attacker)!];
  const rgb = from.map((value, at) => value * (1 - share) + to[at]! * share);
  return taken(rgb, { brightness: 0.9 + random.below(20) / 100, quality: 75 + random.below(20) });
}

/** As a camera hands it over. */
function taken(
  rgb: Float32Array,
  { brightness, quality }: { brightness: number; quality: number },
): Promise<Buffer> {
  return sharp(
    Uint8ClampedArray.from(rgb, (value) => value * brightness),
    {
      raw: { width: sidePx, height: sidePx, channels: 3 },
    },
  )
    .jpeg({ quality })
    .toBuffer();
}
