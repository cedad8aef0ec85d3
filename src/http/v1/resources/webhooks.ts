/** /v1/webhooks: where events are sent, and what they are signed with. */
import { Type } from 'typebox';
import type { Webhooks, WebhookWithSecret } from '../../../services/webhooks.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { defaultPageLength, pageQuery, pageSchema, strictObject } from '../schemas/common.js';
import {
  secretExample,
  secretSchema,
  toWebhookBody,
  webhookExample,
  webhookFields,
  webhookParams,
  webhookSchema,
} from '../schemas/webhook.js';

const { url, kinds, description, scores } = webhookFields;
const withSecretSchema = strictObject(
  { ...webhookSchema.properties, secret: secretSchema },
  { title: 'WebhookWithSecret' },
);
const neverDelivered = { ...webhookExample, deliveredAt: null };

export const listWebhooks = declare({
  method: 'GET',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'List webhooks',
  description: 'In the order in which they were made.',
  query: strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of webhooks.',
      schema: pageSchema(webhookSchema, 'WebhookPage'),
      example: { items: [webhookExample], nextCursor: null },
    },
  },
  errors: [],
});

export const createWebhook = declare({
  method: 'POST',
  path: '/v1/webhooks',
  operationId: 'createWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Set up a webhook',
  description:
    'From now on events are sent there by POST, in their order, each until it is answered with a status of 2xx. They are signed as ' +
    'Standard Webhooks has it, in the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. An event can come twice; ' +
    '`webhook-id` is the same then. No `Idempotency-Key` is taken, since the answer holds a secret, which is not kept.',
  body: {
    schema: strictObject({
      url,
      kinds: Type.Optional(kinds),
      description: Type.Optional(description),
      scores: Type.Optional(scores),
    }),
    types: ['application/json'],
    example: { url: webhookExample.url, kinds: webhookExample.kinds, description: 'Attendance' },
  },
  answers: {
    201: {
      description: 'The webhook, with its secret.',
      schema: withSecretSchema,
      example: { ...neverDelivered, secret: secretExample },
      headers: { Location: 'Its address.' },
    },
  },
  errors: ['webhook_url_refused', 'too_many_webhooks'],
});

export const readWebhook = declare({
  method: 'GET',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'readWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Read a webhook, and how delivery goes',
  params: webhookParams,
  answers: { 200: { description: 'The webhook.', schema: webhookSchema, example: webhookExample } },
  errors: ['webhook_not_found'],
});

export const updateWebhook = declare({
  method: 'PATCH',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'updateWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Change, pause or resume a webhook',
  description:
    'Members that are left out stay as they are. A webhook that is resumed gets what happened meanwhile, for as long as events are kept.',
  params: webhookParams,
  body: {
    schema: strictObject({
      url: Type.Optional(url),
      kinds: Type.Optional(kinds),
      description: Type.Optional(description),
      scores: Type.Optional(scores),
      state: Type.Optional(Type.Enum(['active', 'paused'])),
    }),
    types: ['application/json', 'application/merge-patch+json'],
    example: { state: 'paused' },
  },
  answers: {
    200: {
      description: 'The webhook as it is now.',
      schema: webhookSchema,
      example: { ...webhookExample, state: 'paused' },
    },
  },
  errors: ['webhook_not_found', 'webhook_url_refused'],
});

export const deleteWebhook = declare({
  method: 'DELETE',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'deleteWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Remove a webhook',
  description: 'What waits for it is not sent any more.',
  params: webhookParams,
  answers: { 204: { description: 'It is gone.' } },
  errors: ['webhook_not_found'],
});

export const rotateWebhookSecret = declare({
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/secret',
  operationId: 'rotateWebhookSecret',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Give a webhook another secret',
  description:
    'For a while messages carry two signatures, one by each secret, so that the receiver can change over at any moment.',
  params: webhookParams,
  body: {
    schema: strictObject({
      graceSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 30 * 86_400,
          default: 86_400,
          description: 'For how long the secret before signs as well.',
        }),
      ),
    }),
    types: ['application/json'],
    example: { graceSeconds: 3600 },
    optional: true,
  },
  answers: {
    200: {
      description: 'The webhook, with its new secret.',
      schema: withSecretSchema,
      example: { ...webhookExample, secret: secretExample },
    },
  },
  errors: ['webhook_not_found'],
});

export const testWebhook = declare({
  method: 'POST',
  path: '/v1/webhooks/{webhookId}/test',
  operationId: 'testWebhook',
  tag: 'webhooks',
  scope: 'webhooks:manage',
  summary: 'Try a webhook out',
  description:
    'Sends one signed message of the kind `webhook.test`, whose `id` is 0, and says what came of it. It is not sent again.',
  params: webhookParams,
  answers: {
    200: {
      description: 'What the receiver did.',
      schema: strictObject({
        arrived: Type.Boolean(),
        status: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Of its answer, where it gave one.',
        }),
        problem: Type.Union([Type.String(), Type.Null()]),
      }),
      example: { arrived: false, status: 500, problem: 'answered 500' },
    },
  },
  errors: ['webhook_not_found'],
});

export function webhookOperations({ webhooks }: { readonly webhooks: Webhooks }): Operation[] {
  return [
    handle(listWebhooks, async ({ query: { limit = defaultPageLength, cursor } }) => {
      const after = fromCursor(cursor, 'webhooks', ['number'])?.[0] as number | undefined;
      const found = await webhooks.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        status: 200,
        body: {
          items: shown.map(toWebhookBody),
          nextCursor: last === undefined ? null : toCursor([last.webhookNo], 'webhooks'),
        },
      };
    }),
    handle(createWebhook, async ({ body, caller, actor }) => {
      const { scores: withScores = false, kinds = [], description = '', url } = body;
      const made = await webhooks.create({ url, kinds, description, withScores }, { caller, actor });
      const location = `/v1/webhooks/${made.webhook.webhookId}`;
      return { status: 201, body: withSecret(made), headers: { location, ...notKept } };
    }),
    handle(readWebhook, async ({ params: { webhookId } }) => ({
      status: 200,
      body: toWebhookBody(await webhooks.find(webhookId)),
    })),
    handle(updateWebhook, async ({ params: { webhookId }, body, caller, actor }) => {
      const { scores: withScores, ...others } = body;
      const changes = { ...others, ...(withScores === undefined ? {} : { withScores }) };
      return {
        status: 200,
        body: toWebhookBody(await webhooks.change(webhookId, changes, { caller, actor })),
      };
    }),
    handle(deleteWebhook, async ({ params: { webhookId }, caller, actor }) => {
      await webhooks.remove(webhookId, { caller, actor });
      return { status: 204 };
    }),
    handle(rotateWebhookSecret, async ({ params: { webhookId }, body: { graceSeconds }, caller, actor }) => ({
      status: 200,
      body: withSecret(await webhooks.rotate(webhookId, { caller, actor }, graceSeconds)),
      headers: notKept,
    })),
    handle(testWebhook, async ({ params: { webhookId } }) => {
      const { status, problem } = await webhooks.test(webhookId);
      return { status: 200, body: { arrived: problem === null, status, problem } };
    }),
  ];
}

const notKept = { 'cache-control': 'no-store' };

function withSecret({ webhook, secret }: WebhookWithSecret) {
  return { ...toWebhookBody(webhook), secret };
}
