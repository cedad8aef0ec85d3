/**
 * Every failure the service can report, in one table: its HTTP status, whether trying again later can help, and the
 * sentence that people see. Services and adapters throw FacedeskError with a code; only http/ and cli/ turn it into words.
 * A non-match is never an error, and a failure is never a score.
 */

import type { PhotoReport } from './enrolment/photo-report.js';
import { accessErrors } from './errors/access-errors.js';
import type { ErrorEntry } from './errors/error-entry.js';
import { integrationErrors } from './errors/integration-errors.js';
import { libraryErrors } from './errors/library-errors.js';
import { peopleErrors } from './errors/people-errors.js';
import { photoErrors } from './errors/photo-errors.js';
import { requestErrors } from './errors/request-errors.js';
import { serviceErrors } from './errors/service-errors.js';
import { type Hint, hintOf } from './hints.js';

/** Its rows are in errors/, by what they are about. */
export const errorTable = {
  ...libraryErrors,
  ...photoErrors,
  ...peopleErrors,
  ...requestErrors,
  ...accessErrors,
  ...integrationErrors,
  ...serviceErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorContext {
  /** For the log only; never sent to a caller, so it may name a technical cause but never hold a photo, features or a key. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** After how many seconds the same request can succeed, where that is known; whole and at least 1. */
  readonly retryAfterS?: number;
  /** Everything that is wrong with a photo where it is more than the error's own code; that code is the first of them. */
  readonly reasons?: readonly ErrorCode[];
  /** What became of each photo where several were sent. */
  readonly photos?: readonly PhotoReport[];
}

export class FacedeskError extends Error {
  override readonly name = 'FacedeskError';

  constructor(
    readonly code: ErrorCode,
    readonly context: ErrorContext = {},
  ) {
    super(errorTable[code].text, context.cause === undefined ? undefined : { cause: context.cause });
  }

  /** What a person in front of the camera can put right, in the order in which they can; empty where it is not up to them. */
  get findings(): readonly Finding[] {
    return (this.context.reasons ?? [this.code]).flatMap((code) => findingOf(code) ?? []);
  }
}

/** The table's row for a code, with the optional flags filled in. */
export function errorEntry(
  code: ErrorCode,
): Required<Omit<ErrorEntry, 'documented'>> & { documented: boolean } {
  const entry: ErrorEntry = errorTable[code];
  return { ...entry, documented: entry.documented === true };
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** Something about a photo that the person in front of the camera can put right. The same in every interface. */
export interface Finding {
  readonly code: ErrorCode;
  /** The error table's sentence. */
  readonly text: string;
  /** What to do about it, in a few words for a screen. */
  readonly hint: Hint;
}

/** @returns undefined for a code that is not about a photo */
export function findingOf(code: ErrorCode): Finding | undefined {
  const hint = hintOf(code);
  return hint && { code, text: errorTable[code].text, hint };
}
