/**
 * Turns whatever goes wrong in a request into its answer. Codes come from the error table; what has no code there is a
 * defect of ours, is logged whole and answered without a word of it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorEntry, FacedeskError, type ErrorCode } from '../../domain/errors.js';
import { errorBody, retryAfterSeconds } from '../error-body.js';
import { problemOf, problemType, speaksProblems } from '../problem.js';

/** Fastify's own refusals that have a code here. */
const codesOfFastify: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_BAD_URL: 'request_malformed',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request_too_large',
};

export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}

const refusals = new WeakMap<FastifyRequest, ErrorCode>();

/** The code that a request was answered with; undefined where it did not fail. */
export function refusalOf(request: FastifyRequest): ErrorCode | undefined {
  return refusals.get(request);
}

/** Answers a failed request, and logs it where the fault is ours. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = codeOf(error);
  refusals.set(request, code);
  const { status, retryable } = errorEntry(code);
  // Work that ended because the caller hung up is nobody's fault, and its answer reaches nobody.
  if (request.raw.socket.destroyed) request.log.debug({ err: error }, 'caller left');
  else if (code === 'internal') request.log.error({ err: error }, 'request failed');
  else if (status >= 500) request.log.warn({ err: error, code }, 'request refused');
  const retryAfterS = error instanceof FacedeskError ? error.context.retryAfterS : undefined;
  if ((status === 503 && retryable) || retryAfterS !== undefined)
    void reply.header('retry-after', String(retryAfterS ?? retryAfterSeconds));
  const findings = error instanceof FacedeskError ? error.findings : [];
  const url = request.raw.url ?? '';
  if (speaksProblems(url)) {
    const problem = problemOf(error, code, request.id);
    return reply.code(problem.status).type(problemType).send(JSON.stringify(problem));
  }
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(errorBody(code, { url, requestId: request.id, findings }));
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof FacedeskError) return error.code;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? codesOfFastify[code] : undefined;
  // What serves the pages refuses paths that lead out of their folder, which is no concern of the caller's.
  return known ?? (statusCode === 403 || statusCode === 404 ? 'route_not_found' : 'internal');
}
