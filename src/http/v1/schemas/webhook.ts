/** How a webhook looks on the wire. */
import { type Static, Type } from 'typebox';
import { type EventKind, eventKinds } from '../../../services/events.js';
import type { WebhookRecord } from '../../../services/webhooks.js';
import { strictObject, timeSchema } from './common.js';

export const webhookIdSchema = Type.String({ pattern: '^[0-9a-f]{12}$' });
export const webhookParams = Type.Object({ webhookId: webhookIdSchema });

const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });

export const webhookFields = {
  url: Type.String({
    minLength: 1,
    maxLength: 2048,
    description: 'Where events are sent: an https address. Others only within `FACEDESK_WEBHOOK_NETWORKS`.',
  }),
  kinds: Type.Array(Type.Enum(Object.keys(eventKinds) as EventKind[]), {
    maxItems: 50,
    description: 'Which events are sent; none for all.',
  }),
  description: Type.String({ maxLength: 255 }),
  scores: Type.Boolean({
    description: 'Whether receipts and reasons are sent; for keys with `scores:read` to say.',
  }),
};

export const webhookSchema = strictObject(
  {
    id: webhookIdSchema,
    ...webhookFields,
    state: Type.Enum(['active', 'paused', 'disabled'], {
      description: 'Disabled by the service where nothing could be delivered for days.',
    }),
    createdAt: timeSchema,
    keyId: Type.Optional(Type.String({ description: 'Whose key made it.' })),
    deliveredAt: timeOrNull('When something was delivered last; null for never.'),
    failures: Type.Integer({ minimum: 0, description: 'Attempts in a row that failed.' }),
    failingSince: timeOrNull('When the first of them was.'),
    nextAttemptAt: timeOrNull('When the next one will be, where one failed.'),
    problem: Type.Union([Type.String(), Type.Null()], { description: 'What was wrong the last time.' }),
  },
  { title: 'Webhook' },
);

export const webhookExample = {
  id: '5b9c1e2f7a30',
  url: 'https://attendance.example/facedesk',
  kinds: ['verification.decided'],
  description: 'Attendance',
  scores: false,
  state: 'active',
  createdAt: '2026-03-01T08:00:00.000Z',
  keyId: '3f9a1c2b7d04',
  deliveredAt: '2026-03-02T07:58:21.410Z',
  failures: 0,
  failingSince: null,
  nextAttemptAt: null,
  problem: null,
} as const;

export const secretSchema = Type.String({
  description: 'What messages are signed with; shown this once.',
});

export const secretExample = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfvNB4Wm1Q=';

export function toWebhookBody(webhook: WebhookRecord): Static<typeof webhookSchema> {
  const { webhookId, url, kinds, description, withScores, state, createdAt, keyId } = webhook;
  const { deliveredAt, failures, failingSince, retryAt, problem } = webhook;
  return {
    id: webhookId,
    ...{ url, kinds: kinds as EventKind[], description, scores: withScores, state, createdAt },
    ...(keyId !== null && { keyId }),
    ...{ deliveredAt, failures, failingSince, nextAttemptAt: retryAt, problem },
  };
}
