/** /v1/subjects: people are read, searched, changed and erased. How they come is in register-subject.ts. */
import { Type } from 'typebox';
import type { Attempts } from '../../../services/attempts.js';
import type { Events } from '../../../services/events.js';
import type { SubjectDirectory } from '../../../services/subject-directory.js';
import type { Subjects } from '../../../services/subjects.js';
import { requestInvalid } from '../../explained-error.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { namesTag } from '../framework/request-headers.js';
import {
  defaultPageLength,
  groupIdSchema,
  pageQuery,
  pageSchema,
  strictObject,
  subjectParams,
} from '../schemas/common.js';
import {
  etagOf,
  metadataSchema,
  stateSchema,
  subjectExample,
  subjectSchema,
  toSubjectBody,
} from '../schemas/subject.js';
import type { IdKey } from '../../../domain/subject-id.js';

const etagHeader = { ETag: 'Names this state of the person; send it as If-Match with a change.' };

export const listSubjects = declare({
  method: 'GET',
  path: '/v1/subjects',
  operationId: 'listSubjects',
  tag: 'subjects',
  scope: 'people:read',
  summary: 'List and search people',
  description:
    'In the order in which they were registered; with `idPrefix`, by id. Filters are combined by “and”.',
  query: strictObject({
    ...pageQuery,
    idPrefix: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'People whose id begins so; upper and lower case are the same.',
      }),
    ),
    state: Type.Optional(stateSchema),
    group: Type.Optional({ ...groupIdSchema, description: 'Members of this group.' }),
    metadata: Type.Optional(
      Type.Array(Type.String({ pattern: '^[^:]{1,64}:', maxLength: 320 }), {
        maxItems: 5,
        description: 'People whose metadata have this member: `department:chemistry`. May be repeated.',
      }),
    ),
  }),
  answers: {
    200: {
      description: 'A page of people.',
      schema: pageSchema(subjectSchema, 'SubjectPage'),
      example: { items: [subjectExample], nextCursor: null },
    },
  },
  errors: ['id_invalid'],
});

export const readSubject = declare({
  method: 'GET',
  path: '/v1/subjects/{subjectId}',
  operationId: 'readSubject',
  tag: 'subjects',
  scope: 'people:read',
  summary: 'Read a person',
  params: subjectParams,
  answers: {
    200: { description: 'The person.', schema: subjectSchema, example: subjectExample, headers: etagHeader },
    304: { description: 'Nothing changed since the ETag that If-None-Match names.' },
  },
  errors: ['subject_not_found', 'id_invalid'],
});

export const updateSubject = declare({
  method: 'PATCH',
  path: '/v1/subjects/{subjectId}',
  operationId: 'updateSubject',
  tag: 'subjects',
  scope: 'people:write',
  summary: 'Change what is noted of a person',
  description:
    'JSON Merge Patch (RFC 7396) of the metadata: members that are null are removed, others take the place of what was there. With ' +
    'If-Match, nothing is changed where somebody else was faster.',
  params: subjectParams,
  body: {
    schema: strictObject({ metadata: metadataSchema }),
    types: ['application/json', 'application/merge-patch+json'],
    example: { metadata: { year: 4, note: null } },
  },
  answers: {
    200: {
      description: 'The person as they are now.',
      schema: subjectSchema,
      example: subjectExample,
      headers: etagHeader,
    },
    204: { description: 'Changed; with `Prefer: return=minimal`.', headers: etagHeader },
  },
  errors: ['subject_not_found', 'id_invalid', 'metadata_too_large'],
  prefers: true,
  conditional: true,
});

export const deleteSubject = declare({
  method: 'DELETE',
  path: '/v1/subjects/{subjectId}',
  operationId: 'deleteSubject',
  tag: 'subjects',
  scope: 'people:delete',
  summary: 'Erase a person',
  description:
    'With photos, templates, metadata and memberships. Their events stay without saying who it was, their receipts go.',
  params: subjectParams,
  answers: { 204: { description: 'They are gone.' } },
  errors: ['subject_not_found', 'id_invalid'],
});

export const unlockSubject = declare({
  method: 'POST',
  path: '/v1/subjects/{subjectId}/unlock',
  operationId: 'unlockSubject',
  tag: 'subjects',
  scope: 'attempts:unlock',
  summary: 'Lift the lock of a person',
  description:
    'Forgets the failed attempts with this id, wherever they were made: pauses end and locks are lifted. The same for an id that ' +
    'nobody has, since those are locked as well.',
  params: subjectParams,
  answers: { 204: { description: 'Nothing stands in the way of the next attempt.' } },
  errors: ['id_invalid'],
});

export interface SubjectResourceParts {
  readonly attempts: Attempts;
  readonly events: Events;
  readonly directory: SubjectDirectory;
  readonly subjects: Subjects;
}

export function subjectOperations({
  directory,
  subjects,
  attempts,
  events,
}: SubjectResourceParts): Operation[] {
  return [
    handle(listSubjects, async ({ query }) => {
      const { limit = defaultPageLength, cursor, idPrefix, state, group, metadata } = query;
      const filters = { idPrefix, state, group, metadata };
      const position = fromCursor(cursor, filters, ['number', 'string']);
      const { people, next } = await directory.list(
        {
          ...(idPrefix !== undefined && { idPrefix: notBlank(idPrefix) }),
          ...(state !== undefined && { state }),
          ...(group !== undefined && { groupId: group }),
          ...(metadata !== undefined && { metadata: metadata.map(toMember) }),
        },
        {
          limit,
          ...(position !== undefined && {
            after: { subjectNo: position[0] as number, idKey: position[1] as IdKey },
          }),
        },
      );
      const nextCursor = next === null ? null : toCursor([next.subjectNo, next.idKey], filters);
      return { status: 200, body: { items: people.map(toSubjectBody), nextCursor } };
    }),
    handle(readSubject, async ({ params: { subjectId } }) => {
      const person = await directory.find(subjectId);
      return { status: 200, body: toSubjectBody(person), headers: { etag: etagOf(person) } };
    }),
    handle(updateSubject, async ({ params: { subjectId }, body: { metadata }, header, prefer, actor }) => {
      const expected = header('if-match');
      const person = await directory.changeMetadata(subjectId, {
        patch: metadata,
        by: actor,
        ...(expected !== undefined && { expects: (known) => namesTag(expected, etagOf(known)) }),
      });
      const headers = { etag: etagOf(person) };
      return prefer === 'minimal'
        ? { status: 204, headers }
        : { status: 200, body: toSubjectBody(person), headers };
    }),
    handle(deleteSubject, async ({ params: { subjectId }, actor }) => {
      await subjects.forget(subjectId, actor);
      return { status: 204 };
    }),
    handle(unlockSubject, async ({ params: { subjectId }, actor }) => {
      await attempts.unlock(subjectId);
      const person = await directory.find(subjectId).catch(() => null);
      events.record({
        kind: 'attempts.unlocked',
        by: actor,
        ...(person !== null && { subjectNo: person.subjectNo }),
      });
      return { status: 204 };
    }),
  ];
}

function notBlank(idPrefix: string): string {
  if (idPrefix.trim() === '') throw requestInvalid({ field: 'query/idPrefix', problem: 'must not be blank' });
  return idPrefix;
}

/** department:chemistry */
function toMember(text: string): { name: string; text: string } {
  const colon = text.indexOf(':');
  return { name: text.slice(0, colon), text: text.slice(colon + 1) };
}
