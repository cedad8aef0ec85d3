/** /v1/models: what is there, bringing the file of a pack, and new templates from kept photos, on the real engine. */
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPack } from '../../../src/container.js';
import { toFeatures } from '../../../src/domain/features.js';
import { parseSubjectId } from '../../../src/domain/subject-id.js';
import { face } from '../../faces.js';
import { until } from '../../services/webhook-receiver.js';
import { tinyNet, writeTinyPack } from '../../vision/tiny-pack.js';
import { openDesk, type Desk } from '../desk.js';
import { rawCall } from '../raw-call.js';
import { v1Client, type V1Client } from './v1-client.js';

let folder: string;
let modelsDir: string;
let desk: Desk;
let v1: V1Client;
let port: number;
const net = Buffer.from(tinyNet());
const installed = () => join(modelsDir, 'packs', 'tiny', 'tiny.onnx');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-models-'));
  modelsDir = join(folder, 'models');
  const { manifest, file } = await writeTinyPack(folder);
  await installPack(modelsDir, manifest, { from: file });
  desk = await openDesk({ FACEDESK_MODELS_DIR: modelsDir, FACEDESK_API_KEYS: secret });
  v1 = v1Client(desk, secret);
  port = await desk.listen();
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

const secret = 'a-key-of-the-settings-for-models-alone';

interface Answered {
  readonly status: number;
  readonly body: { readonly code?: string };
}

/** Sends a file, with its length in front, or in pieces without. */
async function put(name: string, bytes: Uint8Array, how: 'whole' | 'in pieces' = 'whole'): Promise<Answered> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/models/${name}/file`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' },
    ...(how === 'whole'
      ? { body: new Uint8Array(bytes) }
      : { body: new Blob([new Uint8Array(bytes)]).stream(), duplex: 'half' as const }),
  });
  return { status: answer.status, body: (await answer.json()) as Answered['body'] };
}

async function modelOf(name: string): Promise<unknown> {
  const { body } = await v1({ path: '/models' });
  return (body as { models: readonly { name: string }[] }).models.find((one) => one.name === name);
}

const leftovers = () => readdirSync(modelsDir).filter((name) => name.endsWith('.tmp'));

test('says which nets there are, which are in use, and of which there are templates', async () => {
  await desk.container.enrolment.register({ id: 'anna', images: [await face('anna')] });
  const { body } = await v1({ path: '/models' });
  expect(body.models).toHaveLength(8);
  expect(await modelOf('dlib')).toMatchObject({
    ...{ kind: 'embedding', builtIn: true, state: 'installed', inUse: true, setting: 'FACEDESK_MODEL' },
  });
  expect(await modelOf('tiny')).toMatchObject({
    ...{ kind: 'embedding', builtIn: false, state: 'installed', inUse: false, bytes: net.length },
  });
  expect(await modelOf('yunet-2023mar')).toMatchObject({ state: 'available', setting: 'FACEDESK_DETECTOR' });
  expect(body.templates).toEqual([
    { modelId: desk.container.vision.modelId, people: 1, templates: 1, inUse: true },
  ]);
  expect(body).toMatchObject({ unverifiable: { people: 0, withoutPhoto: 0 }, templateRun: null });
});

test.each(['whole', 'in pieces'] as const)('takes the file of a pack, sent %s', async (how) => {
  await rm(installed());
  expect(await put('tiny', net, how)).toMatchObject({ status: 200 });
  expect(await readFile(installed())).toEqual(net);
  expect(await modelOf('tiny')).toMatchObject({ state: 'installed' });
  expect(leftovers()).toEqual([]);
});

const other = Buffer.from(net);
other[other.length - 1]! ^= 1;

test.each([
  ['of the right length with another digest', other],
  ['that is too short', net.subarray(1)],
  ['that is too long', Buffer.concat([net, net])],
])('refuses a file %s, and changes nothing', async (_what, bytes) => {
  for (const how of ['whole', 'in pieces'] as const) {
    const refused = await put('tiny', bytes, how);
    expect(refused, how).toMatchObject({ status: 422, body: { code: 'model_file_wrong' } });
  }
  expect(await readFile(installed())).toEqual(net);
  expect(leftovers()).toEqual([]);
});

test('refuses a file as soon as it is longer than the one that is meant', async () => {
  let sent = 0;
  const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65536), Buffer.from('\r\n')]);
  function* endless(): Generator<string | Buffer> {
    const head = ['PUT /v1/models/tiny/file HTTP/1.1', 'Host: desk', `Authorization: Bearer ${secret}`];
    const type = ['Content-Type: application/octet-stream', 'Transfer-Encoding: chunked', '', ''];
    yield [...head, ...type].join('\r\n');
    for (; sent < 4096; sent++) yield piece;
  }
  const { status } = await rawCall({ port, pieces: endless() });
  expect(status).toBe(422);
  expect(sent).toBeLessThan(2048);
  expect(leftovers()).toEqual([]);
});

test('knows no file of a net that is built in, or of a pack that nobody knows', async () => {
  for (const name of ['dlib', 'landmarks', 'nobody', '..'])
    expect((await put(name, net)).status, name).toBe(404);
});

test('says that the folder cannot be written', async () => {
  await rm(installed());
  await mkdir(installed());
  expect(await put('tiny', net)).toMatchObject({ status: 503, body: { code: 'models_folder_unwritable' } });
  await rm(installed(), { recursive: true });
  expect(leftovers()).toEqual([]);
});

test('makes templates of the model in use from kept photos, and says how far it is', async () => {
  const jpeg = await face('bella');
  const features = toFeatures(new Float32Array(128).fill(0.1));
  const enrol = (id: string, kept: object) =>
    desk.container.store.enrol({
      ...{ subjectId: parseSubjectId(id), modelId: 'another', photos: [{ features, ...kept }] },
    });
  await enrol('bella', { keptPhoto: { kind: 'full', jpeg } });
  await enrol('nobody-kept', {});
  expect((await v1({ path: '/models' })).body.unverifiable).toEqual({ people: 2, withoutPhoto: 1 });

  const { takeLease, endLease } = desk.container.store.webhooks;
  const until60s = new Date(Date.now() + 60_000).toISOString();
  const lease = { holder: 'elsewhere', at: new Date().toISOString(), until: until60s };
  expect(await takeLease('templates', lease)).toBe(true);
  const refused = await v1({ method: 'POST', path: '/models/remake' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'model_templates_in_progress' } });
  await endLease('templates', 'elsewhere');

  const asked = await Promise.all([1, 2].map(() => v1({ method: 'POST', path: '/models/remake' })));
  for (const { status } of asked) expect(status).toBe(202);
  await until(async () => (await v1({ path: '/models' })).body.templateRun.state === 'finished');
  const { body } = await v1({ path: '/models' });
  expect(body).toMatchObject({
    unverifiable: { people: 1, withoutPhoto: 1 },
    templateRun: {
      people: 2,
      done: 2,
      outcome: { added: 1, withoutPhoto: 1, withoutFace: 0 },
      problem: null,
    },
  });
  const claim = { id: 'bella', image: jpeg, origin: null };
  expect((await desk.container.verification.verify(claim)).outcome).toBe('match');
  expect((await v1({ method: 'DELETE', path: '/models/remake' })).status).toBe(204);
});
