/** The sealed side of the crowd in bench/store.ts: seals a template for everybody who has none, and times opening them all. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Features } from '../src/domain/features.js';
import {
  createKeySource,
  Keyring,
  makeDataKey,
  makeKeyText,
  openRecord,
  sealRecord,
  unwrapDataKey,
  wrapDataKey,
} from '../src/sealing/index.js';
import { featuresToBytes } from '../src/store/sql/feature-bytes.js';

export const benchKeys = createKeySource({ key: makeKeyText(), keyFile: 'not used' });

async function benchKey() {
  const keyring = new Keyring(benchKeys);
  await keyring.reload();
  return keyring.wanted!;
}

export interface Crowd {
  readonly modelId: string;
  readonly nextFeatures: () => Features;
}

/** One template for each subject that has none. */
export async function sealCrowd(
  database: DatabaseSyncInstance,
  { modelId, nextFeatures }: Crowd,
): Promise<void> {
  const key = await benchKey();
  const bare = database
    .prepare(
      'SELECT subject_no FROM facedesk_subjects WHERE subject_no NOT IN (SELECT subject_no FROM facedesk_keys)',
    )
    .all() as { subject_no: number }[];
  const addKey = database.prepare(
    'INSERT INTO facedesk_keys (subject_no, key_id, wrapped_key) VALUES (?, ?, ?)',
  );
  const addTemplate = database.prepare(
    "INSERT INTO facedesk_templates (subject_no, model_id, features, created_at) VALUES (?, ?, ?, '2026-01-01 00:00:00')",
  );
  database.exec('BEGIN');
  for (const { subject_no: subjectNo } of bare) {
    const dataKey = makeDataKey();
    const context = { subjectNo, kind: 'template', madeFor: modelId } as const;
    addKey.run(subjectNo, key.id, wrapDataKey(key, subjectNo, dataKey));
    addTemplate.run(subjectNo, modelId, sealRecord(dataKey, context, featuresToBytes(nextFeatures())));
  }
  database.exec('COMMIT');
}

interface SealedRow {
  readonly subject_no: number;
  readonly model_id: string;
  readonly features: Uint8Array;
  readonly wrapped_key: Uint8Array;
}

/** Processor time, in ms, of unwrapping every data key and opening every template, without reading them. */
export async function openingCpuMs(database: DatabaseSyncInstance): Promise<number> {
  const key = await benchKey();
  const rows = database
    .prepare(
      'SELECT t.subject_no, t.model_id, t.features, k.wrapped_key FROM facedesk_templates t JOIN facedesk_keys k USING (subject_no)',
    )
    .all() as SealedRow[];
  const before = process.cpuUsage();
  for (const { subject_no: subjectNo, model_id: modelId, features, wrapped_key } of rows) {
    const dataKey = unwrapDataKey(key, subjectNo, wrapped_key);
    if (openRecord(dataKey!, { subjectNo, kind: 'template', madeFor: modelId }, features) === null)
      throw new Error(`the template of ${subjectNo} does not open`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
