/** Contract: what the tables hold is sealed, damage is found, and the key can be changed. */
import { describe, expect, it } from 'vitest';
import { createKeySource, EncryptionKeyError, makeKeyText } from '../../src/sealing/index.js';
import { featuresToBytes } from '../../src/store/sql/feature-bytes.js';
import { all, enrolmentOf, featuresOf, keyOf, modelId, withPhoto, type Desk } from './store-desk.js';
import { testKey } from './test-keys.js';

type Bytes = Uint8Array;
const keysOf = (key: string) => createKeySource({ key, keyFile: 'not used' });
const refusalOf = async (work: Promise<unknown>): Promise<Error> => {
  const reason = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(EncryptionKeyError);
  return reason as Error;
};

export function sealingContract(desk: () => Desk): void {
  const cell = async (column: string, table: string, subjectNo: number): Promise<Bytes> => {
    const [row] = await desk().bench.sql(`SELECT ${column} FROM ${table} WHERE subject_no = ?`, subjectNo);
    return Uint8Array.from(row![column] as Bytes);
  };
  const write = (column: string, table: string, subjectNo: number, bytes: Bytes | string) =>
    desk().bench.sql(`UPDATE ${table} SET ${column} = ? WHERE subject_no = ?`, bytes, subjectNo);
  const features = (subjectNo: number) => cell('features', 'facedesk_templates', subjectNo);

  describe('sealed records', () => {
    it('show neither the features nor the photo, and open again', async () => {
      const { bench, store } = desk();
      const photo = new Uint8Array(5000).map((_, i) => (i * i) % 251);
      const { subjectNo } = await store.enrol(withPhoto(enrolmentOf('a', 0.25), photo));
      const stored = [await features(subjectNo), await cell('jpeg', 'facedesk_photos', subjectNo)];
      const plain = [featuresToBytes(featuresOf(0.25)), photo];
      for (const bytes of stored)
        for (const text of plain)
          expect(Buffer.from(bytes).includes(Buffer.from(text.subarray(0, 16)))).toBe(false);
      expect((await store.templatesOf(subjectNo, modelId))[0]?.features).toEqual(featuresOf(0.25));
      const [record] = await all(store.listRecords());
      expect(Buffer.from(record!.photos[0]!.jpeg)).toEqual(Buffer.from(photo));
      const tables = JSON.stringify(await bench.sql('SELECT * FROM facedesk_encryption_keys'));
      expect(tables).not.toContain(testKey);
    });

    it('are left out and reported where any byte of one is changed, and everybody else is there', async () => {
      const { open } = desk();
      const damaged: unknown[] = [];
      const store = await open({ onDamaged: (record) => damaged.push(record) });
      const { subjectNo } = await store.enrol(enrolmentOf('a', 0.25));
      await store.enrol(enrolmentOf('b', 0.75));
      const sound = await features(subjectNo);
      for (let at = 0; at < sound.length; at++) {
        const bytes = Uint8Array.from(sound);
        bytes[at]! ^= 1 << (at % 8);
        await write('features', 'facedesk_templates', subjectNo, bytes);
        expect(await store.templatesOf(subjectNo, modelId)).toEqual([]);
      }
      expect((await all(store.listTemplates(modelId))).map((t) => t.features)).toEqual([featuresOf(0.75)]);
      expect(damaged).toEqual([{ subjectNo, kind: 'template' }]);
      expect(await store.encryption.inspect()).toMatchObject({
        templates: 2,
        damaged: 1,
        damagedSubjectNos: [subjectNo],
      });
      await write('features', 'facedesk_templates', subjectNo, sound);
      expect(await store.templatesOf(subjectNo, modelId)).toHaveLength(1);
    }, 60_000);

    it('are found out where two people exchanged theirs, with or without their keys', async () => {
      const { store } = desk();
      const { subjectNo: a } = await store.enrol(enrolmentOf('a', 0.25));
      const { subjectNo: b } = await store.enrol(enrolmentOf('b', 0.75));
      const [ofA, ofB] = [await features(a), await features(b)];
      await write('features', 'facedesk_templates', a, ofB);
      await write('features', 'facedesk_templates', b, ofA);
      expect(await all(store.listTemplates(modelId))).toEqual([]);
      const [keyOfA, keyOfB] = [
        await cell('wrapped_key', 'facedesk_keys', a),
        await cell('wrapped_key', 'facedesk_keys', b),
      ];
      await write('wrapped_key', 'facedesk_keys', a, keyOfB);
      await write('wrapped_key', 'facedesk_keys', b, keyOfA);
      expect(await all(store.listTemplates(modelId))).toEqual([]);
      expect(await store.encryption.inspect()).toMatchObject({ damaged: 2 });
    });

    it('are found out under another model, without their key, and in the clear', async () => {
      const { bench, store } = desk();
      const { subjectNo: a } = await store.enrol(enrolmentOf('a', 0.25));
      const { subjectNo: b } = await store.enrol(enrolmentOf('b', 0.75));
      const { subjectNo: c } = await store.enrol(enrolmentOf('c', 0.5));
      await write('model_id', 'facedesk_templates', a, 'other');
      await bench.sql('DELETE FROM facedesk_keys WHERE subject_no = ?', b);
      await write('features', 'facedesk_templates', c, featuresToBytes(featuresOf(0.5)));
      expect(await all(store.listTemplates(modelId))).toEqual([]);
      expect(await all(store.listTemplates('other'))).toEqual([]);
      expect((await store.encryption.inspect()).damagedSubjectNos).toEqual([a, b, c]);
    });

    it('go with their key where the subject is deleted', async () => {
      const { bench, store } = desk();
      await store.enrol(enrolmentOf('a'));
      await store.deleteSubject(keyOf('a'));
      expect(await bench.sql('SELECT subject_no FROM facedesk_keys')).toEqual([]);
    });
  });

  describe('the key', () => {
    it('has to be the one that the database is sealed with, even where nothing is in it', async () => {
      const { store, open } = desk();
      const refusal = await refusalOf(open({ keys: keysOf(makeKeyText()) }));
      expect(refusal.message).toContain('is not the one that the database is sealed with');
      expect(refusal.message).toContain((await store.encryption.state()).keyId.slice(0, 8));
    });

    it('has to be there', async () => {
      const { open } = desk();
      const keyFile = '/nonexistent/folder/facedesk.key';
      const { message } = await refusalOf(open({ keys: createKeySource({ keyFile }) }));
      expect(message).toContain('its key is missing');
      expect(message).toContain(keyFile);
    });

    it('is changed while a store is open, which reads and enrols on', async () => {
      const { store, open } = desk();
      const next = makeKeyText();
      const both = keysOf(`${next},${testKey}`);
      const running = await open({ keys: both });
      const before = await running.encryption.state();
      for (const id of ['a', 'b', 'c']) await store.enrol(withPhoto(enrolmentOf(id), Uint8Array.of(1)));
      const [rotated] = await Promise.all([
        running.encryption.rotate(),
        ...['d', 'e', 'f'].map((id) => running.enrol(enrolmentOf(id))),
      ]);
      expect(rotated.keyId).not.toBe(before.keyId);
      await running.enrol(enrolmentOf('g'));
      expect(await all(running.listTemplates(modelId))).toHaveLength(7);
      expect(await running.encryption.state()).toMatchObject({ keyId: rotated.keyId, rotation: null });
      const ended = await open({ keys: keysOf(next) });
      expect(await ended.encryption.inspect()).toMatchObject({ templates: 7, photos: 3, damaged: 0 });
    });

    it('of before opens nothing any more, and a store that has no other says so', async () => {
      const { bench, store, open } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('a'));
      const rotating = await open({ keys: keysOf(`${makeKeyText()},${testKey}`) });
      expect(await rotating.encryption.rotate()).toMatchObject({ rewrapped: 1 });
      expect(await rotating.encryption.rotate()).toMatchObject({ rewrapped: 0 });
      await refusalOf(open());
      await expect(store.templatesOf(subjectNo, modelId)).rejects.toMatchObject({
        code: 'store_unavailable',
      });
      await expect(store.enrol(enrolmentOf('b'))).rejects.toMatchObject({ code: 'store_unavailable' });
      expect(await bench.sql('SELECT state FROM facedesk_encryption_keys')).toEqual([{ state: 'current' }]);
    });

    it('cannot be changed to a third one before a change that was cut off has come to its end', async () => {
      const { bench, store, open } = desk();
      for (const id of ['a', 'b']) await store.enrol(enrolmentOf(id));
      const { keyId: old } = await store.encryption.state();
      const [second, third] = [makeKeyText(), makeKeyText()];
      const rotating = await open({ keys: keysOf(`${second},${testKey}`) });
      const { keyId } = await rotating.encryption.rotate();
      // As a kill between two transactions leaves it: one data key under the new key, one still under the old.
      const sealedWithOld = await open({ keys: keysOf(`${testKey},${second}`) });
      await sealedWithOld.encryption.rotate();
      await bench.sql("UPDATE facedesk_encryption_keys SET state = 'retiring' WHERE key_id = ?", old);
      await bench.sql(
        "INSERT INTO facedesk_encryption_keys VALUES (?, 'current', '2026-01-01 00:00:00')",
        keyId,
      );
      const { message } = await refusalOf(open({ keys: keysOf(`${third},${second}`) }));
      expect(message).toContain(old.slice(0, 8));
      const resumed = await open({ keys: keysOf(`${second},${testKey}`) });
      expect(await resumed.encryption.state()).toMatchObject({ keyId, rotation: { keysLeft: 2 } });
      expect(await resumed.encryption.rotate()).toMatchObject({ keyId, rewrapped: 2 });
      expect(await resumed.encryption.inspect()).toMatchObject({ templates: 2, damaged: 0 });
    });
  });
}
