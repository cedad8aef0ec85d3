/** Contract: other programs insert into and delete from `users`, which is theirs as much as ours. */
import { describe, expect, it } from 'vitest';
import {
  all,
  enrolmentOf,
  featuresOf,
  keyOf,
  modelId,
  rowCounts,
  withPhoto,
  type Bench,
  type Desk,
} from './store-desk.js';

const insert = (bench: Bench, id: string, time = '2023-07-23 12:34:56') =>
  bench.sql('INSERT INTO users (id, timestamp) VALUES (?, ?)', id, time);

export function otherProgramsContract(desk: () => Desk): void {
  describe('rows of other programs', () => {
    it('are users without a face, whether they came before or after the store was opened', async () => {
      const { bench, store, open } = desk();
      await insert(bench, 'After');
      expect(await store.findSubject(keyOf('AFTER'))).toEqual({
        id: 'After',
        timestamp: '2023-07-23T12:34:56',
        subjectNo: expect.any(Number),
        templateCount: 0,
      });
      expect((await (await open()).findSubject(keyOf('after')))?.id).toBe('After');
    });

    it('are found by every one of many parallel questions', async () => {
      const { bench, store } = desk();
      await insert(bench, 'Asked');
      const answers = await Promise.all(Array.from({ length: 10 }, () => store.findSubject(keyOf('asked'))));
      expect(answers.map((subject) => subject?.id)).toEqual(Array.from({ length: 10 }, () => 'Asked'));
    });

    it('are listed in their place', async () => {
      const { bench, store } = desk();
      await store.enrol(enrolmentOf('own'));
      await insert(bench, 'newer', '2037-01-01 00:00:00');
      await insert(bench, 'older', '2001-01-01 00:00:00');
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(['older', 'own', 'newer']);
    });

    it('are taken over by an enrolment, which keeps id and time and names the photo by its own', async () => {
      const { bench, store } = desk();
      await insert(bench, 'Bob');
      const subject = await store.enrol(withPhoto(enrolmentOf('bob'), Uint8Array.of(1)));
      expect(subject).toMatchObject({ id: 'Bob', timestamp: '2023-07-23T12:34:56', templateCount: 1 });
      expect(await rowCounts(bench)).toEqual({ users: 1, subjects: 1, templates: 1, photos: 1, changes: 1 });
      expect(await bench.sql('SELECT * FROM users')).toEqual([
        { id: 'Bob', timestamp: '2023-07-23 12:34:56' },
      ]);
      const [photo] = await bench.sql('SELECT file_name FROM facedesk_photos');
      expect(photo?.['file_name']).toMatch(/^Bob_20\d{12}\.jpg$/);
      expect(photo?.['file_name']).not.toBe('Bob_20230723123456.jpg');
      await expect(store.enrol(enrolmentOf('BOB'))).rejects.toMatchObject({ code: 'user_already_exists' });
    });

    it('with equal ids count once: the older, until it is deleted', async () => {
      const { bench, store } = desk();
      await insert(bench, 'bob', '2023-02-02 00:00:00');
      await insert(bench, 'Bob', '2023-01-01 00:00:00');
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(['Bob']);
      expect((await store.findSubject(keyOf('bob')))?.id).toBe('Bob');
      await store.deleteSubject(keyOf('bob'));
      expect((await bench.sql('SELECT id FROM users')).map(({ id }) => id)).toEqual(['bob']);
      expect((await store.findSubject(keyOf('bob')))?.id).toBe('bob');
    });

    it('that hold what the service would refuse are left alone', async () => {
      const { bench, store } = desk();
      await insert(bench, 'a\tb');
      await insert(bench, ' ');
      await insert(bench, 'good');
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(['good']);
      expect(await rowCounts(bench)).toMatchObject({ users: 3 });
    });

    it('may write their time with fractions, with a T, or not at all', async () => {
      const { bench, store } = desk();
      await insert(bench, 'fraction', '2023-07-23 12:34:56.123456');
      await insert(bench, 'with T', '2023-07-24T12:34:56');
      await bench.sql("INSERT INTO users (id, timestamp) VALUES ('none', NULL)");
      expect((await all(store.listUsers())).map(({ timestamp }) => timestamp)).toEqual([
        '1970-01-01T00:00:00',
        '2023-07-23T12:34:56',
        '2023-07-24T12:34:56',
      ]);
    });
  });

  describe('a user whom another program deleted', () => {
    it('is gone at once for every question', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('gone'));
      await store.enrol(enrolmentOf('here'));
      await bench.sql("DELETE FROM users WHERE id = 'gone'");
      expect(await store.templatesOf(subjectNo, modelId)).toEqual([]);
      expect(await all(store.listTemplates(modelId))).toHaveLength(1);
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(['here']);
      expect(await store.findSubject(keyOf('gone'))).toBeNull();
      expect(await store.deleteSubject(keyOf('gone'))).toBeNull();
    });

    it.each([
      ['changesSince', (desk: Desk) => desk.store.changesSince(0)],
      ['findSubject', (desk: Desk) => desk.store.findSubject(keyOf('gone'))],
      ['deleteSubject', (desk: Desk) => desk.store.deleteSubject(keyOf('gone'))],
      ['listUsers', (desk: Desk) => all(desk.store.listUsers())],
      ['opening', (desk: Desk) => desk.open()],
    ])('is erased by %s, and every gallery told', async (_name, ask) => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(withPhoto(enrolmentOf('gone'), Uint8Array.of(1)));
      const cursor = await store.currentCursor();
      await bench.sql("DELETE FROM users WHERE id = 'gone'");
      await ask(desk());
      expect(await rowCounts(bench)).toMatchObject({ users: 0, subjects: 0, templates: 0, photos: 0 });
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
    });

    it('can be enrolled anew, as somebody else', async () => {
      const { bench, store } = desk();
      const first = await store.enrol(enrolmentOf('same', 0.25));
      await bench.sql("DELETE FROM users WHERE id = 'same'");
      const second = await store.enrol(enrolmentOf('same', 0.75));
      expect(second.subjectNo).not.toBe(first.subjectNo);
      expect(await all(store.listTemplates(modelId))).toHaveLength(1);
      expect(await rowCounts(bench)).toMatchObject({ users: 1, subjects: 1, templates: 1 });
    });
  });

  describe('a user whom another program deleted and inserted anew', () => {
    /** As in one transaction: no question comes between the two. */
    const exchange = async ({ bench }: Desk, time: string): Promise<void> => {
      await bench.sql("DELETE FROM users WHERE id = 'same'");
      await insert(bench, 'same', time);
    };
    const enrolled = async ({ store }: Desk): Promise<number> =>
      (await store.enrol(withPhoto(enrolmentOf('same', 0.25), Uint8Array.of(1)))).subjectNo;

    it('is somebody else at once for every question, without a face', async () => {
      const { store } = desk();
      const subjectNo = await enrolled(desk());
      await store.enrol(enrolmentOf('here'));
      await exchange(desk(), '2023-07-23 12:34:56');
      expect(await store.templatesOf(subjectNo, modelId)).toEqual([]);
      expect(await all(store.listTemplates(modelId))).toHaveLength(1);
      const found = await store.findSubject(keyOf('same'));
      expect(found).toMatchObject({ id: 'same', timestamp: '2023-07-23T12:34:56', templateCount: 0 });
      expect(found?.subjectNo).not.toBe(subjectNo);
      expect(await store.findSubjectByNo(subjectNo)).toBeNull();
    });

    it.each([
      ['findSubject', (desk: Desk) => desk.store.findSubject(keyOf('same'))],
      ['listUsers', (desk: Desk) => all(desk.store.listUsers())],
      ['opening', (desk: Desk) => desk.open()],
    ])('leaves nothing behind after %s, and every gallery is told', async (_name, ask) => {
      const { bench, store } = desk();
      const subjectNo = await enrolled(desk());
      const cursor = await store.currentCursor();
      await exchange(desk(), '2023-07-23 12:34:56');
      await ask(desk());
      expect(await rowCounts(bench)).toMatchObject({ users: 1, subjects: 1, templates: 0, photos: 0 });
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
    });

    it('is noticed within a moment where nobody asks for the id', async () => {
      const { store } = desk();
      const subjectNo = await enrolled(desk());
      const cursor = await store.currentCursor();
      await exchange(desk(), '2023-07-23 12:34:56');
      await expect
        .poll(async () => (await store.changesSince(cursor)).subjectNos, { timeout: 10_000, interval: 20 })
        .toEqual([subjectNo]);
    });

    it('can be enrolled, and deleted', async () => {
      const { bench, store } = desk();
      await enrolled(desk());
      await exchange(desk(), '2023-07-23 12:34:56');
      expect(await store.enrol(enrolmentOf('same', 0.75))).toMatchObject({
        timestamp: '2023-07-23T12:34:56',
      });
      expect((await all(store.listTemplates(modelId))).map(({ features }) => features)).toEqual([
        featuresOf(0.75),
      ]);
      await exchange(desk(), '2023-07-24 12:34:56');
      expect(await store.deleteSubject(keyOf('same'))).toMatchObject({ fileNames: [] });
      expect(await rowCounts(bench)).toMatchObject({ users: 0, subjects: 0, templates: 0, photos: 0 });
    });

    it.each([['2023-07-23 12:34:56.789'], ['2023-07-23T12:34:56'], [null]])(
      'is the same person where the row is back as it was, with the time %s',
      async (time) => {
        const { bench, store, open } = desk();
        const put = () =>
          time === null
            ? bench.sql("INSERT INTO users (id, timestamp) VALUES ('same', NULL)")
            : insert(bench, 'same', time);
        await all(store.listUsers());
        await put();
        const subjectNo = await enrolled(desk());
        await bench.sql("DELETE FROM users WHERE id = 'same'");
        await put();
        expect(await store.findSubject(keyOf('same'))).toMatchObject({ subjectNo, templateCount: 1 });
        expect(await all((await open()).listTemplates(modelId))).toHaveLength(1);
        expect(await rowCounts(bench)).toMatchObject({ subjects: 1, templates: 1, photos: 1 });
      },
    );
  });
}
