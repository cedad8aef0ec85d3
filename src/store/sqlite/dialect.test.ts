import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteSyncDialect } from './dialect.js';

describe('SqliteSyncDialect', () => {
  let database: InstanceType<typeof DatabaseSync>;
  let db: Kysely<{ t: { id: string } }>;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (id TEXT PRIMARY KEY)');
    db = new Kysely({ dialect: new SqliteSyncDialect(database) });
  });
  afterEach(() => db.destroy());

  const insert = (id: string) =>
    db.transaction().execute((trx) => trx.insertInto('t').values({ id }).execute());
  const ids = async () => (await db.selectFrom('t').select('id').execute()).map(({ id }) => id);

  it('keeps parallel transactions apart, so that the rollback of one takes nothing from the others', async () => {
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('t').values({ id: 'lost' }).execute();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('changed my mind');
    });
    const outcomes = await Promise.allSettled([failing, insert('a'), insert('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('reports the cause where SQLite has rolled back by itself, and goes on', async () => {
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON t WHEN new.id = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'disk gone'); END",
    );
    await expect(insert('bad')).rejects.toThrow('disk gone');
    await insert('good');
    expect(await ids()).toEqual(['good']);
  });

  it('finishes the transaction that is under way before it closes', async () => {
    const slow = db.transaction().execute(async (trx) => {
      await new Promise((resolve) => setImmediate(resolve));
      return trx.insertInto('t').values({ id: 'last' }).execute();
    });
    await new Promise((resolve) => process.nextTick(resolve));
    const closed = db.destroy();
    await expect(slow).resolves.toHaveLength(1);
    await closed;
    expect(database.isOpen).toBe(false);
  });
});
