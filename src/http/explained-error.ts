/** A failure of the error table with what is to be said about this one request: which field, and what is wrong with it. */
import { type ErrorCode, FacedeskError } from '../domain/errors.js';

export interface FieldProblem {
  /** Where: body/metadata, query/limit, path/subjectId, header/If-Match. */
  readonly field: string;
  /** What is wrong, as a phrase: must be a whole number. Never repeats the value. */
  readonly problem: string;
}

export class ExplainedError extends FacedeskError {
  constructor(
    code: ErrorCode,
    /** A whole sentence for the caller; it may name fields, and never repeats what was sent in them. */
    readonly explanation: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(code);
  }
}

/** The request has the wrong form in these places, at least one. */
export function requestInvalid(...fields: readonly FieldProblem[]): ExplainedError {
  const [first] = fields;
  return new ExplainedError('request_invalid', `${first!.field}: ${first!.problem}.`, fields);
}
