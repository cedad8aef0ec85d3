/** Opens every record there is, to find those that are damaged. Nothing is kept of what was in them. */
import { setImmediate } from 'node:timers/promises';
import type { RecordCounts } from '../index.js';
import type { Database } from './schema.js';
import type { Sealing } from './sealing.js';

/** Rows per query; photos are some tens of kilobytes each. */
const pageRows = 200;

export async function inspectRecords(db: Database, sealing: Sealing): Promise<RecordCounts> {
  const damagedOf = new Set<number>();
  const counts = { templates: 0, photos: 0, probes: 0, damaged: 0 };
  for (const kind of ['templates', 'photos', 'probes'] as const) {
    for await (const { rows, sound } of pages(db, sealing, kind)) {
      counts[kind] += rows.length;
      counts.damaged += rows.length - sound.size;
      for (const row of rows) if (!sound.has(row)) damagedOf.add(row.subject_no);
    }
  }
  return { ...counts, damagedSubjectNos: [...damagedOf].sort((a, b) => a - b) };
}

const kinds = {
  templates: { kind: 'template', readPage: templatePage },
  photos: { kind: 'photo', readPage: photoPage },
  probes: { kind: 'probe', readPage: probePage },
} as const;

async function* pages(db: Database, sealing: Sealing, table: keyof typeof kinds) {
  const { kind, readPage } = kinds[table];
  let lastNo = 0;
  for (;;) {
    const rows = await readPage(db, lastNo);
    const opened = await sealing.open(rows, (row) => ({
      recordNo: row.record_no,
      kind,
      madeFor: row.made_for,
      sealed: row.sealed,
    }));
    yield { rows, sound: new Set(opened.map(({ row }) => row)) };
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageRows) return;
    lastNo = end.record_no;
    await setImmediate();
  }
}

async function templatePage(db: Database, afterNo: number) {
  return db
    .selectFrom('facedesk_templates as r')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 'r.subject_no')
    .select(['r.template_no as record_no', 'r.subject_no', 'r.model_id as made_for', 'r.features as sealed'])
    .select(['k.key_id', 'k.wrapped_key'])
    .where('r.template_no', '>', afterNo)
    .orderBy('r.template_no')
    .limit(pageRows)
    .execute();
}

async function photoPage(db: Database, afterNo: number) {
  const rows = await db
    .selectFrom('facedesk_photos as r')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 'r.subject_no')
    .select(['r.photo_no as record_no', 'r.subject_no', 'r.jpeg as sealed', 'k.key_id', 'k.wrapped_key'])
    .where('r.photo_no', '>', afterNo)
    .orderBy('r.photo_no')
    .limit(pageRows)
    .execute();
  return rows.map((row) => ({ ...row, made_for: '' }));
}

async function probePage(db: Database, afterNo: number) {
  const rows = await db
    .selectFrom('facedesk_event_probes as r')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 'r.subject_no')
    .select(['r.event_no as record_no', 'r.subject_no', 'r.jpeg as sealed', 'k.key_id', 'k.wrapped_key'])
    .where('r.event_no', '>', afterNo)
    .orderBy('r.event_no')
    .limit(pageRows)
    .execute();
  return rows.map((row) => ({ ...row, made_for: String(row.record_no) }));
}
