/** /v1/groups: sets of people that a search can be limited to, and who belongs to them. */
import { Type } from 'typebox';
import type { Events } from '../../../services/events.js';
import type { Group, Groups } from '../../../services/groups.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import {
  defaultPageLength,
  groupIdSchema,
  pageQuery,
  pageSchema,
  strictObject,
  subjectIdSchema,
  timeSchema,
} from '../schemas/common.js';

const groupSchema = strictObject(
  {
    id: groupIdSchema,
    description: Type.String({ maxLength: 255 }),
    createdAt: timeSchema,
    memberCount: Type.Integer({ minimum: 0 }),
  },
  { title: 'Group' },
);
const example = {
  id: 'east-gate',
  description: 'Staff of the east gate',
  createdAt: '2026-03-01T08:00:00Z',
  memberCount: 41,
};
const params = Type.Object({ groupId: groupIdSchema });
const memberParams = Type.Object({ groupId: groupIdSchema, subjectId: subjectIdSchema });

export const listGroups = declare({
  method: 'GET',
  path: '/v1/groups',
  operationId: 'listGroups',
  tag: 'groups',
  scope: 'people:read',
  summary: 'List groups',
  description: 'In alphabetical order.',
  query: strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of groups.',
      schema: pageSchema(groupSchema, 'GroupPage'),
      example: { items: [example], nextCursor: null },
    },
  },
  errors: [],
});

export const createGroup = declare({
  method: 'POST',
  path: '/v1/groups',
  operationId: 'createGroup',
  tag: 'groups',
  scope: 'people:write',
  summary: 'Make a group',
  body: {
    schema: strictObject({ id: groupIdSchema, description: Type.Optional(Type.String({ maxLength: 255 })) }),
    types: ['application/json'],
    example: { id: 'east-gate', description: 'Staff of the east gate' },
  },
  answers: {
    201: {
      description: 'The group.',
      schema: groupSchema,
      example: { ...example, memberCount: 0 },
      headers: { Location: 'Its address.' },
    },
  },
  errors: ['group_already_exists'],
  idempotent: true,
});

export const readGroup = declare({
  method: 'GET',
  path: '/v1/groups/{groupId}',
  operationId: 'readGroup',
  tag: 'groups',
  scope: 'people:read',
  summary: 'Read a group',
  description: 'Its members are listed by `GET /v1/subjects?group=…`.',
  params,
  answers: { 200: { description: 'The group.', schema: groupSchema, example } },
  errors: ['group_not_found'],
});

export const deleteGroup = declare({
  method: 'DELETE',
  path: '/v1/groups/{groupId}',
  operationId: 'deleteGroup',
  tag: 'groups',
  scope: 'people:write',
  summary: 'Delete a group',
  description: 'Its members stay registered.',
  params,
  answers: { 204: { description: 'It is gone.' } },
  errors: ['group_not_found'],
});

export const addGroupMember = declare({
  method: 'PUT',
  path: '/v1/groups/{groupId}/members/{subjectId}',
  operationId: 'addGroupMember',
  tag: 'groups',
  scope: 'people:write',
  summary: 'Put a person into a group',
  description: 'Changes nothing where they are a member already.',
  params: memberParams,
  answers: { 204: { description: 'They are a member.' } },
  errors: ['group_not_found', 'subject_not_found', 'id_invalid'],
});

export const removeGroupMember = declare({
  method: 'DELETE',
  path: '/v1/groups/{groupId}/members/{subjectId}',
  operationId: 'removeGroupMember',
  tag: 'groups',
  scope: 'people:write',
  summary: 'Take a person out of a group',
  description: 'Changes nothing where they are no member.',
  params: memberParams,
  answers: { 204: { description: 'They are no member.' } },
  errors: ['group_not_found', 'subject_not_found', 'id_invalid'],
});

export function groupOperations({ groups, events }: { groups: Groups; events: Events }): Operation[] {
  return [
    handle(listGroups, async ({ query: { limit = defaultPageLength, cursor } }) => {
      const after = fromCursor(cursor, 'groups', ['string'])?.[0] as string | undefined;
      const found = await groups.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
      const items = found.slice(0, limit).map(toBody);
      const last = found.length > limit ? items.at(-1) : undefined;
      return {
        status: 200,
        body: { items, nextCursor: last === undefined ? null : toCursor([last.id], 'groups') },
      };
    }),
    handle(createGroup, async ({ body: { id, description = '' }, actor }) => {
      const group = await groups.create({ groupId: id, description });
      events.record({ kind: 'group.created', by: actor });
      return { status: 201, body: toBody(group), headers: { location: `/v1/groups/${id}` } };
    }),
    handle(readGroup, async ({ params: { groupId } }) => ({
      status: 200,
      body: toBody(await groups.find(groupId)),
    })),
    handle(deleteGroup, async ({ params: { groupId }, actor }) => {
      await groups.delete(groupId);
      events.record({ kind: 'group.deleted', by: actor });
      return { status: 204 };
    }),
    handle(addGroupMember, async ({ params: { groupId, subjectId } }) => {
      await groups.addMember(groupId, subjectId);
      return { status: 204 };
    }),
    handle(removeGroupMember, async ({ params: { groupId, subjectId } }) => {
      await groups.removeMember(groupId, subjectId);
      return { status: 204 };
    }),
  ];
}

function toBody({ groupId, description, createdAt, memberCount }: Group) {
  return { id: groupId, description, createdAt: `${createdAt}Z`, memberCount };
}
