/** The four calls of the old service in the OpenAPI document. Their routes are in ../../routes, and their bodies are fixed for good. */
import type { ErrorCode } from '../../../domain/errors.js';
import { photoErrors } from '../framework/common-errors.js';
import { codesByStatus, codesText } from './codes-by-status.js';
import type { JsonSchema, OperationObject, ResponseObject } from './openapi-types.js';

const text: JsonSchema = { type: 'string' };
const file: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' };
const error: JsonSchema = {
  type: 'object',
  properties: { error: text, code: text, requestId: text, verified: { const: false } },
  required: ['error'],
};
const common: readonly ErrorCode[] = [
  'id_invalid',
  'form_malformed',
  'api_key_required',
  'api_key_invalid',
  'key_address_refused',
  'scope_missing',
  'cross_site_refused',
  'request_timeout',
  'request_too_large',
  'media_type_unsupported',
  'rate_limited',
  'store_unavailable',
  'store_full',
  'store_damaged',
  'shutting_down',
  'internal',
];
const reading: readonly ErrorCode[] = [
  'api_key_required',
  'api_key_invalid',
  'key_address_refused',
  'scope_missing',
  'rate_limited',
  'store_unavailable',
  'store_full',
  'store_damaged',
  'shutting_down',
  'internal',
];
const engine: readonly ErrorCode[] = [
  ...photoErrors,
  'busy',
  'vision_timeout',
  'vision_unavailable',
  'models_unavailable',
];

export function libraryPaths(): Record<string, Record<string, OperationObject>> {
  return {
    '/register/': {
      get: call('listUsers', 'List everybody who is registered', 'people:read', {
        answers: {
          200: answer('Everybody, oldest first.', {
            message: text,
            data: { type: 'array', items: object({ id: text, timestamp: text }) },
          }),
        },
        errors: reading,
      }),
      post: call('registerUser', 'Register a person', 'people:write', {
        form: { id: text, image: file },
        answers: {
          201: answer('They are registered.', { message: { const: 'Data inserted successfully' } }),
        },
        errors: [
          'id_and_image_required',
          'user_already_exists',
          'face_already_enrolled',
          ...engine,
          ...common,
        ],
      }),
      delete: call('deleteUser', 'Erase a person', 'people:delete', {
        form: { id: text },
        answers: {
          204: { description: 'They are gone.' },
          200: answer('They are gone; with `Prefer: return=representation`.', {
            message: text,
            files_deleted: { type: 'array', items: text },
          }),
        },
        errors: ['id_required', 'user_not_found', ...common],
      }),
    },
    '/verify/': {
      post: call('verifyUser', 'Verify a person', 'verify', {
        form: { id: text, image: file },
        answers: {
          200: answer('It is them.', { message: text, recognition: text, verified: { const: true } }),
        },
        errors: [
          'image_and_id_required',
          'invalid_user',
          'too_many_attempts',
          'attempts_locked',
          ...engine,
          ...common,
        ],
      }),
    },
  };
}

interface Call {
  readonly form?: Readonly<Record<string, JsonSchema>>;
  readonly answers: Readonly<Record<string, ResponseObject>>;
  readonly errors: readonly ErrorCode[];
}

function call(
  operationId: string,
  summary: string,
  scope: string,
  { form, answers, errors }: Call,
): OperationObject {
  return {
    operationId,
    tags: ['library'],
    summary,
    'x-scope': scope,
    ...(form !== undefined && {
      requestBody: { required: true, content: { 'multipart/form-data': { schema: object(form) } } },
    }),
    responses: { ...answers, ...failures(errors) },
  };
}

function failures(codes: readonly ErrorCode[]): Record<string, ResponseObject> {
  return Object.fromEntries(
    [...codesByStatus(codes)].map(([status, own]) => [
      String(status),
      {
        description: codesText(own),
        content: { 'application/json': { schema: error } },
      },
    ]),
  );
}

function answer(description: string, properties: Readonly<Record<string, JsonSchema>>): ResponseObject {
  return { description, content: { 'application/json': { schema: object(properties) } } };
}

function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) };
}
