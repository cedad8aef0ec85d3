/** The clock of the machine is set while the service runs: forward by an hour, and back by a day. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { readiness } from './on-servers.js';
import { register, verify } from './sending.js';
import { type Serving, startServing } from './serving.js';

/** Loaded before the service: its Date is off by the milliseconds that a file holds. What counts without a date is not touched. */
const shiftedDate = (file: string): string => `
import { readFileSync } from 'node:fs';
const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length === 0 ? [now()] : args)); }
  static now() { return now(); }
};`;

describe('a clock that is set', { timeout: 120_000 }, () => {
  let sandbox: string;
  let server: Serving;
  let photo: Buffer;
  let other: Buffer;

  const setClock = (offMs: number): void => writeFileSync(join(sandbox, 'offset'), String(offMs));
  const failUntilPaused = async (): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const { status } = await verify(server.url, 'anna', other);
      if (status === 429) return;
      expect(status).toBe(400);
      expect(tries).toBeLessThan(6);
    }
  };

  beforeAll(async () => {
    sandbox = mkdtempSync(join(tmpdir(), 'facedesk-clock-'));
    [photo, other] = await Promise.all([face('anna'), face('bella')]);
    setClock(0);
    const preload = Buffer.from(shiftedDate(join(sandbox, 'offset'))).toString('base64');
    server = await startServing({
      dataDir: join(sandbox, 'data'),
      env: { NODE_OPTIONS: `--import data:text/javascript;base64,${preload}` },
    });
    expect(await register(server.url, 'anna', photo)).toMatchObject({ status: 201 });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(sandbox, { recursive: true });
  });

  test('forward: a pause is over, work goes on, and nothing waits or is refused for it', async () => {
    await failUntilPaused();
    setClock(3_600_000);
    expect(await verify(server.url, 'anna', photo)).toMatchObject({ status: 200 });
    expect(await register(server.url, 'bella', other)).toMatchObject({ status: 201 });
    expect(await readiness(server.url)).toBe(200);
  });

  test('back by a day: a pause does not last a day, work goes on, and everybody is listed', async () => {
    await failUntilPaused();
    setClock(3_600_000 - 86_400_000);
    expect(await verify(server.url, 'anna', photo)).toMatchObject({ status: 200 });
    expect((await fetch(`${server.url}/register/?id=bella`, { method: 'DELETE' })).status).toBe(204);
    expect(await register(server.url, 'bella', other)).toMatchObject({ status: 201 });
    expect(await verify(server.url, 'bella', other)).toMatchObject({ status: 200 });
    expect(await readiness(server.url)).toBe(200);
    const { headers } = await fetch(`${server.url}/register/`);
    expect(
      Number(headers.get('ratelimit-remaining') ?? /r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]),
    ).toBeGreaterThan(5000);
    expect(server.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});
