/**
 * Puts declared operations on the server: reads what was sent, holds it against the declaration's schemas, runs the handler,
 * once where it may be sent twice, and sends the answer. What goes wrong is thrown, and answered by plugins/errors.ts.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { originOf } from '../../../services/attempts.js';
import type { Idempotency } from '../../../services/idempotency.js';
import type { ImportUpload, ImportUploads } from '../../../services/imports/upload.js';
import { FacedeskError } from '../../../domain/errors.js';
import { actorOf } from '../../actor.js';
import { abortSignal } from '../../routes/abort-signal.js';
import type { BodyDeclaration, Operation, OperationAnswer, OperationInput } from './operation.js';
import { type BodyReading, readBody } from './read-body.js';
import { headerOf, idempotencyKeyOf, namesTag, preferenceOf } from './request-headers.js';
import { assertValid, fromTexts } from './validate.js';

export interface RegisterOptions {
  readonly limits: BodyReading['limits'];
  readonly uploads: ImportUploads;
  readonly idempotency: Idempotency;
}

type Input = OperationInput<unknown, unknown, unknown>;

export function registerOperations(
  app: FastifyInstance,
  operations: readonly Operation[],
  { limits, uploads, idempotency }: RegisterOptions,
): void {
  for (const operation of operations) {
    const { method, path, scope, idempotent } = operation.declaration;
    app.route({
      method,
      url: path.replace(/\{(\w+)\}/g, ':$1'),
      config: { scope },
      handler: async (request, reply) => {
        const key = idempotent === true ? idempotencyKeyOf(request) : undefined;
        const input = await inputOf(request, reply, { operation, limits, uploads });
        const answer =
          key === undefined
            ? await operation.run(input)
            : await answerOnce(idempotency, { operation, input, key, path: request.url });
        return send(answer, operation, { request, reply });
      },
    });
  }
}

async function inputOf(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    operation: { declaration },
    limits,
    uploads,
  }: Pick<RegisterOptions, 'limits' | 'uploads'> & { operation: Operation },
): Promise<Input> {
  const signal = abortSignal(reply);
  const params = request.params as Record<string, string>;
  if (declaration.params !== undefined) assertValid(declaration.params, params, 'path');
  const query = queryOf(request, declaration.query);
  const body =
    declaration.body === undefined
      ? {}
      : await readBody(request.raw, declaration.body as BodyDeclaration<TObject>, {
          limits,
          beginUpload: (expectedBytes) => uploadFor(request, reply, uploads.begin(expectedBytes)),
        });
  return {
    params,
    query,
    body,
    caller: request.caller,
    prefer: declaration.prefers === true ? preferenceOf(request) : null,
    header: (name) => headerOf(request, name),
    actor: actorOf(request),
    origin: originOf(request.caller, request.clientAddress),
    signal,
  };
}

/** Thrown away with the request, whatever becomes of it, unless a handler has taken it. */
async function uploadFor(
  request: FastifyRequest,
  reply: FastifyReply,
  begun: Promise<ImportUpload>,
): Promise<ImportUpload> {
  const upload = await begun;
  const discard = (): void =>
    void upload
      .discard()
      .catch((err: unknown) => request.log.warn({ err }, 'an upload could not be removed'));
  if (reply.raw.destroyed) discard();
  else reply.raw.once('close', discard);
  return upload;
}

function queryOf(request: FastifyRequest, schema: TObject | undefined): unknown {
  const texts: Record<string, string[]> = {};
  const start = request.url.indexOf('?');
  if (start >= 0) {
    for (const [name, value] of new URLSearchParams(request.url.slice(start + 1)))
      Object.defineProperty(texts, name, {
        value: [...(Object.hasOwn(texts, name) ? texts[name]! : []), value],
        enumerable: true,
        configurable: true,
      });
  }
  if (schema === undefined) return {};
  const query = fromTexts(schema, texts);
  assertValid(schema, query, 'query');
  return query;
}

interface OnceParts {
  readonly operation: Operation;
  readonly input: Input;
  readonly key: string;
  readonly path: string;
}

/** The handler's answer, or the one that the first request with this key got. */
async function answerOnce(
  idempotency: Idempotency,
  { operation, input, key, path }: OnceParts,
): Promise<OperationAnswer> {
  const { operationId } = operation.declaration;
  const request = {
    key: [input.caller.keyId ?? '', operationId, key],
    content: JSON.stringify([path, input.prefer, digestible(input.body)]),
  };
  const { answer, replayed } = await idempotency.once(request, async () => {
    const { subjectNo, ...made } = await operation.run(input);
    return { answer: JSON.stringify(made), ...(subjectNo === undefined ? {} : { subjectNo }) };
  });
  const kept = JSON.parse(answer) as OperationAnswer;
  return replayed ? { ...kept, headers: { ...kept.headers, 'idempotency-replayed': 'true' } } : kept;
}

/** A body in which photos are their digests, so that a form with another boundary is still the same request. */
function digestible(value: unknown): unknown {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex');
  if (Array.isArray(value)) return value.map(digestible);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, digestible(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

function send(
  { status, body, headers = {} }: OperationAnswer,
  { declaration }: Operation,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const declared = declaration.answers[status];
  if (declared === undefined)
    throw new FacedeskError('internal', { detail: `${declaration.operationId} answered ${status}` });
  void reply.headers(headers);
  const asked = declaration.prefers === true ? preferenceOf(request) : null;
  if (asked !== null) void reply.header('preference-applied', `return=${asked}`);
  const etag = headers['etag'];
  const known = headerOf(request, 'if-none-match');
  if (
    declaration.answers[304] !== undefined &&
    etag !== undefined &&
    known !== undefined &&
    namesTag(known, etag)
  )
    return reply.code(304).send();
  void reply.code(status);
  if (body === undefined) return reply.send();
  if (declared.type !== undefined) return reply.type(declared.type).send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
