/** /v1/events: who was verified when, and what else happened; as pages, and as a stream that goes on. */
import { type Static, Type } from 'typebox';
import { type EventKind, eventKinds, type Events } from '../../../services/events.js';
import type { SubjectDirectory } from '../../../services/subject-directory.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import {
  defaultPageLength,
  pageQuery,
  pageSchema,
  strictObject,
  subjectIdSchema,
  timeQuery,
} from '../schemas/common.js';
import { eventExample, eventOutcomeSchema, eventSchema, toEventBody } from '../schemas/event.js';
import { type EventStreams, createEventStreams } from '../event-streams.js';

const kindSchema = Type.Enum(Object.keys(eventKinds) as EventKind[]);

export const listEvents = declare({
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  tag: 'events',
  scope: 'events:read',
  summary: 'List events',
  description:
    'Newest first. Receipts, which hold scores, are sent to keys with `scores:read` only. When a person is erased, their events ' +
    'stay without saying who it was, and their receipts go.',
  query: strictObject({
    ...pageQuery,
    subject: Type.Optional({ ...subjectIdSchema, description: 'Events about this person.' }),
    kind: Type.Optional(
      Type.Array(kindSchema, { maxItems: 20, description: 'Events of these kinds; may be repeated.' }),
    ),
    outcome: Type.Optional(
      Type.Array(eventOutcomeSchema, {
        maxItems: 5,
        description: 'Events with these outcomes; may be repeated.',
      }),
    ),
    from: timeQuery('Events from this moment on.'),
    before: timeQuery('Events before this moment.'),
  }),
  answers: {
    200: {
      description: 'A page of events.',
      schema: pageSchema(eventSchema, 'EventPage'),
      example: { items: [eventExample], nextCursor: null },
    },
  },
  errors: ['subject_not_found', 'id_invalid'],
});

export const streamEvents = declare({
  method: 'GET',
  path: '/v1/events/stream',
  operationId: 'streamEvents',
  tag: 'events',
  scope: 'events:read',
  summary: 'Watch events as they happen',
  description:
    'Server-sent events. Each has the `id` and the JSON of an event of `GET /v1/events`; its `event` is the kind. After a break, ' +
    'send the last `id` as `Last-Event-ID` and nothing is missed; without it, the stream begins now. A comment is sent every 15 ' +
    'seconds, so that a dead connection is noticed.',
  query: strictObject({ kind: Type.Optional(Type.Array(kindSchema, { maxItems: 20 })) }),
  answers: {
    200: {
      description: 'A stream without an end.',
      type: 'text/event-stream; charset=utf-8',
      schema: Type.String(),
      example: `id: ${eventExample.id}\nevent: ${eventExample.kind}\ndata: ${JSON.stringify(eventExample)}\n\n`,
    },
  },
  errors: ['too_many_streams'],
  requestHeaders: { 'Last-Event-ID': 'The `id` of the last event that you have.' },
});

export interface EventResourceParts {
  readonly events: Events;
  readonly directory: SubjectDirectory;
}

export function eventOperations({ events, directory }: EventResourceParts): {
  operations: Operation[];
  streams: EventStreams;
} {
  const streams = createEventStreams(events);
  const operations = [
    handle(listEvents, async ({ query, caller }) => {
      const { limit = defaultPageLength, cursor, subject, kind, outcome, from, before } = query;
      const filters = { subject, kind, outcome, from, before };
      const below = fromCursor(cursor, filters, ['number'])?.[0] as number | undefined;
      const subjectNo = subject === undefined ? undefined : (await directory.find(subject)).subjectNo;
      const found = await events.page(
        {
          ...(subjectNo !== undefined && { subjectNo }),
          ...(kind !== undefined && { kinds: kind }),
          ...(outcome !== undefined && { outcomes: outcome }),
          ...(from !== undefined && { from: utc(from) }),
          ...(before !== undefined && { before: utc(before) }),
        },
        { limit: limit + 1, ...(below !== undefined && { below }) },
      );
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      const items = shown.map((event) => toEventBody(event, caller));
      return {
        status: 200,
        body: { items, nextCursor: last === undefined ? null : toCursor([last.eventNo], filters) },
      };
    }),
    handle(streamEvents, async ({ query: { kind }, header, caller, signal }) => ({
      status: 200,
      body: await streams.open({
        after: lastEventId(header('last-event-id')),
        kinds: kind === undefined ? null : new Set<string>(kind),
        render: (event) => toEventBody(event, caller) satisfies Static<typeof eventSchema>,
        signal,
      }),
      // Proxies that gather answers before they pass them on would hold events back.
      headers: { 'x-accel-buffering': 'no', 'cache-control': 'no-store' },
    })),
  ];
  return { operations, streams };
}

/** A number that this service has sent; everything else counts as none. */
function lastEventId(sent: string | undefined): number | null {
  return sent !== undefined && /^\d{1,15}$/.test(sent) ? Number(sent) : null;
}

/** As events keep their times, which makes texts of them that sort as times do. */
function utc(time: string): string {
  return new Date(time).toISOString();
}
