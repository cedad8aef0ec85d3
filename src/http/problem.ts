/**
 * What a caller of /v1 reads when something fails: RFC 9457 problem details. Like error-body.ts for the library API, it says
 * what the error table says, and what an ExplainedError adds for this one request.
 */
import { errorEntry, FacedeskError, type ErrorCode, type Finding } from '../domain/errors.js';
import { toPhotoReportBody } from './v1/schemas/photo-report.js';
import { ExplainedError, type FieldProblem } from './explained-error.js';

export const problemType = 'application/problem+json; charset=utf-8';

export interface Problem {
  /** Where the code is explained, relative to the service's address. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly fields?: readonly FieldProblem[];
  /** What the person in front of the camera can put right, the first thing first. */
  readonly findings?: readonly Finding[];
  /** Where several photos were sent: what became of each. */
  readonly photos?: readonly object[];
}

/** The library API's own words for what services throw, in the words of /v1. */
const namesOfV1: Partial<Record<ErrorCode, ErrorCode>> = {
  user_not_found: 'subject_not_found',
  user_already_exists: 'subject_already_exists',
};

/** The code under which /v1 reports a failure. */
export function codeInV1(code: ErrorCode): ErrorCode {
  return namesOfV1[code] ?? code;
}

/** True where the answer to this address is a problem document and not the library API's body. */
export function speaksProblems(url: string): boolean {
  return /^\/v1(\/|\?|$)/.test(url);
}

export function problemOf(error: unknown, code: ErrorCode, requestId: string): Problem {
  const known = codeInV1(code);
  const { status, text } = errorEntry(known);
  const explained = error instanceof ExplainedError ? error : undefined;
  const findings = error instanceof FacedeskError ? error.findings : [];
  const photos = error instanceof FacedeskError ? error.context.photos : undefined;
  return {
    type: problemAddress(known),
    title: titleOf(known),
    status,
    detail: explained?.explanation ?? text,
    code: known,
    requestId,
    ...(explained === undefined || explained.fields.length === 0 ? {} : { fields: explained.fields }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(photos === undefined ? {} : { photos: photos.map(toPhotoReportBody) }),
  };
}

/** Where /docs explains a code. */
export function problemAddress(code: ErrorCode): string {
  return `/docs#${code}`;
}

/** face_too_small: "Face too small". The same for every occurrence, as RFC 9457 asks. */
export function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ').replace(/\b(api|id|json)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
