/** Contract: the tables, opening, closing. */
import { describe, expect, it } from 'vitest';
import { StoreSetupError } from '../../src/store/index.js';
import { enrolmentOf, keyOf, migrationCount, type Desk } from './store-desk.js';
import { runAtOnce } from './store-children.js';

export function schemaContract(desk: () => Desk): void {
  describe('opening', () => {
    it('names the database and answers a ping', async () => {
      expect(desk().store.engine).toMatch(/^[A-Z][A-Za-z]+ \d+\.\d+/);
      await desk().store.ping();
    });

    it('finds again, after closing and opening, what was enrolled', async () => {
      const { store, open } = desk();
      const enrolled = await store.enrol(enrolmentOf('B21AI022'));
      await store.close();
      expect(await (await open()).findSubject(keyOf('b21ai022'))).toEqual(enrolled);
    });

    it('creates users with an id and a time that the database fills in', async () => {
      const { bench, store } = desk();
      await bench.sql("INSERT INTO users (id) VALUES ('by hand')");
      const subject = await store.findSubject(keyOf('by hand'));
      expect(Math.abs(Date.parse(`${subject?.timestamp}Z`) - Date.now())).toBeLessThan(600_000);
    });

    it('opens from two processes at once on a database that holds nothing yet', async () => {
      const bench = await desk().freshBench();
      const tasks = ['one', 'two', 'three'].map((id) => ({
        url: bench.url,
        ids: [id],
        opens: 'on go' as const,
      }));
      const outcomes = await runAtOnce(tasks);
      expect(outcomes).toEqual(tasks.map(() => ({ succeeded: 1, codes: [] })));
      expect(await bench.sql('SELECT name FROM facedesk_migrations')).toHaveLength(migrationCount);
    }, 60_000);

    it('refuses a database that a newer version has migrated, and says so', async () => {
      const { bench, open } = desk();
      await bench.sql(
        "INSERT INTO facedesk_migrations VALUES ('9999_from_the_future', '2099-01-01T00:00:00Z')",
      );
      const refusal = await open().catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StoreSetupError);
      expect(String(refusal)).toContain('newer facedesk');
      expect(String(refusal)).toContain('9999_from_the_future');
    });

    it('answers store_unavailable once it is closed, and closes twice without complaint', async () => {
      const { store } = desk();
      await store.close();
      await store.close();
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(store.findSubject(keyOf('a'))).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(store.listUsers()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        code: 'store_unavailable',
      });
    });
  });
}
