/** The database server goes away under a running service, or is not there when it starts, and comes back. */
import { beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { describeOnServers, readiness, registeredIds, settingsFor, untilTrue } from './on-servers.js';
import { register, verify } from './sending.js';

/** The promises, and what a machine that is busy with other tests may take for them. */
const promises = { notReadyMs: 2000, backMs: 3000 };
const patience = 5;

describeOnServers('losing the database', (desk) => {
  let url: string;
  let photo: Buffer;

  beforeAll(async () => {
    url = await desk().server.createDatabase();
    photo = await face('anna');
  });

  const says = (what: string, tookMs: number) => console.log(`${what} after ${Math.round(tookMs)} ms`);
  const isReady = (service: string) => async () => (await readiness(service)) === 200;
  const isNotReady = (service: string) => async () => (await readiness(service)) === 503;

  test('a service that starts before its database is not ready, and becomes so by itself', async () => {
    const { server, serve } = desk();
    await server.kill();
    const service = await serve({ env: settingsFor(url) });
    expect(await readiness(service.url)).toBe(503);
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    const refused = await fetch(`${service.url}/register/`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    await server.startAgain();
    says('ready', await untilTrue(isReady(service.url), promises.backMs * patience * 2));
    expect(await register(service.url, 'first', photo)).toMatchObject({ status: 201 });
    expect(await service.stop()).toBe(0);
  });

  test('a service that loses it says so, crashes nothing, and resumes by itself', async () => {
    const { server, serve } = desk();
    const service = await serve({ env: settingsFor(url) });
    await untilTrue(isReady(service.url), 30_000);
    const registering = [1, 2, 3, 4].map((no) => register(service.url, `under way ${no}`, photo));
    await server.kill();
    says('not ready', await untilTrue(isNotReady(service.url), promises.notReadyMs * patience));

    for (const { status } of await Promise.all(registering)) expect([201, 503]).toContain(status);
    expect(await register(service.url, 'refused', photo)).toMatchObject({
      status: 503,
      body: { code: 'store_unavailable' },
    });
    expect(await verify(service.url, 'first', photo)).toMatchObject({
      status: 503,
      body: { verified: false },
    });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);

    await server.startAgain();
    says('back', await untilTrue(isReady(service.url), promises.backMs * patience));
    expect(await verify(service.url, 'first', photo)).toMatchObject({ status: 200 });
    expect(await register(service.url, 'refused', photo)).toMatchObject({ status: 201 });
    expect(await registeredIds(service.url)).toContain('refused');
    expect(await service.stop()).toBe(0);
  });

  test('a database that hangs is answered for in time, and found again', async () => {
    const { server, serve } = desk();
    const service = await serve({ env: settingsFor(url) });
    await untilTrue(isReady(service.url), 30_000);
    server.freeze();
    try {
      says('not ready', await untilTrue(isNotReady(service.url), promises.notReadyMs * patience));
      expect(await verify(service.url, 'first', photo)).toMatchObject({ status: 503 });
    } finally {
      server.thaw();
    }
    says('back', await untilTrue(isReady(service.url), promises.backMs * patience));
    expect(await verify(service.url, 'first', photo)).toMatchObject({ status: 200 });
    expect(await service.stop()).toBe(0);
  });
});
