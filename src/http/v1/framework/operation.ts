/**
 * What an operation of /v1 is. It is declared once: method, path, scope, schemas and possible errors. From that one
 * declaration come the route on the server, the checks of what is sent, and the operation in the OpenAPI document.
 *
 * To add a resource: write a file in ../resources/ with `declare({…})` for each operation and a function that pairs each with
 * its handler by `handle(declaration, async (input) => …)`; add its declarations and its function to ../operations.ts, then run
 * `npm run docs`. Handlers call one service and throw FacedeskError; every code that they can throw is listed in `errors`.
 */
import type { Static, TObject, TSchema } from 'typebox';
import type { Caller, Scope } from '../../../domain/access.js';
import type { ErrorCode } from '../../../domain/errors.js';
import type { Actor } from '../../../services/events.js';

/** Headings in the documentation, in its order. */
export const tags = {
  subjects: 'The people who can be verified, with what else is known of them.',
  photos: 'The photos that a person is recognised by.',
  verifications: 'Is this the person who they say they are?',
  identifications: 'Who is this?',
  comparisons: 'Do two photos show one person? Nothing is stored.',
  quality: 'Is a photo good enough? Nothing is stored.',
  challenges: 'Proof that a living person is in front of the camera.',
  groups: 'Sets of people that a search can be limited to.',
  events: 'Who was verified when, and what else happened.',
  webhooks: 'Events, sent to an address of yours.',
  imports: 'Many people at once.',
  duplicates: 'People who seem to be enrolled twice.',
  calibration: 'Where the line between the same and another person is drawn.',
  keys: 'Who may call, and what they may do.',
  models: 'The nets that find faces and make templates of them.',
  system: 'What runs, and how it is.',
  library: 'The four calls of the old service, unchanged.',
} as const;

export type Tag = keyof typeof tags;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type BodyType =
  'application/json' | 'application/merge-patch+json' | 'multipart/form-data' | 'application/octet-stream';

/** One kind of success. */
export interface AnswerDeclaration {
  readonly description: string;
  /** Absent where the answer has no body. */
  readonly schema?: TSchema;
  /** application/json unless said otherwise. */
  readonly type?: string;
  readonly example?: unknown;
  /** Headers that this answer has beside those of all answers, with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BodyDeclaration<Body extends TSchema> {
  /** Fields made by `photoSchema` arrive as bytes: base64 in JSON, files in multipart/form-data. */
  readonly schema: Body;
  readonly types: readonly BodyType[];
  readonly example: unknown;
  /** True where the request may come without a body, which is then an empty object. */
  readonly optional?: true;
}

export interface Declaration<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
> {
  readonly method: Method;
  /** With parameters in braces, as OpenAPI writes them: /v1/subjects/{subjectId}. */
  readonly path: `/v1/${string}`;
  /** A verb and a noun; becomes the method's name in clients. */
  readonly operationId: string;
  readonly tag: Tag;
  /** What the caller's key has to allow; anyKey for what every key may ask. */
  readonly scope: Scope | 'anyKey';
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: BodyDeclaration<Body>;
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204 | 304, AnswerDeclaration>>>;
  /** Codes that the handler can answer with, beside those that every operation has: see common-errors.ts. */
  readonly errors: readonly ErrorCode[];
  /** Takes an Idempotency-Key: a repeated request gets the first one's answer instead of running again. */
  readonly idempotent?: true;
  /** Takes `Prefer: return=minimal` or `return=representation`. */
  readonly prefers?: true;
  /** Takes If-Match. */
  readonly conditional?: true;
  /** Further request headers, with what they say. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
}

export interface OperationInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** What `Prefer: return=` asks for, if it does. */
  readonly prefer: 'minimal' | 'representation' | null;
  /** A request header's value, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Where claims are made, for counting those that fail: see services/attempts.ts. */
  readonly origin: string;
  /** The caller and this request, for events. */
  readonly actor: Actor;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface OperationAnswer {
  readonly status: 200 | 201 | 202 | 204;
  /** Sent as JSON; bytes and streams as they are, with the content type that is declared. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose data the answer holds: a copy that is kept for Idempotency-Key goes when they are erased. */
  readonly subjectNo?: number;
}

export type Handler<Params, Query, Body> = (
  input: OperationInput<Params, Query, Body>,
) => Promise<OperationAnswer>;

/** A declaration with what answers it. */
export interface Operation {
  readonly declaration: Declaration;
  readonly run: Handler<unknown, unknown, unknown>;
}

/** Names the types of a declaration, which is returned as it is. */
export function declare<
  Params extends TObject = TObject<Record<never, never>>,
  Query extends TObject = TObject<Record<never, never>>,
  Body extends TSchema = TObject<Record<never, never>>,
>(declaration: Declaration<Params, Query, Body>): Declaration<Params, Query, Body> {
  return declaration;
}

/** Pairs a declaration with its handler, which gets what was sent already checked and typed. */
export function handle<Params extends TObject, Query extends TObject, Body extends TSchema>(
  declaration: Declaration<Params, Query, Body>,
  run: Handler<Static<Params>, Static<Query>, Static<Body>>,
): Operation {
  // What the handler gets was checked against these very schemas before it is called.
  return { declaration, run } as unknown as Operation;
}
