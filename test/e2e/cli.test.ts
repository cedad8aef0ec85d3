import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { face } from '../faces.js';
import { facedesk, startFacedesk } from './facedesk-command.js';

let folder: string;
let dataDir: string;

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

/** Runs a command on the test's data folder, and reads the JSON that it answers with. */
async function answer(
  ...args: string[]
): Promise<{ exitCode: number | null; document: unknown; stderr: string }> {
  const { exitCode, stdout, stderr } = await facedesk(...args, '--json', '--data-dir', dataDir);
  return { exitCode, document: JSON.parse(stdout), stderr };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-cli-'));
  dataDir = join(folder, 'data');
  await put('photos/anna.jpg', await face('anna'));
  await put('photos/anna-again.jpg', await face('annaAgain'));
  await put('photos/bella.jpg', await face('bella'));
  await put('photos/nobody.jpg', await face('nobody'));
  await put('photos/text.jpg', 'no picture at all');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const photo = (name: string): string => join(folder, 'photos', `${name}.jpg`);

describe('the way of a person from registration to deletion', { timeout: 120_000 }, () => {
  test('before anybody is registered, nobody matches, and nobody can be named', async () => {
    expect(await answer('verify', 'B21', photo('anna'))).toMatchObject({
      exitCode: 1,
      document: { verified: false, id: 'B21', reason: 'unknownSubject' },
    });
    expect(await answer('identify', photo('anna'))).toMatchObject({
      exitCode: 1,
      document: { candidates: [] },
    });
  });

  test('register enrols once, and refuses the id from then on', async () => {
    const first = await answer('register', 'B21', photo('anna'));
    expect(first).toMatchObject({ exitCode: 0, document: { id: 'B21' } });
    expect(await answer('register', 'b21', photo('bella'))).toMatchObject({
      exitCode: 3,
      document: { code: 'user_already_exists', error: 'User already exists' },
    });
    expect((await facedesk('register', 'C7', photo('bella'), '--data-dir', dataDir)).stdout).toBe(
      'Registered C7.\n',
    );
  });

  test('verify tells the person from another one, in words and by exit code', async () => {
    const self = await facedesk('verify', 'b21', photo('anna-again'), '--data-dir', dataDir);
    expect(self).toEqual({ exitCode: 0, stdout: 'match: This is B21.\n', stderr: '' });
    const other = await facedesk('verify', 'B21', photo('bella'), '--data-dir', dataDir);
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toMatch(/^no match: /);
    expect(other.stderr).toBe('');
  });

  test('identify ranks by likeness, up to the limit, and never prints features', async () => {
    const { exitCode, document } = await answer('identify', photo('anna-again'));
    const { candidates } = document as { candidates: { id: string; score: number; passes: boolean }[] };
    expect(exitCode).toBe(0);
    expect(candidates.map(({ id, passes }) => [id, passes])).toEqual([
      ['B21', true],
      ['C7', false],
    ]);
    expect(candidates[0]!.score).toBeGreaterThan(candidates[1]!.score);
    expect(Object.keys(candidates[0]!)).toEqual(['id', 'score', 'passes']);
    expect(await answer('identify', photo('bella'), '--limit', '1')).toMatchObject({
      document: { candidates: [{ id: 'C7' }] },
    });
  });

  test('list names everybody, oldest first', async () => {
    expect(await answer('list')).toMatchObject({
      exitCode: 0,
      document: {
        data: [
          { id: 'B21', timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}$/) as string },
          { id: 'C7' },
        ],
      },
    });
  });

  test('delete erases, and knows whom it never knew', async () => {
    expect(await answer('delete', 'c7')).toMatchObject({
      exitCode: 0,
      document: { filesDeleted: [expect.stringMatching(/^C7_\d{14}\.jpg$/)] },
    });
    expect(await answer('delete', 'c7')).toMatchObject({ exitCode: 1, document: { code: 'user_not_found' } });
    expect(await answer('verify', 'C7', photo('bella'))).toMatchObject({ exitCode: 1 });
  });

  test('works beside a running server on the same data', async () => {
    const server = startFacedesk(['serve', '--port', '0', '--data-dir', dataDir]);
    try {
      const url = await listeningUrl(server.stdout!);
      expect(await answer('register', 'Beside', photo('bella'))).toMatchObject({ exitCode: 0 });
      const listed = (await (await fetch(`${url}/register/`)).json()) as { data: { id: string }[] };
      expect(listed.data.map(({ id }) => id)).toEqual(['B21', 'Beside']);
    } finally {
      server.kill('SIGTERM');
    }
    expect(await once(server, 'exit')).toEqual([0, null]);
  });
});

