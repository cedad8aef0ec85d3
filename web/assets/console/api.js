// @ts-check
/** Calls the service, and turns whatever goes wrong into a sentence for people. */
import { keyHeaders } from '../api-key.js';
import { language } from '../language.js';
import { words } from './words.js';

/**
 * @typedef {import('../../../client/src/schemas.generated.js').Problem} Problem
 * @typedef {object} Request
 * @property {Record<string, string | number | readonly string[] | undefined>} [query]
 * @property {object} [body] sent as JSON, or as it is where it is a form or a file
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [keepalive] goes on when the page is left
 */

/** The service said no, or nothing. Its message is a sentence. */
export class Failure extends Error {
  /** @param {string} sentence @param {{ status: number, problem?: Partial<Problem> }} answer status 0 where there was none */
  constructor(sentence, { status, problem = {} }) {
    super(sentence);
    this.status = status;
    this.problem = problem;
  }

  /** @returns {string | undefined} */
  get code() {
    return this.problem.code;
  }
}

/** @type {{ unauthorised: () => void, unreachable: () => void }} */
const listeners = { unauthorised: () => {}, unreachable: () => {} };

/** Says who is told where a key is refused or the service is away. @param {typeof listeners} told */
export function onTrouble(told) {
  Object.assign(listeners, told);
}

/** A path out of fixed parts and ids, which may be anything. @param {TemplateStringsArray} fixed @param {...(string | number)} ids */
export function path(fixed, ...ids) {
  return String.raw({ raw: fixed }, ...ids.map((id) => encodeURIComponent(id)));
}

/** The answer's JSON. @param {string} address @param {Request} [request] @returns {Promise<any>} @throws Failure */
export async function get(address, request) {
  return (await send('GET', address, request)).json();
}

/**
 * @param {'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} method
 * @param {string} address
 * @param {Request} [request]
 * @returns {Promise<Response>}
 * @throws Failure, and AbortError where the signal ended it
 */
export async function send(method, address, request = {}) {
  const response = await attempt(method, address, request);
  if (response.ok || response.status === 304) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401) listeners.unauthorised();
  throw new Failure(sentenceOf(problem, response.status), { status: response.status, problem });
}

/** @param {string} method @param {string} address @param {Request} request @returns {Promise<Response>} */
async function attempt(method, address, { query = {}, body, headers = {}, signal, keepalive = false }) {
  const isRaw = body instanceof FormData || body instanceof Blob;
  try {
    return await fetch(address + queryText(query), {
      method,
      keepalive,
      cache: 'no-store',
      headers: {
        ...keyHeaders(),
        ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    listeners.unreachable();
    throw new Failure(words().shell.unreachable, { status: 0 });
  }
}

/** @param {NonNullable<Request['query']>} query */
function queryText(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** In English the service's own sentence; in other languages ours, where we have one for the code. @param {Partial<Problem>} problem @param {number} status */
function sentenceOf(problem, status) {
  const fields =
    problem.fields?.map(({ field, problem: what }) => `${field.split('/').pop()}: ${what}`) ?? [];
  const own = words().failures[problem.code ?? ''];
  const sentence = own ?? problem.detail ?? words().shell.unreadable(status);
  return language() === 'en' && fields.length > 0 ? `${sentence} (${fields.join('; ')})` : sentence;
}
