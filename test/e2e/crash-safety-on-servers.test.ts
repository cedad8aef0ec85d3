/**
 * Kills the service, or its database server, in the middle of registrations. Whatever was acknowledged must be there, whole,
 * and usable; whatever was not may be there or not, but never in part.
 */
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { seededRandom } from '../seeded-random.js';
import { describeOnServers, readiness, settingsFor, untilTrue, type ServerDesk } from './on-servers.js';
import { eachInFlight, register, verify } from './sending.js';
import type { Serving } from './serving.js';

const serviceKills = Number(process.env['FACEDESK_TEST_KILL_ROUNDS'] ?? 4);
const databaseKills = Number(process.env['FACEDESK_TEST_DATABASE_KILL_ROUNDS'] ?? 3);
const streams = 4;
const longestStartMs = 60_000;
const timeoutMs = 120_000 + (serviceKills + databaseKills) * 20_000;

describeOnServers('killed while it registers people', (desk) => {
  const random = seededRandom();
  /** Ids that were answered 201, with the photo that they were registered with. */
  const acknowledged = new Map<string, Buffer>();
  let url: string;
  let photos: Buffer[];
  let attempts = 0;

  beforeAll(async () => {
    url = await desk().server.createDatabase();
    photos = await Promise.all((['anna', 'bella', 'carla', 'dora', 'emma'] as const).map(face));
  });

  /** Registers in parallel until told to stop; what was answered 201 is acknowledged. */
  const registerUntil = (service: Serving, stopped: AbortSignal): Promise<void[]> =>
    Promise.all(
      Array.from({ length: streams }, async () => {
        while (!stopped.aborted) {
          const id = `person ${attempts++}`;
          const photo = photos[random.below(photos.length)]!;
          const answer = await register(service.url, id, photo).catch(() => undefined);
          if (answer?.status === 201) acknowledged.set(id, photo);
        }
      }),
    );

  const someAcknowledged = async (): Promise<void> => {
    const before = acknowledged.size;
    await untilTrue(async () => acknowledged.size > before, longestStartMs);
    await setTimeout(random.below(500));
  };

  /** What must not be, with the service at work: acknowledged people who are missing, in part there, or not known by face. */
  const faults = async (service: Serving): Promise<string[]> => {
    const found = await faultsIn(desk(), url, [...acknowledged.keys()]);
    await eachInFlight([...acknowledged], streams, async ([id, photo]) => {
      const { status, body } = await verify(service.url, id, photo);
      if (status !== 200 || (body as { recognition?: unknown }).recognition !== id)
        found.push(`${id} does not verify: ${status} ${JSON.stringify(body)}`);
    });
    return found;
  };

  test(`the service, ${serviceKills} times`, { timeout: timeoutMs }, async () => {
    console.log(`kills timed with FACEDESK_TEST_SEED=${random.seed}`);
    for (let round = 0; round < serviceKills; round++) {
      const service = await desk().serve({ env: settingsFor(url) });
      const stop = new AbortController();
      const running = registerUntil(service, stop.signal);
      await someAcknowledged();
      stop.abort();
      await service.kill();
      await running;
      expect(await faultsIn(desk(), url, [...acknowledged.keys()])).toEqual([]);
    }
    const service = await desk().serve({ env: settingsFor(url) });
    expect(await faults(service)).toEqual([]);
    await service.stop();
    console.log(
      `${acknowledged.size} of ${attempts} registrations were acknowledged, and all of them verify`,
    );
  });

  test(`the database server, ${databaseKills} times`, { timeout: timeoutMs }, async () => {
    const service = await desk().serve({ env: settingsFor(url) });
    const stop = new AbortController();
    const running = registerUntil(service, stop.signal);
    for (let round = 0; round < databaseKills; round++) {
      await someAcknowledged();
      await desk().server.kill();
      await desk().server.startAgain();
      await untilTrue(async () => (await readiness(service.url)) === 200, longestStartMs);
    }
    stop.abort();
    await running;
    expect(await faults(service)).toEqual([]);
    console.log(
      `${acknowledged.size} of ${attempts} registrations were acknowledged, and all of them verify`,
    );
  });
});

/** What must not be: acknowledged people who are missing, and people who are there in part. */
async function faultsIn(
  { server }: ServerDesk,
  url: string,
  acknowledged: readonly string[],
): Promise<string[]> {
  const whole = await server.sqlIn(
    url,
    `SELECT u.id AS id FROM users u JOIN facedesk_subjects s ON s.user_id = u.id
      WHERE 1 = (SELECT count(*) FROM facedesk_templates t WHERE t.subject_no = s.subject_no)
        AND 1 = (SELECT count(*) FROM facedesk_photos p WHERE p.subject_no = s.subject_no)
        AND 1 = (SELECT count(*) FROM facedesk_keys k WHERE k.subject_no = s.subject_no)`,
  );
  const [counts] = await server.sqlIn(
    url,
    'SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM facedesk_subjects) AS subjects',
  );
  const ids = new Set(whole.map(({ id }) => String(id)));
  const faults = acknowledged.filter((id) => !ids.has(id)).map((id) => `${id} is lost`);
  if (Number(counts?.['users']) !== ids.size)
    faults.push(`${String(counts?.['users'])} users, ${ids.size} whole`);
  if (Number(counts?.['subjects']) !== ids.size) faults.push(`${String(counts?.['subjects'])} subjects`);
  return faults;
}
