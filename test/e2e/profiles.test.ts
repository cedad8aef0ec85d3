/** `--profile`: the command line on a service elsewhere, and the file that keeps its key. */
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedDesk, serveDesk } from '../client/serving.js';
import { face } from '../faces.js';
import { facedeskReading, facedeskWith, startFacedesk } from './facedesk-command.js';

let served: ServedDesk;
let home: string;
let file: string;

beforeAll(async () => {
  served = await serveDesk();
  home = await mkdtemp(join(tmpdir(), 'facedesk-home-'));
  file = join(home, '.config/facedesk/profiles.json');
  for (const name of ['anna', 'annaAgain', 'bella', 'nobody'] as const)
    await writeFile(join(home, `${name}.jpg`), await face(name));
});

afterAll(async () => {
  await served.close();
  await rm(home, { recursive: true });
});

const photo = (name: string): string => join(home, `${name}.jpg`);
const here = (...args: string[]) => facedeskWith({ HOME: home }, ...args);

/** A command on the service elsewhere, and the JSON that it answers with. */
async function there(...args: string[]) {
  const { exitCode, stdout, stderr } = await here(...args, '--profile', 'campus', '--json');
  return { exitCode, document: JSON.parse(stdout) as unknown, stderr };
}

describe('a profile', { timeout: 60_000 }, () => {
  it('is not there before it is added', async () => {
    expect(await there('list')).toMatchObject({ exitCode: 2, document: { code: 'usage' } });
    expect(await here('profile', 'list')).toMatchObject({ exitCode: 0, stdout: 'There are no profiles.\n' });
  });

  it('is kept where only its owner can read the key, which is never shown', async () => {
    const key = await served.keyFor('admin');
    const added = await facedeskReading(
      `${key}\n`,
      { HOME: home },
      'profile',
      'add',
      'campus',
      '--url',
      served.url,
    );
    expect(added).toMatchObject({ exitCode: 0 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const listed = await here('profile', 'list');
    expect(listed.stdout).toContain(`campus  ${served.url}`);
    for (const { stdout, stderr } of [added, listed]) expect(stdout + stderr).not.toContain(key);
  });

  it('is refused where its address is none', async () => {
    const added = await facedeskReading(
      '\n',
      { HOME: home },
      'profile',
      'add',
      'x',
      '--url',
      'ftp://example.org',
    );
    expect(added).toMatchObject({ exitCode: 2 });
  });

  it('is not used while others may read its key', async () => {
    await chmod(file, 0o644);
    const refused = await here('list', '--profile', 'campus');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(`chmod 600 ${file}`);
    await chmod(file, 0o600);
  });
});

describe('commands on a service elsewhere', { timeout: 120_000 }, () => {
  it('register, verify and identify there', async () => {
    expect(await there('register', 'B21', photo('anna'))).toMatchObject({
      exitCode: 0,
      document: { id: 'B21', photos: [{ index: 0, accepted: true }] },
    });
    expect(await there('verify', 'b21', photo('annaAgain'))).toMatchObject({
      exitCode: 0,
      document: { verified: true, outcome: 'match', id: 'B21' },
    });
    expect(await there('verify', 'B21', photo('bella'))).toMatchObject({
      exitCode: 1,
      document: { verified: false, reason: 'belowThreshold' },
    });
    expect(await there('identify', photo('annaAgain'))).toMatchObject({
      exitCode: 0,
      document: { candidates: [{ id: 'B21', passes: true }] },
    });
    expect(await served.desk.container.directory.find('B21')).toMatchObject({ state: 'enrolled' });
  });

  it('tell what the service refuses as they would themselves', async () => {
    expect(await there('register', 'B22', photo('nobody'))).toMatchObject({
      exitCode: 3,
      document: { code: 'no_face_found', findings: [{ code: 'no_face_found' }] },
    });
    expect(await there('delete', 'B23')).toMatchObject({
      exitCode: 1,
      document: { code: 'subject_not_found' },
    });
  });

  it('list people and note something of them', async () => {
    expect(await there('people', 'metadata', 'B21', 'department=chemistry', 'year=3')).toMatchObject({
      document: { id: 'B21', metadata: { department: 'chemistry', year: 3 } },
    });
    expect(await there('people', 'search', '--metadata', 'year:3')).toMatchObject({
      document: { people: [{ id: 'B21', state: 'enrolled' }] },
    });
    expect(await there('list')).toMatchObject({ document: { data: [{ id: 'B21' }] } });
  });

  it('show what happened, and what happens', async () => {
    expect(await there('events', 'list', '--kind', 'verification.decided')).toMatchObject({
      document: { events: [{ outcome: 'nonMatch' }, { outcome: 'match', subject: 'B21' }] },
    });
    const args = [
      'events',
      'tail',
      '--profile',
      'campus',
      '--after',
      '0',
      '--kind',
      'subject.deleted',
      '--json',
    ];
    const tail = startFacedesk(args, { HOME: home });
    const ended = once(tail, 'close');
    const first = once(createInterface({ input: tail.stdout! }), 'line') as Promise<[string]>;
    expect(await there('delete', 'B21')).toMatchObject({ exitCode: 0, document: { id: 'B21' } });
    expect(JSON.parse((await first)[0])).toMatchObject({ kind: 'subject.deleted' });
    tail.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('are refused where they work on this machine only', async () => {
    expect(await there('export', '--to', join(home, 'out'))).toMatchObject({
      exitCode: 2,
      document: { code: 'usage' },
    });
  });

  it('say that nobody answers', async () => {
    await facedeskReading('\n', { HOME: home }, 'profile', 'add', 'away', '--url', 'http://127.0.0.1:9');
    expect(await here('people', 'show', 'B21', '--profile', 'away')).toMatchObject({
      exitCode: 4,
      stderr: 'facedesk: facedesk cannot be reached.\n',
    });
    expect(await here('profile', 'remove', 'away')).toMatchObject({ exitCode: 0 });
    expect((await here('profile', 'list')).stdout).not.toContain('away');
  });
});
