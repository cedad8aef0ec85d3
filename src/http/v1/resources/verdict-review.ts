/** /v1/events/{eventId}: one event, and whether the verdict that it tells of was right. */
import { Type } from 'typebox';
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

export function verdictReviewOperations({ verdictReview }: { verdictReview: VerdictReview }): Operation[] {
  return [
    handle(readEvent, async ({ params: { eventId }, caller }) => ({
      status: 200,
      body: toEventBody(await verdictReview.read(eventId), caller),
    })),
    handle(giveFeedback, async ({ params: { eventId }, body: feedback, caller, actor }) => {
      const event = await verdictReview.review(eventId, feedback, actor);
      const { subject, ...body } = toEventBody(event, caller);
      // Whoever may review and not read must not learn so who it was.
      const isReader = caller.scopes.has('events:read') && subject !== undefined;
      return { status: 200, body: { ...body, ...(isReader && { subject }) } };
    }),
  ];
}
