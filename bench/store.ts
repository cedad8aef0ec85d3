/**
 * The database with 100,000 people in it: enrolling, finding one, asking for changes, and filling the gallery as at start-up.
 * Everybody is enrolled through the store but for the crowd, which is copied inside the database to save an hour.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ClusteredFeatures } from '../test/contract/clustered-features.js';
import { parseSubjectId } from '../src/domain/subject-id.js';
import { createExactGallery } from '../src/gallery/index.js';
import { createGalleryFollower } from '../src/services/gallery-follower.js';
import { openStore, type NewEnrolment, type Store } from '../src/store/index.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { benchKeys, openingCpuMs, sealCrowd } from './sealed-crowd.js';
import { alternate, figureText, ratio, spread, timeMs } from './statistics.js';

const modelId = 'benchmark';
const crowd = 100_000;
/** Enrolled one by one; the crowd is copies of them. */
const originals = 1000;
const rounds = 5;
const enrolmentsPerRound = 200;
const readsPerRound = 2000;
/** So many more, as one takes microseconds. */
const changeChecksPerRound = 50_000;
/** As large as a kept crop of 400 x 400 pixels is. */
const photoBytes = 30_000;

export async function measureStore(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-bench-'));
  const path = join(folder, 'facedesk.sqlite');
  try {
    await fillDatabase(path);
    const store = await openStore({ url: `sqlite:${path}`, keys: benchKeys });
    try {
      const work = await measureWork(store);
      return section(store, work, {
        ...(await measureFilling(store)),
        openingMs: await measureOpening(path),
      });
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Work = Awaited<ReturnType<typeof measureWork>>;

interface Filling {
  readonly ms: number[];
  readonly openingMs: number[];
  readonly templates: number;
}

function section(store: Store, work: Work, filling: Filling): Section {
  const ratioToOne = ratio(work.enrolOne, work.enrolEight);
  const templates = filling.templates.toLocaleString('en');
  const rows = [
    ['enrol, one at a time', spread(work.enrolOne), 'per second'],
    [`enrol, eight at a time (${ratioToOne})`, spread(work.enrolEight), 'per second'],
    ['find a subject by its id', spread(work.find), 'per second'],
    ['ask for changes, there are none', spread(work.changes), 'per second'],
    [`fill an empty gallery with ${templates} templates`, spread(filling.ms), 'ms'],
    ['of that, processor time for opening what is sealed', spread(filling.openingMs), 'ms'],
  ];
  return {
    title: 'Store: a database of 100,000 people',
    text: `${markdownTable(['Work', 'figure', 'unit'], rows)}

${store.engine}, ${rounds} rounds. An enrolment writes user, template and a photo of ${figureText(photoBytes / 1000)} kB, and is on the disk
(of the system's folder for temporary files) before it counts.`,
  };
}

const people = new ClusteredFeatures(11);

function enrolment(id: string): NewEnrolment {
  return {
    subjectId: parseSubjectId(id),
    modelId,
    photos: [
      {
        features: people.person(),
        keptPhoto: { kind: 'crop', jpeg: new Uint8Array(photoBytes).fill(id.length) },
      },
    ],
  };
}

async function fillDatabase(path: string): Promise<void> {
  const store = await openStore({ url: `sqlite:${path}`, keys: benchKeys });
  for (let no = 0; no < originals; no++) await store.enrol(enrolment(originalId(no)));
  await store.close();
  await multiply(path);
}

const originalId = (no: number) => `p${String(no).padStart(5, '0')}`;

/** Copies every original, without its photo and with other features, to ids that begin with the original's. */
async function multiply(path: string): Promise<void> {
  const database = new DatabaseSync(path);
  const copies = crowd / originals - 1;
  const numbers = `WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ${copies})`;
  database.exec(`
    BEGIN;
    CREATE TEMP TABLE original AS SELECT * FROM facedesk_subjects;
    INSERT INTO users (id, timestamp) ${numbers} SELECT id || '-' || n, timestamp FROM users, copy;
    INSERT INTO facedesk_subjects (user_id, id_key, registered_at)
      ${numbers} SELECT user_id || '-' || n, id_key || '-' || n, registered_at FROM original, copy;
    COMMIT`);
  await sealCrowd(database, { modelId, nextFeatures: () => people.person() });
  database.close();
}

async function measureWork(store: Store) {
  const cursor = await store.currentCursor();
  let enrolled = 0;
  const enrolRate = (lanes: number) => () =>
    rate(enrolmentsPerRound, lanes, () => store.enrol(enrolment(`new-${enrolled++}`)));
  const enrolling = await alternate(rounds, { enrolOne: enrolRate(1), enrolEight: enrolRate(8) });

  const latest = (await store.changesSince(cursor)).cursor;
  let looked = 0;
  const reading = await alternate(rounds, {
    find: () =>
      rate(readsPerRound, 1, async () => {
        const id = `${originalId((looked * 7) % originals)}-${1 + (looked++ % 99)}`;
        if ((await store.findSubject(parseSubjectId(id).key)) === null) throw new Error(`${id} is not there`);
      }),
    changes: () => rate(changeChecksPerRound, 1, () => store.changesSince(latest)),
  });
  return { ...enrolling, ...reading };
}

/** Times per second that the work is done, with so many of it under way at once. */
async function rate(times: number, lanes: number, work: () => Promise<unknown>): Promise<number> {
  let left = times;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  const ms = await timeMs(() => Promise.all(Array.from({ length: lanes }, lane)));
  return times / (ms / 1000);
}

async function measureOpening(path: string): Promise<number[]> {
  const database = new DatabaseSync(path);
  try {
    const { ms } = await alternate(rounds, { ms: () => openingCpuMs(database) });
    return ms;
  } finally {
    database.close();
  }
}

async function measureFilling(store: Store): Promise<{ ms: number[]; templates: number }> {
  let templates = 0;
  const fill = async () => {
    const gallery = createExactGallery();
    const vision = { ready: () => Promise.resolve(), modelId };
    const follower = createGalleryFollower({ store, gallery, vision });
    const ms = await timeMs(() => follower.catchUp());
    templates = gallery.templateCount;
    if (templates < crowd) throw new Error(`the gallery holds ${templates} templates`);
    return ms;
  };
  const { ms } = await alternate(rounds, { ms: fill });
  return { ms, templates };
}
