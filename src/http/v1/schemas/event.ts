/** How an event looks on the wire: in lists, on the stream and in webhooks. */
import { type Static, Type } from 'typebox';
import type { Caller } from '../../../domain/access.js';
import { type EventKind, eventKinds, type StoredEvent } from '../../../services/events.js';
import { strictObject, subjectIdSchema, timeSchema } from './common.js';

export const eventOutcomeSchema = Type.Enum(['match', 'uncertain', 'nonMatch', 'notSamePerson', 'open'], {
  description: 'Of verdicts, and of likely duplicates that were settled.',
});

export const eventSchema = strictObject(
  {
    id: Type.String({ description: 'Counts up; the same in every list, on the stream and in webhooks.' }),
    kind: Type.Enum(Object.keys(eventKinds) as EventKind[]),
    at: timeSchema,
    subject: Type.Optional(
      strictObject(
        { id: subjectIdSchema },
        { description: 'Whom it is about; absent where that is nobody, or somebody who was erased.' },
      ),
    ),
    outcome: Type.Optional(eventOutcomeSchema),
    reason: Type.Optional(
      Type.String({ description: 'Why a verdict is not a match; for keys with `scores:read`.' }),
    ),
    keyId: Type.Optional(
      Type.String({
        description: 'The public part of the key that asked; absent where no key is asked for.',
      }),
    ),
    requestId: Type.Optional(Type.String({ description: 'The X-Request-Id of the request.' })),
    receipt: Type.Optional(
      Type.Object(
        {},
        { additionalProperties: true, description: 'How a verdict came about; for keys with `scores:read`.' },
      ),
    ),
    feedback: Type.Optional(
      strictObject(
        {
          correct: Type.Boolean(),
          note: Type.Optional(Type.String()),
          at: timeSchema,
          keyId: Type.Optional(Type.String({ description: 'Who said so.' })),
        },
        { description: 'Whether the verdict was right, by somebody who knows; erased with the person.' },
      ),
    ),
    picture: Type.Boolean({
      description:
        'Whether the face of the visit is kept: see `GET /v1/events/{eventId}/picture`. It goes before the event does.',
    }),
  },
  { title: 'Event' },
);

export const eventExample = {
  id: '1842',
  kind: 'verification.decided',
  at: '2026-03-02T07:58:21.304Z',
  subject: { id: 'B21CS042' },
  outcome: 'match',
  keyId: 'k7f3q2',
  requestId: '5f0c4c5e-5ad5-4a35-9a26-0b8f6f2f3b1d',
  picture: false,
} as const;

/** What a caller may see of an event. */
export function toEventBody(
  event: StoredEvent,
  { scopes }: Pick<Caller, 'scopes'>,
): Static<typeof eventSchema> {
  const seesScores = scopes.has('scores:read');
  const { eventNo, kind, at, subjectId, outcome, reason, keyId, requestId, receipt, feedback } = event;
  return {
    id: String(eventNo),
    kind: kind as EventKind,
    at,
    ...(subjectId !== undefined && { subject: { id: subjectId } }),
    ...(outcome !== undefined && { outcome: outcome as Static<typeof eventOutcomeSchema> }),
    ...(reason !== undefined && (seesScores || outcome === undefined) && { reason }),
    ...(keyId !== undefined && { keyId }),
    ...(requestId !== undefined && { requestId }),
    ...(feedback !== undefined && { feedback }),
    picture: event.hasProbe ?? false,
    ...(receipt !== undefined && seesScores && { receipt: JSON.parse(receipt) as object }),
  };
}
