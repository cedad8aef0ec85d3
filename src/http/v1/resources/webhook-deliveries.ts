/** /v1/webhooks/{webhookId}/deliveries: what a webhook has not got, and sending it again. */
import { Type } from 'typebox';
import type { DeliveryRecord, Webhooks } from '../../../services/webhooks.js';
import type { Caller } from '../../../domain/access.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import {
  defaultPageLength,
  pageQuery,
  pageSchema,
  strictObject,
  timeSchema,
  timeText,
} from '../schemas/common.js';
import { eventExample, eventSchema, toEventBody } from '../schemas/event.js';
import { webhookIdSchema, webhookParams } from '../schemas/webhook.js';

const stateSchema = Type.Enum(['waiting', 'dead'], {
  description:
    'Waiting: put aside after several attempts, to be tried again beside the others. Dead: tried for a day, and not tried any more.',
});

const deliverySchema = strictObject(
  {
    event: eventSchema,
    state: stateSchema,
    attempts: Type.Integer({
      minimum: 0,
      description: 'Of this event alone; 0 where the receiver failed all the while with an earlier one.',
    }),
    since: timeSchema,
    nextAttemptAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    problem: Type.Union([Type.String(), Type.Null()], { description: 'What was wrong the last time.' }),
  },
  { title: 'WebhookDelivery' },
);

const example = {
  event: eventExample,
  state: 'dead',
  attempts: 31,
  since: '2026-03-02T07:58:21.304Z',
  nextAttemptAt: null,
  problem: 'ECONNREFUSED',
};

export const listDeliveries = declare({
  method: 'GET',
  path: '/v1/webhooks/{webhookId}/deliveries',
  operationId: 'listWebhookDeliveries',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'List what a webhook has not got',
  description:
    'Newest first. Events that were delivered are not listed, nor those whose turn has not come. Dead ones are kept for as long as events.',
  params: webhookParams,
  query: strictObject({ ...pageQuery, state: Type.Optional(stateSchema) }),
  answers: {
    200: {
      description: 'A page of deliveries.',
      schema: pageSchema(deliverySchema, 'WebhookDeliveryPage'),
      example: { items: [example], nextCursor: null },
    },
  },
  errors: ['webhook_not_found'],
});

export const replayDelivery = declare({
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/deliveries/{eventId}/replay',
  operationId: 'replayWebhookDelivery',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Send a dead event again',
  description: 'It is tried at once, and as patiently as a new one. A waiting one is tried at once as well.',
  params: Type.Object({
    webhookId: webhookIdSchema,
    eventId: Type.String({ pattern: '^[0-9]{1,9}$', description: 'The `id` of the event.' }),
  }),
  answers: { 202: { description: 'It will be sent.' } },
  errors: ['webhook_not_found', 'webhook_delivery_not_found'],
});

export const replayEvents = declare({
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/replay',
  operationId: 'replayWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Send everything since a moment again',
  description:
    'Delivered, waiting and dead alike, in order. What had arrived comes a second time with the same `webhook-id`.',
  params: webhookParams,
  body: {
    schema: strictObject({ since: timeText('From when on.') }),
    types: ['application/json'],
    example: { since: '2026-03-02T00:00:00Z' },
  },
  answers: { 202: { description: 'They will be sent.' } },
  errors: ['webhook_not_found'],
});

export function deliveryOperations({ webhooks }: { readonly webhooks: Webhooks }): Operation[] {
  return [
    handle(listDeliveries, async ({ params: { webhookId }, query, caller }) => {
      const { limit = defaultPageLength, cursor, state } = query;
      const filters = { webhookId, state };
      const below = fromCursor(cursor, filters, ['number'])?.[0] as number | undefined;
      const found = await webhooks.deliveries(webhookId, {
        limit: limit + 1,
        ...(state !== undefined && { state }),
        ...(below !== undefined && { below }),
      });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        status: 200,
        body: {
          items: shown.map((delivery) => toBody(delivery, caller)),
          nextCursor: last === undefined ? null : toCursor([last.event.eventNo], filters),
        },
      };
    }),
    handle(replayDelivery, async ({ params: { webhookId, eventId } }) => {
      await webhooks.replay(webhookId, Number(eventId));
      return { status: 202 };
    }),
    handle(replayEvents, async ({ params: { webhookId }, body: { since } }) => {
      await webhooks.replaySince(webhookId, since);
      return { status: 202 };
    }),
  ];
}

function toBody({ event, state, attempts, since, retryAt, problem }: DeliveryRecord, caller: Caller) {
  return { event: toEventBody(event, caller), state, attempts, since, nextAttemptAt: retryAt, problem };
}
