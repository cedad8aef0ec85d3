/** Which errors an operation can answer with beside its own: those of every request, of bodies, and of databases. */
import type { TObject } from 'typebox';
import { type ErrorCode, errorTable, findingOf } from '../../../domain/errors.js';
import { isPhotoField } from '../schemas/photo.js';
import { codeInV1 } from '../../problem.js';
import type { Declaration } from './operation.js';

const ofEvery: readonly ErrorCode[] = [
  'request_invalid',
  'request_malformed',
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
const ofWriting: readonly ErrorCode[] = ['cross_site_refused'];
const ofBodies: readonly ErrorCode[] = ['request_timeout', 'request_too_large', 'media_type_unsupported'];
const ofIdempotent: readonly ErrorCode[] = ['idempotency_key_in_use', 'idempotency_key_reused'];
const ofPhotos: readonly ErrorCode[] = ['busy', 'vision_timeout', 'vision_unavailable', 'models_unavailable'];

/** Every code that an operation can answer with, in the words of /v1. */
export function errorsOf(declaration: Declaration): readonly ErrorCode[] {
  const { method, body, idempotent, conditional, errors } = declaration;
  const takesPhotos = Object.values((body?.schema as TObject | undefined)?.properties ?? {}).some(
    isPhotoField,
  );
  const codes: ErrorCode[] = [
    ...ofEvery,
    ...(method === 'GET' ? [] : ofWriting),
    ...(body === undefined ? [] : ofBodies),
    ...(body?.types.includes('multipart/form-data') === true ? (['form_malformed'] as const) : []),
    ...(body?.types.includes('application/octet-stream') === true ? (['form_malformed'] as const) : []),
    ...(body?.types.some((type) => type === 'application/json' || type === 'application/merge-patch+json') ===
    true
      ? (['json_malformed'] as const)
      : []),
    ...(takesPhotos ? ofPhotos : []),
    ...(idempotent === true ? ofIdempotent : []),
    ...(conditional === true ? (['precondition_failed'] as const) : []),
    ...errors,
  ];
  return [...new Set(codes.map(codeInV1))];
}

/** What can be wrong with a photo, whatever it is wanted for. */
export const photoErrors: readonly ErrorCode[] = [
  'image_unreadable',
  'image_format_unsupported',
  'image_damaged',
  'image_too_many_pixels',
  ...(Object.keys(errorTable) as ErrorCode[]).filter((code) => findingOf(code) !== undefined),
];
