/**
 * Kills the server in the middle of registrations, again and again on one data folder. Whatever it had acknowledged must be
 * there, whole, and usable; whatever it had not may be there or not, but never in part.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { face } from '../faces.js';
import { requirement } from '../requirement.js';
import { seededRandom } from '../seeded-random.js';
import { inspectDatabase } from './database-state.js';
import { descendantsOf, isRunning } from './processes.js';
import { register, verify } from './sending.js';
import { type Serving, startServing } from './serving.js';

const rounds = Number(process.env['FACEDESK_TEST_KILL_ROUNDS'] ?? 8);
/** A verification may add a template by itself, which would be counted beside the one that was enrolled. */
const enrolledOnly = { FACEDESK_TEMPLATE_REFRESH: 'off' };
const streams = 4;
/** Rounds take a second or two; a machine with other work may need ten times that. */
const timeoutMs = 60_000 + rounds * 20_000;

const hasProc = requirement('/proc', existsSync('/proc/self/task'), 'Run on Linux to watch processes.');

describe.skipIf(!hasProc)('a server that is killed while it registers people', { timeout: timeoutMs }, () => {
  const random = seededRandom();
  /** Ids that were answered 201, with the photo that they were registered with. */
  const acknowledged = new Map<string, Uint8Array>();
  let dataDir: string;
  let photos: Uint8Array[];
  let server: Serving | undefined;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'facedesk-crash-'));
    photos = await Promise.all(
      (['anna', 'bella', 'carla', 'dora', 'emma', 'stranger'] as const).flatMap((name) =>
        [0.9, 1.1].map(async (brightness) =>
          sharp(await face(name))
            .resize(300)
            .modulate({ brightness })
            .jpeg()
            .toBuffer(),
        ),
      ),
    );
  });

  afterAll(async () => {
    await server?.kill();
    rmSync(dataDir, { recursive: true });
  });

  test(`loses nothing that it acknowledged, in ${rounds} rounds`, async () => {
    console.log(`kills timed with FACEDESK_TEST_SEED=${random.seed}`);
    let inDoubt = 0;
    for (let round = 0; round < rounds; round++) {
      const { attempted } = await roundOfRegistrations(round);
      const state = inspectDatabase(join(dataDir, 'facedesk.sqlite'), acknowledged.keys());
      expect({ round, ...state, enrolled: undefined }).toEqual({ round, ...soundState });
      inDoubt += attempted;
      expect(state.enrolled).toBeGreaterThanOrEqual(acknowledged.size);
      expect(state.enrolled).toBeLessThanOrEqual(inDoubt);
    }
    console.log(`${acknowledged.size} of ${inDoubt} registrations were acknowledged`);
    expect(acknowledged.size).toBeGreaterThan(rounds);
    expect(acknowledged.size).toBeLessThan(inDoubt);
  });

  test('lists and recognises the acknowledged afterwards', async () => {
    server = await startServing({ dataDir, env: enrolledOnly });
    const { data } = (await (await fetch(`${server.url}/register/`)).json()) as { data: { id: string }[] };
    const listed = new Set(data.map(({ id }) => id));
    expect([...acknowledged.keys()].filter((id) => !listed.has(id))).toEqual([]);
    expect(listed.size).toBe(data.length);
  });

  /** Starts the server, registers in parallel, and kills it at a random moment. */
  async function roundOfRegistrations(round: number): Promise<{ attempted: number }> {
    server = await startServing({ dataDir, env: enrolledOnly });
    const { url, pid } = server;
    await verifySome(url);
    let attempted = 0;
    const acknowledgedBefore = acknowledged.size;
    const killed = new AbortController();
    const stream = async (): Promise<void> => {
      while (!killed.signal.aborted) {
        const id = `round ${round} no ${attempted++}`;
        const photo = photos[random.below(photos.length)]!;
        const answer = await register(url, id, photo).catch(() => undefined);
        if (answer?.status === 201) acknowledged.set(id, photo);
        else if (!killed.signal.aborted) expect(answer).toEqual('answered 201 until it is killed');
      }
    };
    const running = Array.from({ length: streams }, stream);
    // The first photo waits for its process to start; one round in eight is killed even before.
    if (round % 8 !== 7) await waitUntil(() => acknowledged.size > acknowledgedBefore);
    await setTimeout(random.below(500));
    const children = descendantsOf(pid);
    killed.abort();
    await server.kill();
    await Promise.all(running);
    await waitUntil(() => !children.some(isRunning));
    return { attempted };
  }

  /** Ids of earlier rounds, against the database that a kill has left. */
  async function verifySome(url: string): Promise<void> {
    const known = [...acknowledged];
    if (known.length === 0) return;
    const [id, photo] = known[random.below(known.length)]!;
    const answer = await verify(url, id, photo);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ recognition: id })]);
  }
});

const soundState = {
  integrity: ['ok'],
  brokenReferences: [],
  lost: [],
  notWhole: [],
  usersWithoutSubject: [],
  subjectsWithoutUser: [],
  enrolled: undefined,
};

async function waitUntil(reached: () => boolean): Promise<void> {
  for (const startedMs = performance.now(); !reached(); await setTimeout(5)) {
    if (performance.now() - startedMs > 15_000) throw new Error('waited for 15 s in vain');
  }
}
