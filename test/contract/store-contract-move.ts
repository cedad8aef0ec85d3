/** What a store promises about moving: whoever is read out of one is written into another as they were. */
import { describe, expect, test } from 'vitest';
import type { SubjectRecord } from '../../src/store/index.js';
import { all, type Desk, enrolmentOf, featuresOf, keyOf, modelId, withPhoto } from './store-desk.js';

const record: SubjectRecord = {
  id: parseDisplay('Ü_7'),
  timestamp: '2021-02-03T04:05:06',
  templates: [
    { modelId: 'an-older-model', features: featuresOf(0.25), createdAt: '2021-02-03T04:05:06' },
    { modelId, features: featuresOf(0.5), createdAt: '2022-02-03T04:05:06' },
  ],
  photos: [
    {
      fileName: 'Ü_7_20210203040506.jpg',
      kind: 'full',
      jpeg: Uint8Array.of(255, 216, 0, 1),
      createdAt: '2021-02-03T04:05:06',
    },
  ],
};

function parseDisplay(id: string): SubjectRecord['id'] {
  return id as SubjectRecord['id'];
}

/** Bytes compare by their content, whatever class the driver gives them. */
function plain(records: readonly SubjectRecord[]) {
  return records.map(({ templates, photos, ...user }) => ({
    ...user,
    templates: templates.map(({ features, ...rest }) => ({ ...rest, features: [...features] })),
    photos: photos.map(({ jpeg, ...rest }) => ({ ...rest, jpeg: [...jpeg] })),
  }));
}

export function moveContract(desk: () => Desk): void {
  describe('moving', () => {
    test('a restored subject is read back as it was, and its gallery is told', async () => {
      const { store } = desk();
      const cursor = await store.currentCursor();
      const { subjectNo, templateCount } = await store.restore(record);
      expect(templateCount).toBe(2);
      expect(plain(await all(store.listRecords()))).toEqual(plain([record]));
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await store.templatesOf(subjectNo, modelId)).toMatchObject([{ features: featuresOf(0.5) }]);
    });

    test('an id with a template is not restored over', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('ü_7', 0.75));
      const before = plain(await all(store.listRecords()));
      await expect(store.restore(record)).rejects.toMatchObject({ code: 'user_already_exists' });
      expect(plain(await all(store.listRecords()))).toEqual(before);
    });

    test('a user without a face is restored as one, and keeps its id and time when the face comes', async () => {
      const { store } = desk();
      await store.restore({ ...record, id: parseDisplay('ü_7'), templates: [], photos: [] });
      expect(await store.findSubject(keyOf('Ü_7'))).toMatchObject({ id: 'ü_7', templateCount: 0 });
      await store.restore({ ...record, timestamp: '2024-01-01T00:00:00' });
      expect(plain(await all(store.listRecords()))).toEqual(
        plain([{ ...record, id: parseDisplay('ü_7'), timestamp: record.timestamp }]),
      );
    });

    test('everybody is listed oldest first, with what enrolling kept of them', async () => {
      const { store } = desk();
      const jpeg = Uint8Array.of(255, 216, 255);
      await store.enrol(withPhoto(enrolmentOf('new'), jpeg));
      await store.restore(record);
      const [first, second, ...others] = await all(store.listRecords());
      expect([first!.id, second!.id, others]).toEqual(['Ü_7', 'new', []]);
      expect(second).toMatchObject({ templates: [{ modelId }], photos: [{ kind: 'crop' }] });
      expect([...second!.photos[0]!.jpeg]).toEqual([...jpeg]);
    });
  });
}
