/** Imports where two services serve one database: who runs them, and what becomes of one whose service is killed. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facedesk } from 'facedesk-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { face } from '../faces.js';
import { zipFile } from '../zip-file.js';
import { describeOnServers, settingsFor, untilTrue } from './on-servers.js';
import type { Serving } from './serving.js';

const people = 24;
const longestMs = 90_000;

const clientOf = ({ url }: Serving): Facedesk => new Facedesk({ url });

async function enrolledAt(serving: Serving): Promise<string[]> {
  return (await clientOf(serving).subjects.list({ limit: 100 }).all()).map(({ id }) => id).toSorted();
}

/** How many photos of imports a service has examined since it started. */
async function examinedBy({ url }: Serving): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^facedesk_pictures_total\{purpose="bulk",outcome="done"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

describeOnServers('an import, with two services on the database', (desk) => {
  let env: Record<string, string>;
  let folder: string;
  let archive: string;
  const running: Serving[] = [];

  const serve = async (extra: Record<string, string> = {}): Promise<Serving> => {
    const serving = await desk().serve({ env: { ...env, ...extra } });
    running.push(serving);
    return serving;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'facedesk-two-'));
    env = {
      ...settingsFor(await desk().server.createDatabase()),
      FACEDESK_VISION_TASK_TIMEOUT_MS: '20000',
    };
    const anna = await face('anna');
    const entries = Array.from({ length: people }, (_, n) => ({
      path: `P${String(n).padStart(2, '0')}_20230101080000.jpg`,
      content: anna,
    }));
    archive = join(folder, 'people.zip');
    writeFileSync(archive, zipFile(...entries));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((serving) => serving.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  test('where they share the data folder it is run once between them', async () => {
    const [one, other] = await Promise.all([serve(), serve()]);
    const { id } = await clientOf(one).imports.start({ archive, mode: 'write' });
    const ended = await clientOf(other).imports.wait(id, { everyMs: 200 });
    expect(ended).toMatchObject({ state: 'finished', summary: { enrolled: people, alreadyEnrolled: 0 } });
    expect((await examinedBy(one)) + (await examinedBy(other))).toBe(people);
    expect(await enrolledAt(one)).toHaveLength(people);
    const told = () =>
      clientOf(one)
        .events.list({ kind: ['import.finished'] })
        .all();
    await untilTrue(async () => (await told()).length > 0, longestMs);
    expect(await told()).toMatchObject([{ reason: id }]);
  });

  test('where they share the data folder the other goes on when the one that runs it is killed', async () => {
    const both = await Promise.all([serve(), serve()]);
    const { id } = await clientOf(both[0]).imports.start({ archive, mode: 'write' });
    await untilTrue(async () => (await enrolledAt(both[0])).length >= 3, longestMs);
    const examined = await Promise.all(both.map(examinedBy));
    // Only one of them has examined anything.
    expect(examined.filter((count) => count > 0)).toHaveLength(1);
    const [killed, left] = examined[0]! > 0 ? both : [both[1], both[0]];
    await killed.kill();
    const before = await enrolledAt(left);
    expect(before.length).toBeLessThan(people);
    const ended = await clientOf(left).imports.wait(id, { everyMs: 200 });
    expect(ended).toMatchObject({ state: 'finished', progress: { photos: people, done: people } });
    expect(await enrolledAt(left)).toHaveLength(people);
    // Whoever was enrolled before is not examined again.
    expect(await examinedBy(left)).toBe(people - before.length);
  });

  test('where each has a data folder of its own it waits for the one that has the files, and says so', async () => {
    const own = (name: string) => ({
      FACEDESK_DATA_DIR: join(folder, name),
      FACEDESK_ENCRYPTION_KEY_FILE: join(folder, 'shared.key'),
    });
    const receiver = await serve(own('receiver'));
    const other = await serve(own('other'));
    const { id } = await clientOf(receiver).imports.start({ archive, mode: 'write' });
    await untilTrue(async () => (await enrolledAt(other)).length >= 3, longestMs);
    await receiver.kill();
    const before = await enrolledAt(other);
    // As it is after a minute without a sign of the receiver.
    await desk().server.sqlIn(
      env['FACEDESK_DATABASE_URL']!,
      `UPDATE facedesk_imports SET seen_at = '2026-01-01T00:00:00.000Z'`,
    );
    expect(await clientOf(other).imports.get(id)).toMatchObject({ stalled: true, endedAt: null });
    expect(await examinedBy(other)).toBe(0);
    expect(await enrolledAt(other)).toEqual(before);

    // The receiver is back: it goes on by itself.
    const back = await serve(own('receiver'));
    const ended = await clientOf(other).imports.wait(id, { everyMs: 200 });
    expect(ended).toMatchObject({ state: 'finished', stalled: false });
    expect(await enrolledAt(other)).toHaveLength(people);
    expect(await examinedBy(other)).toBe(0);
    await untilTrue(async () => readdirSync(join(folder, 'receiver', 'imports')).length === 0, longestMs);
    expect(await enrolledAt(back)).toHaveLength(people);
  });

  test('a stalled one can be cancelled, and its archive sent to the other', async () => {
    const own = (name: string) => ({
      FACEDESK_DATA_DIR: join(folder, name),
      FACEDESK_ENCRYPTION_KEY_FILE: join(folder, 'shared.key'),
    });
    const receiver = await serve(own('receiver'));
    const other = await serve(own('other'));
    const { id } = await clientOf(receiver).imports.start({ archive, mode: 'write' });
    await untilTrue(async () => (await enrolledAt(other)).length >= 3, longestMs);
    await receiver.kill();
    await desk().server.sqlIn(
      env['FACEDESK_DATABASE_URL']!,
      `UPDATE facedesk_imports SET seen_at = '2026-01-01T00:00:00.000Z'`,
    );
    const imports = clientOf(other).imports;
    expect(await imports.cancel(id)).toMatchObject({ state: 'cancelled' });
    const { id: second } = await imports.start({ archive, mode: 'write' });
    expect(await imports.wait(second, { everyMs: 200 })).toMatchObject({ state: 'finished' });
    expect(await enrolledAt(other)).toHaveLength(people);
  });
});
