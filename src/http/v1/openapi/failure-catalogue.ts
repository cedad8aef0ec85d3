/** The answers to failures: each set of codes that operations share is described once, and referred to. */
import { errorEntry, errorTable, type ErrorCode } from '../../../domain/errors.js';
import { codeInV1, problemAddress, titleOf } from '../../problem.js';
import { codesByStatus, codesText } from './codes-by-status.js';
import type { Reference, ResponseObject } from './openapi-types.js';

export class FailureCatalogue {
  readonly #names = new Map<string, string>();
  readonly #responses: Record<string, ResponseObject> = {};

  /** One answer for each status that these codes have. */
  add(codes: readonly ErrorCode[]): Record<string, Reference> {
    return Object.fromEntries(
      [...codesByStatus(codes)].map(([status, own]) => [String(status), this.#refer(status, own)]),
    );
  }

  all(): Readonly<Record<string, ResponseObject>> {
    return this.#responses;
  }

  #refer(status: number, codes: readonly ErrorCode[]): Reference {
    const key = [...codes].sort().join();
    let name = this.#names.get(key);
    if (name === undefined) {
      const others = Object.keys(this.#responses).filter((one) => one.startsWith(`Problem${status}`)).length;
      name = others === 0 ? `Problem${status}` : `Problem${status}.${others + 1}`;
      this.#names.set(key, name);
      this.#responses[name] = describeFailure(status, codes);
    }
    return { $ref: `#/components/responses/${name}` };
  }
}

function describeFailure(status: number, codes: readonly ErrorCode[]): ResponseObject {
  const mayBeRetried = status >= 429 && codes.some((code) => errorEntry(code).retryable);
  return {
    description: codesText(codes),
    ...(mayBeRetried && { headers: retryAfter }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

const retryAfter = {
  'Retry-After': { description: 'Seconds after which it may be tried again.', schema: { type: 'integer' } },
};

/** An example of each failure, by its code. */
export function problemExamples(): Record<string, { readonly summary: string; readonly value: object }> {
  const codes = (Object.keys(errorTable) as ErrorCode[]).filter((code) => codeInV1(code) === code);
  return Object.fromEntries(codes.map((code) => [code, { summary: titleOf(code), value: example(code) }]));
}

function example(code: ErrorCode) {
  const { status, text } = errorEntry(code);
  return {
    type: problemAddress(code),
    title: titleOf(code),
    status,
    detail: text,
    code,
    requestId: '5f0c4c5e-5ad5-4a35-9a26-0b8f6f2f3b1d',
  };
}
