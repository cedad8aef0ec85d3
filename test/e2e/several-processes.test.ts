/** Two services on one database: what one writes the other knows, and of one id there is only ever one. */
import { beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { describeOnServers, registeredIds, settingsFor, untilTrue } from './on-servers.js';
import { register, verify } from './sending.js';
import type { Serving } from './serving.js';

const rounds = Number(process.env['FACEDESK_TEST_RACE_ROUNDS'] ?? 3);
const atOnce = 64;
/** Promised; the store's own log is asked before every search, so it is far less. */
const seenWithinMs = 2000;

describeOnServers('two services on one database', (desk) => {
  let url: string;
  let one: Serving;
  let other: Serving;

  beforeAll(async () => {
    const { server, serve } = desk();
    url = await server.createDatabase();
    // Together, so that both want to make the tables.
    [one, other] = await Promise.all([serve({ env: settingsFor(url) }), serve({ env: settingsFor(url) })]);
  });

  test('each knows at once whom the other registered and deleted', async () => {
    const photo = await face('anna');
    for (let turn = 0; turn < 3; turn++) {
      expect(await register(one.url, 'anna', photo)).toMatchObject({ status: 201 });
      const tookMs = await untilTrue(
        async () => (await verify(other.url, 'anna', photo)).status === 200,
        seenWithinMs,
      );
      console.log(`seen by the other within ${Math.round(tookMs)} ms`);
      await fetch(`${other.url}/register/?id=anna`, { method: 'DELETE' });
      expect(await verify(one.url, 'anna', photo)).toMatchObject({ status: 400 });
    }
  });

  test(`${atOnce} registrations of one id at both make exactly one person, ${rounds} times`, async () => {
    const { server } = desk();
    const photo = await face('bella');
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(
        Array.from({ length: atOnce }, (_, i) => {
          const service = i % 2 === 0 ? one : other;
          return register(service.url, i % 3 === 0 ? `Round ${round}` : `ROUND ${round}`, photo);
        }),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([201, ...Array.from({ length: atOnce - 1 }, () => 409)]);
      expect((await verify(other.url, `round ${round}`, photo)).status).toBe(200);
    }
    const [counts] = await server.sqlIn(
      url,
      `SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM facedesk_subjects) AS subjects,
        (SELECT count(*) FROM facedesk_templates) AS templates, (SELECT count(*) FROM facedesk_photos) AS photos`,
    );
    expect(Object.values(counts!).map(Number)).toEqual([rounds, rounds, rounds, rounds]);
    expect(await registeredIds(one.url)).toHaveLength(rounds);
  });

  test('a service that was away catches up when it starts again', async () => {
    const { serve } = desk();
    await other.kill();
    const photo = await face('carla');
    expect(await register(one.url, 'carla', photo)).toMatchObject({ status: 201 });
    other = await serve({ env: settingsFor(url) });
    expect(await verify(other.url, 'carla', photo)).toMatchObject({ status: 200 });
    await fetch(`${one.url}/register/?id=carla`, { method: 'DELETE' });
    expect(await verify(other.url, 'carla', photo)).toMatchObject({ status: 400 });
  });
});
