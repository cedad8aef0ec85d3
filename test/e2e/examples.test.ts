/** The examples, run as they stand against a service that listens: what an integrator copies works. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/index.js';
import { type ServedDesk, serveDesk } from '../client/serving.js';
import { face } from '../faces.js';
import { requirement } from '../requirement.js';

const run = promisify(execFile);

let served: ServedDesk;
let folder: string;
let key: string;

beforeAll(async () => {
  served = await serveDesk();
  key = await served.keyFor('admin');
  folder = await mkdtemp(join(tmpdir(), 'facedesk-examples-'));
  await mkdir(join(folder, 'people'));
  for (const [path, name] of [
    ['people/anna.jpg', 'anna'],
    ['people/bella.jpg', 'bella'],
    ['people/nobody.jpg', 'nobody'],
    ['camera.jpg', 'annaAgain'],
    ['carla.jpg', 'carla'],
  ] as const)
    await writeFile(join(folder, path), await face(name));
});

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((one) => one !== '' && existsSync(join(one, program)));
}

/** The lines that an example prints; a failure's exit code and words. */
async function lines(program: string, args: readonly string[], secret = key) {
  const settings = { cwd: packageRoot, env: { ...process.env, DESK_KEY: secret } };
  const { stdout } = await run(program, args, settings);
  return stdout.trim().split('\n');
}

const photo = (name: string): string => join(folder, name);
const inTypeScript = (...args: string[]) => ['--import', 'tsx', 'examples/desk.ts', ...args];

describe('in TypeScript', { timeout: 60_000 }, () => {
  it('is shorter than 60 lines', async () => {
    const text = await readFile(join(packageRoot, 'examples/desk.ts'), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThan(60);
  });

  it('enrols a folder, verifies, identifies, and watches events', async () => {
    const args = inTypeScript(served.url, photo('people'), photo('camera.jpg'), 'anna');
    expect(await lines(process.execPath, args)).toEqual([
      'anna: enrolled',
      'bella: enrolled',
      expect.stringMatching(/^nobody: No face was found\./),
      'Is this anna? Yes.',
      'Who is it? anna',
      'event: subject.registered  anna',
      'event: subject.registered  bella',
      'event: verification.decided match anna',
      'event: identification.decided match anna',
    ]);
  });

  it('says what to do about a refusal', async () => {
    const claim = inTypeScript(served.url, photo('people'), photo('camera.jpg'), 'bella');
    expect(await lines(process.execPath, claim)).toEqual(
      expect.arrayContaining(['anna: Somebody has this id already.', 'Is this bella? No.']),
    );
    await expect(lines(process.execPath, claim, 'wrong')).rejects.toMatchObject({
      code: 1,
      stderr: 'DESK_KEY is no valid key.\n',
    });
    const nowhere = inTypeScript('http://127.0.0.1:9', photo('people'), photo('camera.jpg'), 'bella');
    await expect(lines(process.execPath, nowhere)).rejects.toMatchObject({
      stderr: 'Nobody answers at http://127.0.0.1:9.\n',
    });
  });
});

const hasCurl = requirement('curl', onPath('curl'), 'Install it (Debian: apt-get install curl).');
const hasPython = requirement('python3', onPath('python3'), 'Install it (Debian: apt-get install python3).');

describe.skipIf(!hasCurl)('with curl', { timeout: 60_000 }, () => {
  it('enrols, verifies, identifies, and lists events', async () => {
    const args = ['examples/desk.sh', served.url, 'curl-1', photo('carla.jpg'), photo('carla.jpg')];
    const answers = (await lines('bash', args)).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toMatchObject([
      { subject: { id: 'curl-1', metadata: { department: 'chemistry' } }, photos: [{ accepted: true }] },
      { outcome: 'match' },
      { candidates: [{ subject: { id: 'curl-1' } }, {}, {}] },
      { items: [{}, {}, {}] },
    ]);
  });

  it('ends with the refusal', async () => {
    const args = ['examples/desk.sh', served.url, 'curl-1', photo('carla.jpg'), photo('carla.jpg')];
    await expect(lines('bash', args)).rejects.toMatchObject({
      stdout: expect.stringContaining('"code":"subject_already_exists"'),
    });
  });
});

describe.skipIf(!hasPython)('in Python', { timeout: 60_000 }, () => {
  const example = (...args: string[]) => ['examples/desk.py', served.url, ...args];

  it('enrols, verifies, identifies, and watches events', async () => {
    await served.desk.container.subjects.forget('curl-1').catch(() => undefined);
    expect(await lines('python3', example('py-1', photo('carla.jpg'), photo('carla.jpg')))).toEqual([
      'py-1: enrolled',
      'Is this py-1? Yes.',
      'Who is it? py-1',
      'event: subject.registered',
      'event: verification.decided match',
      'event: identification.decided match',
    ]);
  });

  it('ends with the refusal', async () => {
    const refused = lines('python3', example('py-2', photo('people/nobody.jpg'), photo('carla.jpg')));
    await expect(refused).rejects.toMatchObject({
      stderr: expect.stringContaining('[no_face_found, request '),
    });
  });
});
