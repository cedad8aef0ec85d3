/** How a person looks on the wire, and the tag by which two readings of one are compared. */
import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { maxMetadataBytes, maxMetadataMembers, type Metadata } from '../../../domain/metadata.js';
import type { Person } from '../../../services/subject-directory.js';
import { groupIdSchema, strictObject, subjectIdSchema, timeSchema } from './common.js';

export const metadataSchema = Type.Unsafe<Metadata>({
  type: 'object',
  maxProperties: maxMetadataMembers,
  propertyNames: { maxLength: 64 },
  description: `A JSON object of your own, up to ${maxMetadataBytes} bytes. Members that are texts, numbers, true or false can be searched for.`,
});

export const stateSchema = Type.Enum(['enrolled', 'awaitingPhoto', 'locked'], {
  description:
    'enrolled: can be verified. awaitingPhoto: registered, without a photo yet. locked: too many attempts failed; see POST /v1/subjects/{subjectId}/unlock.',
});

export const subjectSchema = strictObject(
  {
    id: subjectIdSchema,
    state: stateSchema,
    registeredAt: timeSchema,
    groups: Type.Array(groupIdSchema, { description: 'The groups that they belong to.' }),
    metadata: metadataSchema,
  },
  { title: 'Subject' },
);

export const subjectExample: Static<typeof subjectSchema> = {
  id: 'B21CS042',
  state: 'enrolled',
  registeredAt: '2026-03-01T08:12:44Z',
  groups: ['east-gate'],
  metadata: { department: 'chemistry', year: 3 },
};

export function toSubjectBody({
  id,
  state,
  timestamp,
  groups,
  metadata,
}: Person): Static<typeof subjectSchema> {
  return { id, state, registeredAt: `${timestamp}Z`, groups: [...groups], metadata };
}

/** Changes with anything that the body says, and with the person behind it: somebody who is registered anew is another. */
export function etagOf(person: Person): string {
  const content = JSON.stringify([person.subjectNo, toSubjectBody(person)]);
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}
