/**
 * /v1/keys: who may call, and what they may do. A secret is in one answer only, and kept nowhere: that is why these POSTs take no
 * Idempotency-Key, whose answers are kept.
 */
import { Type } from 'typebox';
import { allScopes } from '../../../domain/access.js';
import { FacedeskError } from '../../../domain/errors.js';
import type { Keys, NewKey } from '../../../services/keys.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { defaultPageLength, pageQuery, pageSchema, strictObject } from '../schemas/common.js';
import { keyExample, keyFields, keyParams, keySchema, secretExample, secretSchema } from '../schemas/key.js';

const withSecretSchema = strictObject(
  { ...keySchema.properties, secret: secretSchema },
  { title: 'KeyWithSecret' },
);
const { name, role, addresses, ratePerMinute, expiresAt } = keyFields;

export const listKeys = declare({
  method: 'GET',
  path: '/v1/keys',
  operationId: 'listKeys',
  tag: 'keys',
  scope: 'keys:manage',
  summary: 'List keys',
  description:
    'Every key there ever was, revoked ones too, oldest first. Keys of the settings are not listed.',
  query: strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of keys, without their secrets.',
      schema: pageSchema(keySchema, 'KeyPage'),
      example: { items: [keyExample], nextCursor: null },
    },
  },
  errors: [],
});

export const createKey = declare({
  method: 'POST',
  path: '/v1/keys',
  operationId: 'createKey',
  tag: 'keys',
  scope: 'keys:manage',
  summary: 'Make a key',
  description:
    'Nobody can make a key that has a scope which their own has not. Where there was no key at all and none was asked for, one is ' +
    'asked for from now on. No `Idempotency-Key` is taken, since the answer holds a secret, which is not kept: where an answer was ' +
    'lost, look for the key in the list, and revoke it.',
  body: {
    schema: strictObject({
      name,
      role,
      scopes: Type.Optional(
        Type.Array(Type.Enum([...allScopes]), {
          maxItems: allScopes.length,
          description:
            'What it may do on top of its role, as `identify` for a kiosk that finds people without an ID; for the role `integration`, at least one.',
        }),
      ),
      addresses: Type.Optional(addresses),
      ratePerMinute: Type.Optional(ratePerMinute),
      expiresAt: Type.Optional(expiresAt),
    }),
    types: ['application/json'],
    example: { name: 'Front door', role: 'kiosk', addresses: ['10.1.0.0/16'] },
  },
  answers: {
    201: {
      description: 'The key, with its secret. This is the only time that it is told.',
      schema: withSecretSchema,
      example: { ...keyExample, secret: secretExample },
      headers: { Location: 'Its address.' },
    },
  },
  errors: [
    'key_name_invalid',
    'key_scopes_invalid',
    'key_addresses_invalid',
    'key_expiry_invalid',
    'key_rate_invalid',
  ],
});

export const readKey = declare({
  method: 'GET',
  path: '/v1/keys/{keyId}',
  operationId: 'readKey',
  tag: 'keys',
  scope: 'keys:manage',
  summary: 'Read a key',
  params: keyParams,
  answers: {
    200: { description: 'The key, without its secrets.', schema: keySchema, example: keyExample },
  },
  errors: ['key_not_found'],
});

export const rotateKeySecret = declare({
  method: 'POST',
  path: '/v1/keys/{keyId}/secret',
  operationId: 'rotateKeySecret',
  tag: 'keys',
  scope: 'keys:manage',
  summary: 'Give a key another secret',
  description:
    'The secret before opens it for a while longer, so that callers can change over at any moment; one from before that does not any ' +
    'more. Nobody can do this to a key that has a scope which their own has not. No `Idempotency-Key` is taken, as for making a key.',
  params: keyParams,
  body: {
    schema: strictObject({
      graceSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 30 * 86_400,
          default: 86_400,
          description: 'For how long the secret before opens the key as well.',
        }),
      ),
    }),
    types: ['application/json'],
    example: { graceSeconds: 3600 },
    optional: true,
  },
  answers: {
    200: {
      description: 'The key, with its new secret. This is the only time that it is told.',
      schema: withSecretSchema,
      example: { ...keyExample, earlierSecretUntil: '2026-03-02T09:00:00Z', secret: secretExample },
    },
  },
  errors: ['key_not_found'],
});

export const revokeKey = declare({
  method: 'DELETE',
  path: '/v1/keys/{keyId}',
  operationId: 'revokeKey',
  tag: 'keys',
  scope: 'keys:manage',
  summary: 'End a key for good',
  description:
    'Whoever may manage keys may end any of them. This process refuses it from now on, others within 2 seconds. It stays in the list, with the time at which it was revoked.',
  params: keyParams,
  answers: { 204: { description: 'It opens nothing any more.' } },
  errors: ['key_not_found'],
});

export function keyOperations({ keys }: { readonly keys: Keys }): Operation[] {
  return [
    handle(listKeys, async ({ query: { limit = defaultPageLength, cursor } }) => {
      const all = await keys.list();
      const after = fromCursor(cursor, 'keys', ['string'])?.[0];
      // Keys are few and none is ever taken out of the list, so it is read whole and cut here.
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      const items = all.slice(start, start + limit);
      const last = start + limit < all.length ? items.at(-1) : undefined;
      return {
        status: 200,
        body: { items, nextCursor: last === undefined ? null : toCursor([last.id], 'keys') },
      };
    }),
    handle(createKey, async ({ body, caller, actor }) => {
      const made = await keys.create(body, caller, actor);
      return {
        status: 201,
        body: withSecret(made),
        headers: { location: `/v1/keys/${made.key.id}`, ...notKept },
      };
    }),
    handle(readKey, async ({ params: { keyId } }) => {
      const found = (await keys.list()).find(({ id }) => id === keyId);
      if (found === undefined) throw new FacedeskError('key_not_found');
      return { status: 200, body: found };
    }),
    handle(rotateKeySecret, async ({ params: { keyId }, body: { graceSeconds }, caller, actor }) => ({
      status: 200,
      body: withSecret(
        await keys.rotate(keyId, caller, {
          actor,
          ...(graceSeconds !== undefined && { graceS: graceSeconds }),
        }),
      ),
      headers: notKept,
    })),
    handle(revokeKey, async ({ params: { keyId }, actor }) => {
      await keys.revoke(keyId, actor);
      return { status: 204 };
    }),
  ];
}

const notKept = { 'cache-control': 'no-store' };

function withSecret({ key, secret }: NewKey) {
  return { ...key, secret };
}
