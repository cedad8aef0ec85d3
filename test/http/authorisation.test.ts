/**
 * Who may call what: every route of the running application against every role. A route that is added without a row here fails,
 * and so does a row whose route is gone.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyone, type Role, roles } from '../../src/domain/access.js';
import { openDesk, type Desk } from './desk.js';

const everyKey = ['kiosk', 'desk', 'enrol', 'admin', 'integration'] as const;
type Allowed = readonly Role[] | 'open';

/** The key of the role integration was made for comparisons alone. */
const access: Readonly<Record<string, Allowed>> = {
  'GET /livez': 'open',
  'GET /readyz': 'open',
  'GET /docs': 'open',
  'GET /openapi.json': 'open',
  'GET /registerPage': 'open',
  'GET /kiosk': 'open',
  'GET /console': 'open',
  'GET /verifyPage': 'open',
  'GET /assets/*': 'open',
  'GET /metrics': ['admin'],
  'GET /register': ['desk', 'enrol', 'admin'],
  'POST /register': ['enrol', 'admin'],
  'DELETE /register': ['admin'],
  'POST /verify': ['kiosk', 'desk', 'admin'],
  'GET /v1/calibration': ['admin'],
  'POST /v1/calibration/renew': ['admin'],
  'GET /v1/caller': ['kiosk', 'desk', 'enrol', 'admin', 'integration'],
  'POST /v1/challenges': ['kiosk', 'desk', 'admin'],
  'GET /v1/devices': ['desk', 'admin'],
  'GET /v1/duplicates': ['enrol', 'admin'],
  'POST /v1/duplicates/settlements': ['enrol', 'admin'],
  'GET /v1/events': ['desk', 'admin'],
  'GET /v1/events/stream': ['desk', 'admin'],
  'GET /v1/events/:eventId': ['desk', 'admin'],
  'GET /v1/events/:eventId/picture': ['desk', 'admin'],
  'POST /v1/events/:eventId/feedback': ['desk', 'admin'],
  'GET /v1/statistics': ['desk', 'admin'],
  'GET /v1/keys': ['admin'],
  'POST /v1/keys': ['admin'],
  'GET /v1/keys/:keyId': ['admin'],
  'DELETE /v1/keys/:keyId': ['admin'],
  'POST /v1/keys/:keyId/secret': ['admin'],
  'GET /v1/groups': ['desk', 'enrol', 'admin'],
  'POST /v1/groups': ['enrol', 'admin'],
  'GET /v1/groups/:groupId': ['desk', 'enrol', 'admin'],
  'DELETE /v1/groups/:groupId': ['enrol', 'admin'],
  'PUT /v1/groups/:groupId/members/:subjectId': ['enrol', 'admin'],
  'DELETE /v1/groups/:groupId/members/:subjectId': ['enrol', 'admin'],
  'POST /v1/identifications': ['admin'],
  'POST /v1/comparisons': ['admin', 'integration'],
  'GET /v1/subjects/:subjectId/photos': ['desk', 'enrol', 'admin'],
  'POST /v1/subjects/:subjectId/photos': ['enrol', 'admin'],
  'GET /v1/subjects/:subjectId/photos/:photoId': ['desk', 'admin'],
  'DELETE /v1/subjects/:subjectId/photos/:photoId': ['admin'],
  'POST /v1/quality': ['kiosk', 'desk', 'enrol', 'admin'],
  'POST /v1/subjects': ['enrol', 'admin'],
  'GET /v1/subjects': ['desk', 'enrol', 'admin'],
  'GET /v1/subjects/:subjectId': ['desk', 'enrol', 'admin'],
  'PATCH /v1/subjects/:subjectId': ['enrol', 'admin'],
  'DELETE /v1/subjects/:subjectId': ['admin'],
  'POST /v1/subjects/:subjectId/unlock': ['desk', 'admin'],
  'GET /v1/settings': ['admin'],
  'GET /v1/models': ['admin'],
  'PUT /v1/models/:modelName/file': ['admin'],
  'POST /v1/models/remake': ['admin'],
  'DELETE /v1/models/remake': ['admin'],
  'GET /v1/system': ['admin'],
  'GET /v1/imports': ['enrol', 'admin'],
  'POST /v1/imports': ['enrol', 'admin'],
  'GET /v1/imports/:importId': ['enrol', 'admin'],
  'DELETE /v1/imports/:importId': ['enrol', 'admin'],
  'GET /v1/imports/:importId/rows': ['enrol', 'admin'],
  'GET /v1/webhooks': ['admin'],
  'POST /v1/webhooks': ['admin'],
  'GET /v1/webhooks/:webhookId': ['admin'],
  'PATCH /v1/webhooks/:webhookId': ['admin'],
  'DELETE /v1/webhooks/:webhookId': ['admin'],
  'POST /v1/webhooks/:webhookId/secret': ['admin'],
  'POST /v1/webhooks/:webhookId/test': ['admin'],
  'GET /v1/webhooks/:webhookId/deliveries': ['admin'],
  'POST /v1/webhooks/:webhookId/deliveries/:eventId/replay': ['admin'],
  'POST /v1/webhooks/:webhookId/replay': ['admin'],
  'POST /v1/verifications': ['kiosk', 'desk', 'admin'],
};

