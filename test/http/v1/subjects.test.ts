/** /v1/subjects: the answer, then the state, then the errors. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { idsIn, v1Client, type V1Client } from './v1-client.js';

let desk: Desk;
let v1: V1Client;
beforeAll(async () => {
  desk = await openDesk();
  v1 = v1Client(desk);
  await v1({ path: '/groups', json: { id: 'east' } });
});
afterAll(() => desk.close());

test('a person is registered with photo, metadata and groups, and can be read by any way of writing the id', async () => {
  const metadata = { department: 'chemistry', year: 3 };
  const { status, body, headers } = await v1({
    path: '/subjects',
    form: { id: 'Anna_1', photos: await face('anna'), groups: 'east', metadata: JSON.stringify(metadata) },
  });
  const subject = { id: 'Anna_1', state: 'enrolled', groups: ['east'], metadata };
  expect(status).toBe(201);
  expect(body.subject).toMatchObject(subject);
  expect(body.subject.registeredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(body.photos).toMatchObject([{ index: 0, accepted: true, photoId: expect.any(String) }]);
  expect(headers['location']).toBe('/v1/subjects/Anna_1');

  const read = await v1({ path: '/subjects/anna_1' });
  expect([read.status, read.body]).toEqual([200, body.subject]);
  expect(read.headers['etag']).toBe(headers['etag']);
  const known = await v1({ path: '/subjects/anna_1', headers: { 'if-none-match': String(headers['etag']) } });
  expect([known.status, known.body]).toEqual([304, Buffer.alloc(0)]);
});

test('photos may be base64 in JSON, and a person may come without one', async () => {
  const photo = (await face('bella')).toString('base64');
  const bella = await v1({
    path: '/subjects',
    json: { id: 'bella', photos: [`data:image/jpeg;base64,${photo}`] },
  });
  expect([bella.status, bella.body.subject.state]).toEqual([201, 'enrolled']);
  const carla = await v1({ path: '/subjects', json: { id: 'carla' } });
  expect([carla.status, carla.body.subject.state, carla.body.photos]).toEqual([201, 'awaitingPhoto', []]);
  expect((await v1({ path: '/subjects?state=awaitingPhoto' })).body.items).toMatchObject([{ id: 'carla' }]);
  expect(await desk.ids()).toEqual(['Anna_1', 'bella', 'carla']);
});

test('where no photo is good enough, nobody is registered, and each photo’s fault is named', async () => {
  const { status, body } = await v1({
    path: '/subjects',
    form: { id: 'nobody', photos: [await face('nobody'), await face('twoPeople')] },
  });
  expect([status, body.code]).toEqual([400, 'no_face_found']);
  expect(body.photos).toMatchObject([
    { index: 0, accepted: false, code: 'no_face_found' },
    { index: 1, accepted: false, code: 'several_faces_found' },
  ]);
  expect((await v1({ path: '/subjects/nobody' })).status).toBe(404);
});

test.each([
  ['an id that is taken', { id: 'ANNA_1' }, 409, 'subject_already_exists', undefined],
  ['no id', {}, 400, 'request_invalid', 'body/id'],
  ['a blank id', { id: '  ' }, 400, 'request_invalid', 'body/id'],
  ['an id with a control character', { id: 'a\u0007' }, 400, 'id_invalid', undefined],
  ['metadata that are no object', { id: 'x', metadata: 3 }, 400, 'request_invalid', 'body/metadata'],
  [
    'metadata beyond their limit',
    { id: 'x', metadata: { a: 'x'.repeat(8200) } },
    400,
    'metadata_too_large',
    undefined,
  ],
  ['a group that is not there', { id: 'x', groups: ['west'] }, 404, 'group_not_found', undefined],
  ['a field that is not known', { id: 'x', nmae: 'y' }, 400, 'request_invalid', 'body/nmae'],
])('%s is refused, and nothing is registered', async (_name, json, ...expected) => {
  const before = await desk.ids();
  const answer = await v1({ path: '/subjects', json });
  expect([answer.status, answer.body.code, answer.body.fields?.[0]?.field]).toEqual(expected);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
  expect(await desk.ids()).toEqual(before);
});

test('metadata are merged; a change on the ground of an old reading is refused', async () => {
  const { headers } = await v1({ path: '/subjects/anna_1' });
  const etag = String(headers['etag']);
  const patch = { metadata: { year: 4, department: null, room: { floor: 2 } } };
  const path = '/subjects/anna_1';
  const changed = await v1({ method: 'PATCH', path, json: patch, headers: { 'if-match': etag } });
  expect([changed.status, changed.body.metadata]).toEqual([200, { year: 4, room: { floor: 2 } }]);
  const late = await v1({
    method: 'PATCH',
    path,
    json: { metadata: { year: 9 } },
    headers: { 'if-match': etag },
  });
  expect([late.status, late.body.code]).toEqual([412, 'precondition_failed']);
  expect((await v1({ path })).body.metadata.year).toBe(4);
  const quiet = await v1({
    method: 'PATCH',
    path,
    json: { metadata: {} },
    headers: { prefer: 'return=minimal' },
  });
  expect([quiet.status, quiet.headers['preference-applied']]).toEqual([204, 'return=minimal']);
});

test('of many changes at once every one counts', async () => {
  const names = Array.from({ length: 8 }, (_, n) => `n${n}`);
  const answers = await Promise.all(
    names.map((name) =>
      v1({ method: 'PATCH', path: '/subjects/bella', json: { metadata: { [name]: true } } }),
    ),
  );
  const done = names.filter((_, n) => answers[n]!.status === 200);
  expect(answers.every(({ status }) => status === 200 || status === 412)).toBe(true);
  expect(Object.keys((await v1({ path: '/subjects/bella' })).body.metadata as object).sort()).toEqual(
    done.sort(),
  );
});

test('lists come in pages of any length, each person once, and can be searched', async () => {
  for (const id of ['d/1 ü', 'd/2', 'e'])
    await v1({ path: '/subjects', json: { id, metadata: { desk: 7, night: true, name: 'Ü "x"' } } });
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await v1({ path: `/subjects?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}` });
    ids.push(...idsIn(page));
    cursor = page.body.nextCursor as string | null;
  }
  expect(ids).toEqual(['Anna_1', 'bella', 'carla', 'd/1 ü', 'd/2', 'e']);
  const found = async (query: string): Promise<string[]> => idsIn(await v1({ path: `/subjects?${query}` }));
  expect(await found('idPrefix=D/')).toEqual(['d/1 ü', 'd/2']);
  expect(await found('metadata=desk:7&idPrefix=e')).toEqual(['e']);
  expect(await found(`metadata=night:true&metadata=${encodeURIComponent('name:Ü "x"')}&limit=1`)).toEqual([
    'd/1 ü',
  ]);
  expect(await found('metadata=desk:8')).toEqual([]);
  expect(await found('group=east&state=enrolled')).toEqual(['Anna_1']);
  expect(await found('state=locked')).toEqual([]);
  expect((await v1({ path: `/subjects/${encodeURIComponent('D/1 Ü')}` })).body.id).toBe('d/1 ü');
});

test.each([
  ['limit=0', 'query/limit'],
  ['limit=101', 'query/limit'],
  ['limit=ten', 'query/limit'],
  ['limt=3', 'query/limt'],
  ['cursor=abc', 'query/cursor'],
  ['state=gone', 'query/state'],
  ['metadata=x', 'query/metadata/0'],
  ['idPrefix=%20', 'query/idPrefix'],
])('%s: 400 that names the field', async (query, field) => {
  const { status, body } = await v1({ path: `/subjects?${query}` });
  expect([status, body.code, body.fields[0].field]).toEqual([400, 'request_invalid', field]);
});

test('a cursor belongs to its filters', async () => {
  const { body } = await v1({ path: '/subjects?limit=1' });
  expect((await v1({ path: `/subjects?limit=1&state=enrolled&cursor=${body.nextCursor}` })).status).toBe(400);
});

test('who is erased is gone with everything, and can be registered anew', async () => {
  expect((await v1({ method: 'DELETE', path: '/subjects/ANNA_1' })).status).toBe(204);
  expect((await v1({ path: '/subjects/anna_1' })).body.code).toBe('subject_not_found');
  expect((await v1({ method: 'DELETE', path: '/subjects/anna_1' })).status).toBe(404);
  const anew = await v1({ path: '/subjects', form: { id: 'anna_1', photos: await face('anna') } });
  expect(anew.body.subject).toMatchObject({ groups: [], metadata: {} });
});

test('methods and addresses that are not there are answered as problems', async () => {
  const put = await v1({ method: 'PUT', path: '/subjects/anna_1' });
  expect([put.status, put.body.code, put.headers['allow']]).toEqual([
    405,
    'method_not_allowed',
    'GET, HEAD, PATCH, DELETE, OPTIONS',
  ]);
  expect((await v1({ method: 'OPTIONS', path: '/subjects/x/photos/1' })).status).toBe(204);
  expect((await v1({ method: 'HEAD', path: '/subjects' })).status).toBe(200);
  expect((await v1({ path: '/nothing' })).body).toMatchObject({ code: 'route_not_found', status: 404 });
  const text = {
    method: 'POST' as const,
    path: '/subjects',
    headers: { 'content-type': 'text/plain' },
    json: {},
  };
  expect((await v1(text)).body.code).toBe('media_type_unsupported');
});
