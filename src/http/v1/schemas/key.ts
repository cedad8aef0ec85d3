/** How an API key looks on the wire: what it allows and until when. Its secret is told once, and is no part of it. */
import { Type, type TSchema } from 'typebox';
import { allScopes, roles, type Role } from '../../../domain/access.js';
import { strictObject, timeSchema, timeText } from './common.js';

const roleNames = Object.keys(roles) as Role[];

/** What whoever makes a key says of it. */
export const keyFields = {
  name: Type.String({ minLength: 1, maxLength: 100, description: 'What you know it by.' }),
  role: Type.Enum(roleNames, {
    description:
      'A set of scopes, to which others can be added; `integration` has none of its own, they are chosen with each key.',
  }),
  addresses: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    maxItems: 50,
    description:
      'Addresses or ranges in CIDR notation that it may be used from; from anywhere if there are none.',
  }),
  ratePerMinute: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests a minute, in place of what the settings say.',
  }),
  expiresAt: timeText('When it ends; never, unless said otherwise.'),
};

export const keyParams = Type.Object({
  keyId: Type.String({ pattern: '^[0-9a-f]{12}$', description: 'The 12 digits behind `fdk_`.' }),
});

const orNull = (schema: TSchema, description: string) => Type.Union([schema, Type.Null()], { description });

export const keySchema = strictObject(
  {
    id: Type.String({ description: 'The public part of the key: events and the log name it by this.' }),
    name: keyFields.name,
    role: keyFields.role,
    scopes: Type.Array(Type.Enum([...allScopes]), {
      description: 'What it allows, with those of its role.',
    }),
    addresses: keyFields.addresses,
    ratePerMinute: orNull(keyFields.ratePerMinute, 'Null for what the settings say.'),
    createdAt: timeSchema,
    expiresAt: orNull(timeSchema, 'Null where it has no end.'),
    revokedAt: orNull(timeSchema, 'Null where it was not revoked.'),
    earlierSecretUntil: orNull(
      timeSchema,
      'Until when the secret from before the last rotation opens it too; null where it does not.',
    ),
  },
  { title: 'Key' },
);

export const secretSchema = Type.String({
  description: 'What callers present: `Authorization: Bearer fdk_…` or `X-API-Key: fdk_…`.',
});

export const secretExample = 'fdk_4be1d0c7a952_…';

export const keyExample = {
  id: '4be1d0c7a952',
  name: 'Front door',
  role: 'kiosk',
  scopes: ['verify', 'quality:judge'],
  addresses: ['10.1.0.0/16'],
  ratePerMinute: null,
  createdAt: '2026-03-01T08:00:00Z',
  expiresAt: null,
  revokedAt: null,
  earlierSecretUntil: null,
} as const;
