/** What the tests of a store work on: a database, a second hand in it, and enrolments that a test can recognise. */
import { readdirSync } from 'node:fs';
import { toFeatures, type Features } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import type { NewEnrolment, openStore, Store } from '../../src/store/index.js';

/** An empty database, at `url`, that nobody has opened yet. */
export interface Bench {
  readonly url: string;
  /** Runs SQL over a connection that is not the store's. */
  sql(text: string, ...parameters: (string | number | Uint8Array)[]): Promise<Record<string, unknown>[]>;
  dispose(): Promise<void>;
}

/** For tests of the sealing; otherwise a store has the key of the tests. */
export type SealingOptions = Partial<Pick<Parameters<typeof openStore>[0], 'keys' | 'onDamaged'>>;

/** What each test works on; `store` is open, on a fresh database. */
export interface Desk {
  readonly bench: Bench;
  readonly store: Store;
  /** Opens a store on the same database; closed after the test. */
  open(sealing?: SealingOptions): Promise<Store>;
  /** Another database, that nobody has opened yet; disposed after the test. */
  freshBench(): Promise<Bench>;
}

export const modelId = 'test-model';

/** How many migrations there are. */
export const migrationCount = readdirSync(new URL('../../src/store/migrations', import.meta.url)).filter(
  (name) => /^\d{4}-/.test(name),
).length;

/** Features that a test can recognise: every value is `value`, which float32 holds exactly. */
export function featuresOf(value: number): Features {
  return toFeatures(new Float32Array(128).fill(value));
}

export function enrolmentOf(id: string, value = 0.5): NewEnrolment {
  return { subjectId: parseSubjectId(id), modelId, photos: [{ features: featuresOf(value) }] };
}

export function withPhoto(enrolment: NewEnrolment, jpeg: Uint8Array): NewEnrolment {
  const keptPhoto = { kind: 'crop', jpeg } as const;
  return { ...enrolment, photos: enrolment.photos.map((photo) => ({ ...photo, keptPhoto })) };
}

export const keyOf = (id: string) => parseSubjectId(id).key;

export async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** Rows of each of facedesk's tables and of `users`. */
export async function rowCounts(bench: Bench): Promise<Record<string, number>> {
  const [row] = await bench.sql(`SELECT
    (SELECT count(*) FROM users) AS users,
    (SELECT count(*) FROM facedesk_subjects) AS subjects,
    (SELECT count(*) FROM facedesk_templates) AS templates,
    (SELECT count(*) FROM facedesk_photos) AS photos,
    (SELECT count(*) FROM facedesk_changes) AS changes`);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]));
}
