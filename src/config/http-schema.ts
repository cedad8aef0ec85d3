/** The settings about who reaches the service and how much they may send; part of schema.ts, and as it is. */
import { Type } from 'typebox';
import { edgeSettings } from './edge-schema.js';

export const httpSchema = Type.Object({
  host: Type.String({
    env: 'FACEDESK_HOST',
    description: 'The address to listen on. Anything but loopback needs an API key or the explicit opt-out.',
    default: '127.0.0.1',
    minLength: 1,
  }),
  port: Type.Integer({
    env: 'FACEDESK_PORT',
    description: 'The TCP port to listen on; 0 lets the operating system choose a free one.',
    default: 8000,
    minimum: 0,
    maximum: 65535,
  }),
  apiKeys: Type.Array(Type.String({ minLength: 32, pattern: '^[\\x21-\\x7e]+$' }), {
    env: 'FACEDESK_API_KEYS',
    description:
      'Keys that may do everything, separated by commas, beside those that "facedesk keys create" makes. Make one with ' +
      '"openssl rand -hex 32".',
    default: [],
    secret: true,
  }),
  allowUnauthenticated: Type.Boolean({
    env: 'FACEDESK_ALLOW_UNAUTHENTICATED',
    description:
      'Listens on the network without API keys. Only where something in front of the service decides who gets in.',
    default: false,
  }),
  trustedProxies: Type.Array(Type.String({ minLength: 2, pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$' }), {
    env: 'FACEDESK_TRUSTED_PROXIES',
    description:
      'The proxies in front of the service, as addresses or ranges, separated by commas. Only what they write into ' +
      'X-Forwarded-For says where a request comes from; from everybody else that header is ignored.',
    default: [],
    rule: 'a list of IP addresses or ranges, such as 10.0.0.2 or 10.0.0.0/8',
  }),
  rateLimitPerAddress: Type.Integer({
    env: 'FACEDESK_RATE_LIMIT_PER_ADDRESS',
    description:
      'How many requests a minute one address (of IPv6 one /64) may send; 0 for any number. A desk sends some ten; behind a ' +
      'proxy that is not trusted, all desks are one address.',
    default: 6000,
    minimum: 0,
    maximum: 1_000_000,
  }),
  rateLimitPerKey: Type.Integer({
    env: 'FACEDESK_RATE_LIMIT_PER_KEY',
    description:
      'How many requests a minute one API key may send that was made without a rate of its own; 0 for any number.',
    default: 6000,
    minimum: 0,
    maximum: 1_000_000,
  }),
  unknownFacesPerMinute: Type.Integer({
    env: 'FACEDESK_UNKNOWN_FACES_PER_MINUTE',
    description:
      'How many faces a minute that are nobody’s one place (a key at an address) may have looked for without an ID; 0 for any ' +
      'number. People who are recognised do not count, and keys that may see scores are not held to it.',
    default: 10,
    minimum: 0,
    maximum: 1_000_000,
  }),
  ...edgeSettings,
  maxUploadsBytes: Type.Integer({
    env: 'FACEDESK_MAX_UPLOADS_BYTES',
    description:
      'What all uploads together may hold in memory while they arrive and wait; further ones are refused with 503.',
    unit: 'bytes',
    default: 64 * 1024 * 1024,
    minimum: 1024,
    maximum: 64 * 1024 ** 3,
  }),
  maxUploadBytes: Type.Integer({
    env: 'FACEDESK_MAX_UPLOAD_BYTES',
    description: 'The largest request body, all of its parts together.',
    unit: 'bytes',
    default: 20 * 1024 * 1024,
    minimum: 1024,
    maximum: 1024 ** 3,
  }),
  requestTimeoutMs: Type.Integer({
    env: 'FACEDESK_REQUEST_TIMEOUT_MS',
    description: 'How long a request may take to arrive, headers and body together.',
    unit: 'ms',
    default: 30_000,
    minimum: 1000,
    maximum: 3_600_000,
  }),
});
