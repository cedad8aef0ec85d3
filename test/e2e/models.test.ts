import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTinyPack } from '../vision/tiny-pack.js';
import { facedesk } from './facedesk-command.js';

let folder: string;
let modelsDir: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-models-'));
  modelsDir = join(folder, 'models');
});
afterAll(() => rm(folder, { recursive: true }));

const install = (...args: string[]) => facedesk('models', 'install', ...args, '--models-dir', modelsDir);
const listedPacks = async () => {
  const { stdout } = await facedesk('models', 'list', '--json', '--models-dir', modelsDir);
  return (JSON.parse(stdout) as { packs: { name: string; state: string }[] }).packs;
};

test('models install without a file says where it can be had and what digest it must have, and installs nothing', async () => {
  const { exitCode, stdout } = await install('sface-2021dec');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79');
  expect(stdout).toContain('38,696,353 bytes');
  expect(stdout).toContain('--from');
  expect(await listedPacks()).toContainEqual(
    expect.objectContaining({ name: 'sface-2021dec', state: 'available' }),
  );
}, 60_000);

test('models install refuses another file than the one that is named, and takes the right one', async () => {
  const { manifest, file } = await writeTinyPack(folder);
  const wrong = join(folder, 'wrong.onnx');
  await writeFile(wrong, 'something else');
  const refused = await install(manifest, '--from', wrong);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/is not the file of tiny: it has 14 bytes/);

  expect(await install(manifest, '--from', file)).toMatchObject({ exitCode: 0 });
  expect(await listedPacks()).toContainEqual(expect.objectContaining({ name: 'tiny', state: 'installed' }));
}, 60_000);

test('models install knows only packs that there are', async () => {
  const { exitCode, stderr } = await install('no-such-pack');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('facedesk models list');
}, 60_000);
