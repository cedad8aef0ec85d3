/** `facedesk top`: one picture of a running service, for people and for scripts, here and behind a profile. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { face } from '../faces.js';
import { openDesk, type Desk } from '../http/desk.js';
import { facedeskReading, facedeskWith } from './facedesk-command.js';

const key = 'a-key-of-the-settings-for-facedesk-top-alone';
const headers = { authorization: `Bearer ${key}` };

describe('facedesk top', { timeout: 60_000 }, () => {
  let desk: Desk;
  let home: string;
  let settings: Record<string, string>;
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_API_KEYS: key });
    home = await mkdtemp(join(tmpdir(), 'facedesk-home-'));
    settings = { HOME: home, FACEDESK_PORT: String(await desk.listen()), FACEDESK_API_KEYS: key };
    const images = [(await face('anna')).toString('base64')];
    await desk.call({
      method: 'POST',
      url: '/v1/subjects',
      headers,
      payload: { id: 'anna', photos: images },
    });
    for (const id of ['anna', 'nobody'])
      await desk.call({ method: 'POST', url: '/v1/verifications', headers, payload: { id, photos: images } });
    await desk.call({ method: 'GET', url: '/v1/subjects/unknown', headers });
  });
  afterAll(async () => {
    await desk.close();
    await rm(home, { recursive: true });
  });

  it('prints one picture that fits a terminal of 80 columns and 24 lines', async () => {
    const { exitCode, stdout, stderr } = await facedeskWith(settings, 'top', '--once');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^people {4}1 {3}false matches: 1 in 10000 wanted/m);
    expect(stdout).toMatch(/^verdicts .* match 1 {2}nonMatch 1$/m);
    expect(stdout).toMatch(/^why not {3}unknownSubject 1$/m);
    expect(stdout).toMatch(/^errors .*user_not_found 1/m);
    expect(stdout).toMatch(/^verification +\d+(\.\d)? ms +\d+(\.\d)? ms/m);
    expect(stdout).toMatch(/^workers {3}1 of 1 ready, 0 busy, 0 replaced, \d+ MiB$/m);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toContain('anna');
  });

  it('asks behind a profile, and answers scripts with JSON', async () => {
    const url = `http://127.0.0.1:${settings['FACEDESK_PORT']}`;
    await facedeskReading(`${key}\n`, { HOME: home }, 'profile', 'add', 'campus', '--url', url);
    const { exitCode, stdout } = await facedeskWith({ HOME: home }, 'top', '--profile', 'campus', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdicts: { match: 1, nonMatch: 1 },
      reasons: { unknownSubject: 1 },
      registrations: { done: 1 },
      now: { people: 1, workers: 1, workersReady: 1, queued: 0 },
    });
  });

  it('says what to do where nobody answers, or a key is missing', async () => {
    const { FACEDESK_API_KEYS: _, ...keyless } = settings;
    expect(await facedeskWith(keyless, 'top')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('system:read') as string,
    });
    expect(await facedeskWith({ ...settings, FACEDESK_PORT: '2' }, 'top')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('No service answers at http://127.0.0.1:2 (ECONNREFUSED)') as string,
    });
  });
});