let desk: Desk;
const secrets = new Map<Role, string>();
beforeAll(async () => {
  desk = await openDesk();
  for (const role of Object.keys(roles) as Role[]) {
    const scopes = role === 'integration' ? { scopes: ['compare'] } : {};
    secrets.set(role, (await desk.container.keys.create({ role, name: role, ...scopes }, anyone)).secret);
  }
});
afterAll(() => desk.close());

/** What GET takes, HEAD takes too: see below. */
const routeNames = (): string[] =>
  desk.app.guardedRoutes
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url}`)
    .sort();

async function statusOf(route: string, headers: Record<string, string>): Promise<number> {
  const [method, url] = route.split(' ') as [string, string];
  const path = url.replace(/:\w+|\*/g, 'none');
  if (!url.includes('/stream')) {
    return (await desk.app.inject({ method: method as 'GET', url: path, headers })).statusCode;
  }
  // It has no end, so only its beginning is read.
  const answer = await desk.app.inject({
    method: method as 'GET',
    url: path,
    headers,
    payloadAsStream: true,
  });
  answer.stream().destroy();
  return answer.statusCode;
}

test('every route has a row, and every row a route', () => {
  expect(Object.keys(access).sort()).toEqual(routeNames());
});

test('HEAD takes the scope that GET takes', () => {
  const heads = desk.app.guardedRoutes.filter(({ method }) => method === 'HEAD');
  expect(heads.length).toBeGreaterThan(0);
  for (const { url, scope } of heads)
    expect(desk.app.guardedRoutes).toContainEqual({ method: 'GET', url, scope });
});

test.each(everyKey)('with a key of the role %s exactly the routes of its rows answer', async (role) => {
  const headers = { authorization: `Bearer ${secrets.get(role)}` };
  for (const [route, allowed] of Object.entries(access)) {
    const isAllowed = allowed === 'open' || allowed.includes(role);
    const status = await statusOf(route, headers);
    if (isAllowed) expect([401, 403], route).not.toContain(status);
    else expect([route, status]).toEqual([route, 403]);
  }
});

test.each<[name: string, headers: Record<string, string>, inAddress: boolean]>([
  ['no key', {}, false],
  ['a key in the address', {}, true],
  ['a key that nobody has', { 'x-api-key': `fdk_${'0'.repeat(12)}_${'A'.repeat(43)}` }, false],
])('with %s only what is open answers', async (_name, headers, inAddress) => {
  for (const [route, allowed] of Object.entries(access)) {
    const query = inAddress ? `?key=${secrets.get('admin')}&api_key=${secrets.get('admin')}` : '';
    const status = await statusOf(route + query, headers);
    if (allowed === 'open') expect([401, 403], route).not.toContain(status);
    else expect([route, status]).toEqual([route, 401]);
  }
});

test('the refusal names what is missing, and /verify/ says that nobody was verified', async () => {
  const headers = { 'x-api-key': secrets.get('enrol')! };
  expect(await desk.call({ method: 'POST', url: '/verify/', headers })).toMatchObject({
    status: 403,
    body: { code: 'scope_missing', verified: false },
  });
});

test('a route that names neither a scope nor that it is open is refused when it is added', async () => {
  const app = await desk.container.buildApp();
  expect(() => app.get('/unguarded', async () => 'x')).toThrow(/has to name a scope/);
  await app.close();
});

test('no secret is in the log', () => {
  for (const secret of secrets.values()) expect(desk.logLines.join('')).not.toContain(secret.slice(17));
});