/** The address in the server's own log line. */
async function listeningUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it listened');
}

describe('refusals', { timeout: 60_000 }, () => {
  test('a photo without a face and a file that is no photo are refused, with a sentence and no stack', async () => {
    const faceless = await answer('register', 'X', photo('nobody'));
    expect(faceless).toMatchObject({ exitCode: 3, document: { code: 'no_face_found' } });
    expect(faceless.stderr).toMatch(/^facedesk: No face was found\.[^\n]*\n$/);
    expect(await answer('verify', 'X', photo('text'))).toMatchObject({
      exitCode: 3,
      document: { code: 'image_unreadable' },
    });
    expect(await answer('register', 'a\u0007b', photo('anna'))).toMatchObject({
      exitCode: 3,
      document: { code: 'id_invalid' },
    });
  });

  test.each([
    [['frobnicate']],
    [['verify', 'B21']],
    [['identify', 'x.jpg', '--limit', '0']],
    [['list', '--vision-workers', '0']],
    [['register', 'X', 'no-such-photo.jpg']],
  ])('a wrong command line is exit code 2: %j', async (args) => {
    const { exitCode, document, stderr } = await answer(...args);
    expect({ exitCode, document }).toMatchObject({
      exitCode: 2,
      document: { error: expect.any(String) as string },
    });
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a port that is taken ends serve with a sentence', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { exitCode, stderr } = await facedesk('serve', '--port', `${port}`, '--data-dir', dataDir);
    const doctor = await answer('doctor', '--port', `${port}`);
    blocker.close();
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`cannot listen on 127.0.0.1 port ${port} (EADDRINUSE)`);
    expect(doctor.document).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: 'Port', state: 'warn' })]) as unknown,
    });
  });
});

describe('looking after the installation', { timeout: 60_000 }, () => {
  test('doctor finds nothing wrong here, and makes no data folder', async () => {
    const fresh = join(folder, 'fresh');
    const { exitCode, stdout } = await facedesk('doctor', '--json', '--port', '0', '--data-dir', fresh);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; state: string }[] };
    expect({ exitCode, ok, failed: checks.filter(({ state }) => state === 'fail') }).toEqual({
      exitCode: 0,
      ok: true,
      failed: [],
    });
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Node',
        'WebAssembly SIMD',
        'Data folder',
        'Free space',
        'Database',
        'Models',
        'Port',
      ]),
    );
    expect(await readdir(folder)).not.toContain('fresh');
  });

  test('doctor fails where the data folder is a file, and where a setting is wrong, and says what to do', async () => {
    const file = await put('a-file', '');
    const wrongFolder = await facedesk('doctor', '--port', '0', '--data-dir', file);
    expect(wrongFolder.exitCode).toBe(1);
    expect(wrongFolder.stdout).toMatch(/^fail {2}Data folder .* is not a folder\n +Let this user write it/m);
    const wrongSetting = await facedesk('doctor', '--port', '70000');
    expect(wrongSetting.exitCode).toBe(1);
    expect(wrongSetting.stdout).toMatch(/^fail {2}Settings .*whole number from 0 to 65535/m);
  });

  test('models verify passes for the compiled nets, and fails for an empty folder without filling it', async () => {
    expect(await answer('models', 'verify')).toMatchObject({ exitCode: 0 });
    const empty = join(folder, 'models');
    const { exitCode, document } = await answer('models', 'verify', '--models-dir', empty);
    const states = (document as { models: { state: string }[] }).models.map(({ state }) => state);
    expect({ exitCode, states: new Set(states) }).toEqual({ exitCode: 1, states: new Set(['missing']) });
    expect(await readdir(folder)).not.toContain('models');
  });
});

test(
  'what a key may do on top of its role is said where it is made and in the list',
  { timeout: 60_000 },
  async () => {
    const wanted = ['--role', 'kiosk', '--scope', 'identify', '--name', 'East gate'];
    const made = await facedesk('keys', 'create', ...wanted, '--data-dir', dataDir);
    expect(made.stdout).toContain('identify: find who a photo shows, without an id');
    const list = await facedesk('keys', 'list', '--data-dir', dataDir);
    expect(list.stdout).toMatch(/kiosk \+ identify +East gate/);
  },
);
