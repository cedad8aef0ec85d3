/** Short ways to call /v1 of a desk, as one key or another. */
import type { InjectOptions } from 'fastify';
import type { Role, Scope } from '../../../src/domain/access.js';
import { anyone } from '../../../src/domain/access.js';
import { multipart, multipartType, type Part } from '../../form-body.js';
import type { Desk } from '../desk.js';

export interface V1Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // What a test expects says which type it is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface V1Call {
  readonly method?: InjectOptions['method'];
  readonly path: string;
  readonly json?: unknown;
  /** Texts, and bytes for files; lists for fields that come more than once. */
  readonly form?: Readonly<Record<string, FormValue | readonly FormValue[]>>;
  readonly headers?: Readonly<Record<string, string>>;
}

type FormValue = string | Uint8Array;
export type V1Client = (call: V1Call) => Promise<V1Answer>;

/** Calls with this key, or with none. */
export function v1Client(desk: Desk, secret?: string): V1Client {
  return async ({ method, path, json, form, headers = {} }) => {
    const hasBody = json !== undefined || form !== undefined;
    const answer = await desk.app.inject({
      method: method ?? (hasBody ? 'POST' : 'GET'),
      url: `/v1${path}`,
      headers: {
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(form === undefined ? {} : { 'content-type': multipartType }),
        ...headers,
      },
      ...(json === undefined ? {} : { payload: JSON.stringify(json) }),
      ...(form === undefined ? {} : { payload: multipart(...partsOf(form)) }),
    });
    const type = String(answer.headers['content-type'] ?? '');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body:
        type.includes('json') && answer.payload !== ''
          ? (JSON.parse(answer.payload) as unknown)
          : answer.rawPayload,
    };
  };
}

/** A new key, and who calls with it. */
export async function v1ClientAs(desk: Desk, role: Role, scopes: readonly Scope[] = []): Promise<V1Client> {
  const request = { name: `test ${role}`, role, ...(role === 'integration' ? { scopes } : {}) };
  const { secret } = await desk.container.keys.create(request, anyone);
  return v1Client(desk, secret);
}

function partsOf(form: NonNullable<V1Call['form']>): Part[] {
  return Object.entries(form).flatMap(([name, values]) =>
    (Array.isArray(values) ? (values as readonly FormValue[]) : [values as FormValue]).map((content) => ({
      name,
      content,
      ...(typeof content === 'string' ? {} : { fileName: 'photo.jpg', type: 'image/jpeg' }),
    })),
  );
}

/** The ids in a list of people. */
export function idsIn({ body }: V1Answer): string[] {
  return (body as { items: readonly { id: string }[] }).items.map(({ id }) => id);
}
