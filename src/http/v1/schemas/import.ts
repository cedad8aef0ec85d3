/** How an import and the rows of its report look on the wire. */
import { type Static, Type } from 'typebox';
import { disputeRules } from '../../../domain/moving/choose-reference.js';
import type { ImportSummary } from '../../../services/moving/import-report.js';
import { type ImportRecord, type ImportRowRecord, stalledMs } from '../../../services/imports/imports.js';
import { strictObject, timeSchema } from './common.js';

export const importIdSchema = Type.String({ pattern: '^[0-9a-f]{12}$' });
export const importParams = Type.Object({ importId: importIdSchema });

const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const count = (description: string) => Type.Integer({ minimum: 0, description });

export const importFields = {
  mode: Type.Enum(['look', 'write'], {
    description: '`look` examines every photo and reports, and enrols nobody; `write` enrols.',
  }),
  disputes: Type.Enum([...disputeRules], {
    description:
      'Whom to trust where the oldest photo of an id is unlike most of the others: nobody (`hold`), the oldest, or the majority.',
  }),
};

export const outcomeSchema = Type.String({
  pattern: '^[a-z_]{1,64}$',
  description:
    'What became of a photo: `enrolled`, `would_enrol`, `already_enrolled`, `same_person`, `after_refused_registration`, ' +
    '`unlike_reference`, `disputed`, `not_understood`, `file_unreadable`, or the code of the error that it would have been ' +
    'refused with at a registration.',
});

const progressSchema = strictObject({
  photos: count('All of them.'),
  done: count('Photos that are done with.'),
  photosPerMinute: count('Examined a minute, in the run under way or the last one.'),
  secondsLeft: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'At that rate; null where nothing is known of it.',
  }),
});

const summarySchema = strictObject({
  layout: Type.Enum(['legacy', 'folders', 'csv'], {
    description: 'How the photos lay: named as of old, in a folder per person, or in a list.',
  }),
  people: count('Ids that the archive names.'),
  enrolled: count('People enrolled; where `mode` is `look`, those who would be.'),
  alreadyEnrolled: count('People who were enrolled before.'),
  leftOut: count('People who have no template after it.'),
  sameFacePairs: count('Pairs of ids with one face.'),
  outcomes: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
    description: 'How many photos have which outcome.',
  }),
});

export const importSchema = strictObject(
  {
    id: importIdSchema,
    ...importFields,
    state: Type.Enum(['waiting', 'running', 'finished', 'cancelled', 'failed'], {
      description:
        'Waiting for its turn, as one import runs at a time, or for another try. The last three are for good.',
    }),
    stalled: Type.Boolean({
      description:
        'True where no process that has its files was heard of for a minute. Others cannot go on with it: start that machine again, or cancel the import and send the archive to another one.',
    }),
    createdAt: timeSchema,
    startedAt: timeOrNull('When it first ran; null where it has not.'),
    endedAt: timeOrNull('When it ended; null where it has not.'),
    keyId: Type.Optional(Type.String({ description: 'Whose key asked for it.' })),
    progress: progressSchema,
    summary: Type.Union([summarySchema, Type.Null()], {
      description: 'What came of it; null before it has ended, and where it failed.',
    }),
    problem: Type.Union([Type.String(), Type.Null()], {
      description: 'The code of what went wrong last; null where nothing did.',
    }),
  },
  { title: 'Import' },
);

export const importExample = {
  id: '7d20c1a94e5b',
  mode: 'write',
  disputes: 'hold',
  state: 'finished',
  stalled: false,
  createdAt: '2026-03-01T08:00:00.000Z',
  startedAt: '2026-03-01T08:00:01.120Z',
  endedAt: '2026-03-01T08:14:31.870Z',
  keyId: '3f9a1c2b7d04',
  progress: { photos: 1840, done: 1840, photosPerMinute: 127, secondsLeft: 0 },
  summary: {
    layout: 'legacy',
    people: 1802,
    enrolled: 1787,
    alreadyEnrolled: 3,
    leftOut: 12,
    sameFacePairs: 1,
    outcomes: { enrolled: 1787, already_enrolled: 3, same_person: 38, no_face_found: 12 },
  },
  problem: null,
} as const;

export const importRowSchema = strictObject(
  {
    id: Type.Union([Type.String(), Type.Null()], { description: 'Whom the photo is said to show.' }),
    photo: Type.String({ description: 'Its path within the archive, or as the list has it.' }),
    takenAt: Type.Union([Type.String(), Type.Null()], {
      description: 'UTC, to the second: 2023-07-23T12:34:56; null where nothing says.',
    }),
    outcome: outcomeSchema,
    sameFaceAs: Type.Array(Type.String(), { description: 'Other ids that have this face.' }),
  },
  { title: 'ImportRow' },
);

export const importRowExample = {
  id: 'B21CS042',
  photo: 'B21CS042_20230723123456.jpg',
  takenAt: '2023-07-23T12:34:56',
  outcome: 'enrolled',
  sameFaceAs: [],
};

export function toImportBody(record: ImportRecord): Static<typeof importSchema> {
  const { importId, mode, disputes, state, createdAt, startedAt, endedAt, callerKeyId, problem } = record;
  const { photos, done, perMinute, summary } = record;
  const heardMs = Date.now() - Date.parse(record.seenAt);
  return {
    ...{ id: importId, mode, disputes: disputes as Static<typeof importFields.disputes>, state },
    stalled: endedAt === null && heardMs > stalledMs,
    ...{ createdAt, startedAt, endedAt },
    ...(callerKeyId !== null && { keyId: callerKeyId }),
    progress: {
      ...{ photos, done, photosPerMinute: perMinute },
      secondsLeft: secondsLeft(record),
    },
    summary: summary === null ? null : toSummaryBody(JSON.parse(summary) as ImportSummary),
    problem,
  };
}

function secondsLeft({ endedAt, photos, done, perMinute }: ImportRecord): number | null {
  if (endedAt !== null) return 0;
  return perMinute === 0 ? null : Math.ceil((60 * (photos - done)) / perMinute);
}

function toSummaryBody(summary: ImportSummary): Static<typeof summarySchema> {
  const { layout, ids, enrolled, alreadyEnrolled, leftOut, sameFacePairs, verdicts } = summary;
  return {
    layout: layout as Static<typeof summarySchema>['layout'],
    ...{ people: ids, enrolled, alreadyEnrolled, leftOut, sameFacePairs },
    outcomes: verdicts,
  };
}

export function toImportRowBody(row: ImportRowRecord): Static<typeof importRowSchema> {
  const { id, photo, takenAt, verdict, sameFaceAs } = row;
  return { id, photo, takenAt, outcome: verdict, sameFaceAs: [...sameFaceAs] };
}
