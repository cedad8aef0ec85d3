/** API keys over a real database: told once, kept as digests, rotated without a gap, ended in every process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyone, roles } from '../../src/domain/access.js';
import { createLogger } from '../../src/observability/logger.js';
import type { EventRecord } from '../../src/services/events.js';
import { createKeys, type Keys, type KeysParts } from '../../src/services/keys.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

let folder: string;
let store: Store;
let logLines: string[];
let recorded: EventRecord[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facedesk-keys-'));
  logLines = [];
  recorded = [];
  store = await openStore({ url: `sqlite:${join(folder, 'db.sqlite')}`, keys: testKeys });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function keysWith(parts: Partial<KeysParts> = {}): Keys {
  const log = createLogger({ level: 'debug', destination: { write: (line) => void logLines.push(line) } });
  const events = { record: (event: EventRecord) => void recorded.push(event) };
  return createKeys({ store, events, settingsKeys: [], openWithoutKeys: true, log, ...parts });
}

const here = '127.0.0.1';
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('a key', () => {
  test.each(['kiosk', 'desk', 'enrol', 'admin'] as const)(
    'of the role %s has the scopes of it',
    async (role) => {
      const keys = keysWith();
      const { key, secret } = await keys.create({ role, name: 'Front door' }, anyone);
      expect(secret).toMatch(new RegExp(`^fdk_${key.id}_[\\w-]{43}$`));
      const caller = await keys.authenticate(secret, here);
      expect(caller).toMatchObject({ keyId: key.id, role, scopes: new Set(roles[role]) });
    },
  );

  test('for an integration has exactly the scopes that were chosen', async () => {
    const keys = keysWith();
    const { secret } = await keys.create({ role: 'integration', name: 'Gate', scopes: ['verify'] }, anyone);
    expect((await keys.authenticate(secret, here)).scopes).toEqual(new Set(['verify']));
  });

  test('is told once: neither the list, the log nor the database holds its secret', async () => {
    const keys = keysWith();
    const { key, secret } = await keys.create({ role: 'kiosk', name: 'Front door' }, anyone);
    const rotated = await keys.rotate(key.id, anyone);
    const database = new DatabaseSync(join(folder, 'db.sqlite'));
    const rows = ['facedesk_api_keys', 'facedesk_api_key_secrets'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    );
    database.close();
    const kept = JSON.stringify([rows, await keys.list(), logLines]);
    for (const told of [secret, rotated.secret]) expect(kept).not.toContain(told.slice(17));
    expect(kept).toContain(key.id);
  });

  test('is refused where a letter of it is wrong, and where it is another’s secret', async () => {
    const keys = keysWith();
    const one = await keys.create({ role: 'kiosk', name: 'one' }, anyone);
    const other = await keys.create({ role: 'admin', name: 'other' }, anyone);
    const mixed = `fdk_${other.key.id}_${one.secret.slice(17)}`;
    const wrong = one.secret.slice(0, -1) + (one.secret.endsWith('A') ? 'B' : 'A');
    for (const text of [mixed, wrong, one.secret.slice(0, -1), `${one.secret}x`, '', 'fdk_', one.key.id])
      expect(await codeOf(keys.authenticate(text, here))).toBe('api_key_invalid');
  });

  test('with an expiry ends then', async () => {
    let nowMs = Date.parse('2026-01-01T00:00:00Z');
    const keys = keysWith({ now: () => nowMs });
    const { secret } = await keys.create(
      { role: 'kiosk', name: 'fair', expiresAt: '2026-01-02T01:00:00+01:00' },
      anyone,
    );
    nowMs = Date.parse('2026-01-01T23:59:59Z');
    expect((await keys.authenticate(secret, here)).role).toBe('kiosk');
    nowMs = Date.parse('2026-01-02T00:00:00Z');
    expect(await codeOf(keys.authenticate(secret, here))).toBe('api_key_invalid');
  });

  test('with ranges opens from there only', async () => {
    const keys = keysWith();
    const addresses = ['10.1.0.0/16', '2001:db8::/32'];
    const { secret } = await keys.create({ role: 'kiosk', name: 'desk', addresses }, anyone);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8:9::1'])
      expect((await keys.authenticate(secret, address)).role).toBe('kiosk');
    for (const address of ['10.2.0.1', '2001:db9::1', ''])
      expect(await codeOf(keys.authenticate(secret, address))).toBe('key_address_refused');
  });

  test('may do what was chosen on top of its role, and nothing twice', async () => {
    const keys = keysWith();
    const wanted = { role: 'kiosk' as const, name: 'desk', scopes: ['identify', 'verify', 'identify'] };
    const { secret, key } = await keys.create(wanted, anyone);
    expect(key.scopes).toEqual(['verify', 'quality:judge', 'identify']);
    const { role, scopes } = await keys.authenticate(secret, here);
    expect([role, [...scopes]]).toEqual(['kiosk', ['verify', 'quality:judge', 'identify']]);
  });

  test.each([
    [{ name: ' ' }, 'key_name_invalid'],
    [{ name: 'x'.repeat(101) }, 'key_name_invalid'],
    [{ name: 'a\u0007' }, 'key_name_invalid'],
    [{ scopes: ['everything'] }, 'key_scopes_invalid'],
    [{ role: 'integration' as const }, 'key_scopes_invalid'],
    [{ role: 'integration' as const, scopes: ['everything'] }, 'key_scopes_invalid'],
    [{ addresses: ['10.0.0.0/33'] }, 'key_addresses_invalid'],
    [{ addresses: Array<string>(51).fill('10.0.0.1') }, 'key_addresses_invalid'],
    [{ expiresAt: '2001-01-01T00:00:00Z' }, 'key_expiry_invalid'],
    [{ expiresAt: '2030' }, 'key_expiry_invalid'],
    [{ ratePerMinute: 0 }, 'key_rate_invalid'],
    [{ ratePerMinute: 1_000_001 }, 'key_rate_invalid'],
  ])('is not made of %j', async (wrong, code) => {
    const keys = keysWith();
    expect(await codeOf(keys.create({ role: 'kiosk', name: 'desk', ...wrong }, anyone))).toBe(code);
    expect(await keys.list()).toEqual([]);
  });

  test('cannot make or rotate one that may do more than itself', async () => {
    const keys = keysWith();
    const admin = await keys.create({ role: 'admin', name: 'admin' }, anyone);
    const made = await keys.create(
      { role: 'integration', name: 'i', scopes: ['keys:manage', 'verify'] },
      anyone,
    );
    const by = await keys.authenticate(made.secret, here);
    expect(await codeOf(keys.create({ role: 'admin', name: 'more' }, by))).toBe('scope_missing');
    expect(await codeOf(keys.rotate(admin.key.id, by))).toBe('scope_missing');
    expect(await codeOf(keys.create({ role: 'integration', name: 'less', scopes: ['verify'] }, by))).toBe(
      'no error',
    );
  });
});

test('after a rotation both secrets open the key; after the time of grace, and after a second rotation, the first does not', async () => {
  let nowMs = Date.now();
  const keys = keysWith({ now: () => nowMs });
  const first = await keys.create({ role: 'kiosk', name: 'desk' }, anyone);
  const second = await keys.rotate(first.key.id, anyone, { graceS: 3600 });
  for (const { secret } of [first, second])
    expect((await keys.authenticate(secret, here)).keyId).toBe(first.key.id);
  nowMs += 3601_000;
  expect(await codeOf(keys.authenticate(first.secret, here))).toBe('api_key_invalid');
  const third = await keys.rotate(first.key.id, anyone, { graceS: 3600 });
  const fourth = await keys.rotate(first.key.id, anyone, { graceS: 3600 });
  expect(await codeOf(keys.authenticate(second.secret, here))).toBe('api_key_invalid');
  for (const { secret } of [third, fourth])
    expect((await keys.authenticate(secret, here)).keyId).toBe(first.key.id);
});

test('a key that another process revokes is refused within 2 seconds', async () => {
  const keys = keysWith();
  const { key, secret } = await keys.create({ role: 'kiosk', name: 'desk' }, anyone);
  await keys.authenticate(secret, here);
  const otherStore = await openStore({ url: `sqlite:${join(folder, 'db.sqlite')}`, keys: testKeys });
  await keysWith({ store: otherStore }).revoke(key.id);
  await otherStore.close();
  await setTimeout(2000);
  expect(await codeOf(keys.authenticate(secret, here))).toBe('api_key_invalid');
});

test('a key that this process revokes is refused at once, and cannot be revoked or rotated again', async () => {
  const keys = keysWith();
  const { key, secret } = await keys.create({ role: 'kiosk', name: 'desk' }, anyone);
  await keys.authenticate(secret, here);
  await keys.revoke(key.id);
  expect(await codeOf(keys.authenticate(secret, here))).toBe('api_key_invalid');
  expect(await codeOf(keys.revoke(key.id))).toBe('key_not_found');
  expect(await codeOf(keys.rotate(key.id, anyone))).toBe('key_not_found');
});

describe('without a key', () => {
  test('everybody may do everything while there is none; from the first on nobody may, also when it is revoked', async () => {
    const keys = keysWith();
    expect(await keys.authenticate(undefined, here)).toBe(anyone);
    const { key } = await keys.create({ role: 'kiosk', name: 'desk' }, anyone);
    expect(await codeOf(keys.authenticate(undefined, here))).toBe('api_key_required');
    await keys.revoke(key.id);
    expect(await codeOf(keys.authenticate(undefined, here))).toBe('api_key_required');
  });

  test('nobody gets in where other machines reach the service', async () => {
    const keys = keysWith({ openWithoutKeys: false });
    expect(await codeOf(keys.authenticate(undefined, here))).toBe('api_key_required');
  });

  test('nobody gets in where the settings have a key, which may do everything', async () => {
    const keys = keysWith({ settingsKeys: ['a'.repeat(32), 'b'.repeat(32)] });
    expect(await codeOf(keys.authenticate(undefined, here))).toBe('api_key_required');
    expect(await keys.authenticate('b'.repeat(32), here)).toMatchObject({
      role: 'admin',
      keyId: 'settings-2',
    });
    expect(await codeOf(keys.authenticate('c'.repeat(32), here))).toBe('api_key_invalid');
  });

  test('nobody gets in while the database is away', async () => {
    const keys = keysWith();
    await store.close();
    expect(await codeOf(keys.authenticate(undefined, here))).toBe('store_unavailable');
    expect(await codeOf(keys.authenticate(`fdk_${'0'.repeat(12)}_${'A'.repeat(43)}`, here))).toBe(
      'store_unavailable',
    );
  });
});
