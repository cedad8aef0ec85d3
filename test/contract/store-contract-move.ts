/** What a store promises about moving: whoever is read out of one is written into another as they were. */
import { describe, expect, test } from 'vitest';
import type { SubjectRecord } from '../../src/store/index.js';
import { all, type Desk, enrolmentOf, featuresOf, keyOf, modelId, withPhoto } from './store-desk.js';

const record: SubjectRecord = {
  id: parseDisplay('Ü_7'),
  timestamp: '2021-02-03T04:05:06',
  templates: [
    { modelId: 'an-older-model', features: featuresOf(0.25), createdAt: '2021-02-03T04:05:06', photo: 0 },
    { modelId, features: featuresOf(0.5), createdAt: '2022-02-03T04:05:06', quality: 71, photo: 0 },
  ],
  refreshed: [
    {
      modelId,
      features: featuresOf(0.625),
      createdAt: '2023-02-03T04:05:06',
      quality: 80,
      score: 0.125,
      requestId: 'r-1',
    },
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
  const withPlainFeatures = ({ features, ...rest }: { features: Float32Array }) => ({
    ...rest,
    features: [...features],
  });
  return records.map(({ templates, refreshed = [], photos, ...user }) => ({
    ...user,
    templates: templates.map(withPlainFeatures),
    refreshed: refreshed.map(withPlainFeatures),
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
      expect(await store.templatesOf(subjectNo, modelId)).toMatchObject([
        { features: featuresOf(0.5), origin: 'enrolled', quality: 71 },
        { features: featuresOf(0.625), origin: 'refreshed', quality: 80 },
      ]);
    });

    test('whoever came without a time is restored without one', async () => {
      const { bench, store } = desk();
      const timeless = { ...record, timestamp: '1970-01-01T00:00:00' };
      await store.restore(timeless);
      expect(plain(await all(store.listRecords()))).toEqual(plain([timeless]));
      expect(await bench.sql('SELECT timestamp FROM users')).toEqual([{ timestamp: null }]);
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
      const faceless = { ...record, templates: [], refreshed: [], photos: [] };
      await store.restore({ ...faceless, id: parseDisplay('ü_7') });
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
