/** The client against a service that listens: every kind of photo, every resource, and refusals as typed errors. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facedesk, FacedeskError } from 'facedesk-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { face } from '../faces.js';
import { type ServedDesk, serveDesk } from './serving.js';

let served: ServedDesk;
let facedesk: Facedesk;
let folder: string;
let annaPath: string;

beforeAll(async () => {
  served = await serveDesk();
  facedesk = await served.clientAs('admin');
  folder = await mkdtemp(join(tmpdir(), 'facedesk-client-'));
  annaPath = join(folder, 'anna.jpg');
  await writeFile(annaPath, await face('anna'));
});

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

/** What a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<FacedeskError> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FacedeskError);
  return error as FacedeskError;
}

describe('people and their photos', () => {
  it('are registered with a path, verified with bytes, found with a Blob', async () => {
    await facedesk.groups.create({ id: 'gate', description: 'The gate' });
    const { subject, photos } = await facedesk.subjects.create({
      id: 'B21/ü 1',
      photos: [annaPath],
      groups: ['gate'],
      metadata: { department: 'chemistry', year: 3 },
    });
    expect(subject).toMatchObject({ id: 'B21/ü 1', state: 'enrolled', groups: ['gate'] });
    expect(photos).toMatchObject([{ index: 0, accepted: true }]);

    const again = await face('annaAgain');
    expect(await facedesk.verify({ id: 'B21/ü 1', photos: [again] })).toMatchObject({
      outcome: 'match',
      subject: { id: 'B21/ü 1' },
      receipt: { targetFmr: 0.0001 },
    });
    const candidates = await facedesk.identify({ photo: new Blob([again]), groups: ['gate'], limit: 3 });
    expect(candidates).toMatchObject([{ rank: 1, subject: { id: 'B21/ü 1' }, passes: true }]);
  });

  it('are changed only where nobody else was faster', async () => {
    const before = await facedesk.subjects.get('B21/ü 1');
    const changed = await facedesk.subjects.update(
      'B21/ü 1',
      { metadata: { year: 4, department: null } },
      { ifMatch: before.etag },
    );
    expect(changed.metadata).toEqual({ year: 4 });
    const late = facedesk.subjects.update('B21/ü 1', { metadata: { year: 5 } }, { ifMatch: before.etag });
    expect(await refusal(late)).toMatchObject({ code: 'precondition_failed', status: 412 });
    expect((await facedesk.subjects.get('b21/Ü 1')).etag).toBe(changed.etag);
  });

  it('get further photos, which can be read back and erased', async () => {
    const [report] = await facedesk.photos.add('B21/ü 1', {
      photos: [new Uint8Array(await face('annaAgain'))],
    });
    expect(report).toMatchObject({ accepted: true });
    const listed = await facedesk.photos.list('B21/ü 1');
    expect(listed).toHaveLength(2);
    const jpeg = new Uint8Array(await (await facedesk.photos.get('B21/ü 1', listed[1]!.id)).arrayBuffer());
    expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    await facedesk.photos.delete('B21/ü 1', listed[1]!.id);
    expect(await facedesk.photos.list('B21/ü 1')).toHaveLength(1);
  });

  it('are listed to the end, however the service cuts the list', async () => {
    for (let no = 1; no <= 5; no++) await facedesk.subjects.create({ id: `P${no}` });
    const ids: string[] = [];
    for await (const { id } of facedesk.subjects.list({ limit: 2, state: 'awaitingPhoto' })) ids.push(id);
    expect(ids).toEqual(['P1', 'P2', 'P3', 'P4', 'P5']);
    const first = await facedesk.subjects.list({ limit: 3, idPrefix: 'P' }).page();
    expect(first.items).toHaveLength(3);
    const second = await facedesk.subjects.list({ limit: 3, idPrefix: 'P' }).page(first.nextCursor!);
    expect(second.items.map(({ id }) => id)).toEqual(['P4', 'P5']);
    expect(await facedesk.subjects.list({ metadata: ['year:4'] }).all()).toHaveLength(1);
  });

  it('are in groups and out of them again, and erased', async () => {
    await facedesk.groups.addMember('gate', 'P1');
    expect(await facedesk.groups.get('gate')).toMatchObject({ memberCount: 2 });
    await facedesk.groups.removeMember('gate', 'P1');
    expect(await facedesk.groups.list().all()).toMatchObject([{ id: 'gate', memberCount: 1 }]);
    await facedesk.subjects.delete('P1');
    expect(await refusal(facedesk.subjects.get('P1'))).toMatchObject({
      code: 'subject_not_found',
      status: 404,
    });
    await facedesk.subjects.unlock('P2');
    await facedesk.groups.delete('gate');
    expect(await facedesk.groups.list().all()).toEqual([]);
  });
});

describe('the rest of the service', () => {
  it('compares, judges, lists events, duplicates and calibration, and says how it is', async () => {
    expect(await facedesk.compare(annaPath, await face('annaAgain'))).toMatchObject({ outcome: 'match' });
    expect(await facedesk.compare(annaPath, await face('bella'))).toMatchObject({ outcome: 'nonMatch' });
    expect(await facedesk.judge({ photo: await face('nobody') })).toMatchObject({
      accepted: false,
      faces: 0,
    });
    expect((await facedesk.challenge()).token).toBeTypeOf('string');
    await served.desk.container.events.flush();
    const [newest] = (await facedesk.events.list({ kind: ['comparison.decided'], limit: 1 }).page()).items;
    expect(newest).toMatchObject({ kind: 'comparison.decided', outcome: 'nonMatch' });
    expect(await facedesk.duplicates.list()).toEqual({ items: [], total: 0 });
    expect(await facedesk.calibration.get()).toMatchObject({ targetFmr: 0.0001 });
    expect(await facedesk.system()).toMatchObject({ gallery: { people: 1 } });
    const { id: keyId, secret } = await facedesk.keys.create({ name: 'Gate', role: 'kiosk' });
    expect(secret).toMatch(/^fdk_/);
    expect((await facedesk.keys.rotate(keyId)).secret).not.toBe(secret);
    await facedesk.keys.revoke(keyId);
    expect((await facedesk.keys.list().all()).map(({ id }) => id)).toContain(keyId);
    expect(await facedesk.webhooks.list().all()).toEqual([]);
    // By its name, as for operations that are newer than the client's methods.
    expect(await facedesk.call('readSubject', { params: { subjectId: 'P2' } })).toMatchObject({ id: 'P2' });
  });
});

describe('models', () => {
  it('are listed, take no file but the one that is meant, and make templates in the background', async () => {
    expect((await facedesk.models.get()).models.map(({ name }) => name)).toContain('yunet-2023mar');
    const installing = facedesk.models.install('yunet-2023mar', Buffer.from('another file'));
    expect(await refusal(installing)).toMatchObject({ code: 'model_file_wrong', status: 422 });
    expect(await facedesk.models.makeTemplates()).toMatchObject({ state: 'running' });
    await facedesk.models.cancelTemplates();
  });
});

describe('refusals', () => {
  it('name everything a person can put right, for programs and for people', async () => {
    const error = await refusal(
      facedesk.subjects.create({ id: 'X', photos: [await face('nobody'), await face('nobody')] }),
    );
    expect(error).toMatchObject({
      code: 'no_face_found',
      status: 400,
      findings: [{ code: 'no_face_found' }],
    });
    expect(error.photos).toMatchObject([
      { index: 0, accepted: false, code: 'no_face_found' },
      { index: 1, accepted: false, code: 'no_face_found' },
    ]);
    expect(error.message).toContain('No face was found');
    expect(error.requestId).toMatch(/^[\w-]{8,}$/);
  });

  it('name the fields that are wrong', async () => {
    const error = await refusal(facedesk.subjects.list({ limit: 1000 }).page());
    expect(error).toMatchObject({ code: 'request_invalid', fields: [{ field: 'query/limit' }] });
    expect(error.message).toContain('query/limit');
  });

  it('tell a missing key from one that may not', async () => {
    const nobody = new Facedesk({ url: served.url, key: `fdk_${'0'.repeat(44)}` });
    expect((await refusal(nobody.system())).status).toBe(401);
    const kiosk = await served.clientAs('kiosk');
    expect(await refusal(kiosk.subjects.get('P2'))).toMatchObject({ code: 'scope_missing', status: 403 });
    expect(await kiosk.verify({ id: 'B21/ü 1', photos: [await face('bella')] })).toEqual({
      outcome: 'nonMatch',
    });
  });

  it('are made here where an id would lead to another address', async () => {
    await expect(facedesk.groups.removeMember('gate', '..')).rejects.toThrow(RangeError);
  });

  it('say that nobody answers, and that somebody else does', async () => {
    const away = new Facedesk({ url: 'http://127.0.0.1:9', retries: 0 });
    expect(await refusal(away.system())).toMatchObject({ code: 'unreachable', status: 0 });
    const other = new Facedesk({ url: `${served.url}/verifyPage/` });
    expect(await refusal(other.system())).toMatchObject({ code: 'answer_unexpected' });
  });

  it('end a call with the reason of its signal', async () => {
    const reason = new Error('the visitor left');
    await expect(facedesk.system({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
