/** /v1/events/{eventId}: one event, the face that is kept of it, and whether the verdict that it tells of was right. */
import { Type } from 'typebox';
import { FacedeskError } from '../../../domain/errors.js';
import type { Events } from '../../../services/events.js';
import { maxNoteLength, type VerdictReview } from '../../../services/verdict-review.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject } from '../schemas/common.js';
import { eventExample, eventSchema, toEventBody } from '../schemas/event.js';

const eventParams = Type.Object({
  eventId: Type.String({ pattern: '^[0-9]{1,9}$', description: '`id` of an event.' }),
});

export const readEvent = declare({
  method: 'GET',
  path: '/v1/events/{eventId}',
  operationId: 'readEvent',
  tag: 'events',
  scope: 'events:read',
  summary: 'Read an event',
  params: eventParams,
  answers: { 200: { description: 'The event.', schema: eventSchema, example: eventExample } },
  errors: ['event_not_found'],
});

export const readEventPicture = declare({
  method: 'GET',
  path: '/v1/events/{eventId}/picture',
  operationId: 'readEventPicture',
  tag: 'events',
  scope: 'photos:read',
  summary: 'Get the face of a visit',
  description:
    'Of a verification by which the service was told to keep it (`FACEDESK_KEEP_PROBES`): what the largest face looked like, cut out as ' +
    'it is of registered photos. The key needs `events:read` as well. It may show somebody else than the person of the event. It is ' +
    'erased with that person, with the event, and after some days (`FACEDESK_PROBES_KEEP_DAYS`).',
  params: eventParams,
  answers: {
    200: {
      description: 'A JPEG file.',
      type: 'image/jpeg',
      schema: Type.String({ contentMediaType: 'image/jpeg' }),
    },
  },
  errors: ['event_not_found', 'event_picture_not_kept'],
});

export const giveFeedback = declare({
  method: 'POST',
  path: '/v1/events/{eventId}/feedback',
  operationId: 'giveFeedback',
  tag: 'events',
  scope: 'verdicts:review',
  summary: 'Say whether a verdict was right',
  description:
    'Of verifications and identifications. It takes the place of what was said before, decides nothing, is shown with the event and ' +
    'counted in `GET /v1/statistics`. It is erased with the person.',
  params: eventParams,
  body: {
    schema: strictObject({
      correct: Type.Boolean({ description: 'False where another decision would have been right.' }),
      note: Type.Optional(
        Type.String({
          maxLength: maxNoteLength,
          pattern: '^[^\\u0000-\\u001f\\u007f]*$',
          description: 'What was wrong, in one line.',
        }),
      ),
    }),
    types: ['application/json'],
    example: { correct: false, note: 'Her sister' },
  },
  answers: {
    200: {
      description: 'The event, with what was said of it.',
      schema: eventSchema,
      example: {
        ...eventExample,
        feedback: { correct: false, note: 'Her sister', at: '2026-03-02T08:10:00.000Z', keyId: 'k7f3q2' },
      },
    },
  },
  errors: ['event_not_found', 'event_not_a_verdict'],
});

export interface VerdictReviewResourceParts {
  readonly verdictReview: VerdictReview;
  readonly events: Pick<Events, 'picture'>;
}

export function verdictReviewOperations({ verdictReview, events }: VerdictReviewResourceParts): Operation[] {
  return [
    handle(readEvent, async ({ params: { eventId }, caller }) => ({
      status: 200,
      body: toEventBody(await verdictReview.read(eventId), caller),
    })),
    handle(readEventPicture, async ({ params: { eventId }, caller }) => {
      // Who was here when is as much as the face.
      if (!caller.scopes.has('events:read')) throw new FacedeskError('scope_missing');
      return { status: 200, body: Buffer.from(await events.picture(Number(eventId))) };
    }),
    handle(giveFeedback, async ({ params: { eventId }, body: feedback, caller, actor }) => {
      const event = await verdictReview.review(eventId, feedback, actor);
      const { subject, ...body } = toEventBody(event, caller);
      // Whoever may review and not read must not learn so who it was.
      const isReader = caller.scopes.has('events:read') && subject !== undefined;
      return { status: 200, body: { ...body, ...(isReader && { subject }) } };
    }),
  ];
}
