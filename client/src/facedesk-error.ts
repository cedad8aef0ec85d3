/** What is thrown when the service refuses, or cannot be asked. */
import type { ErrorCode, Finding, PhotoReport, Problem } from './schemas.generated.js';

/** Of the service, as its list of errors has them; and three of the client's own, for when no usable answer came. */
export type FailureCode = ErrorCode | 'unreachable' | 'timed_out' | 'answer_unexpected';

export interface FailureDetails {
  /** Of the answer; 0 where none came. */
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly fields?: Problem['fields'] | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly photos?: readonly PhotoReport[] | undefined;
  readonly retryAfterS?: number | undefined;
  readonly cause?: unknown;
}

/** A refusal or a failure. A face that does not match is neither: it is an answer. */
export class FacedeskError extends Error {
  override readonly name = 'FacedeskError';
  /** What happened, for programs. A newer service can send codes that this version does not name. */
  readonly code: FailureCode;
  /** Of the answer; 0 where none came. */
  readonly status: number;
  /** By which the service's log can be searched. */
  readonly requestId: string | undefined;
  /** Which fields are wrong, and how. */
  readonly fields: NonNullable<Problem['fields']>;
  /** What the person in front of the camera can put right, the first thing first. */
  readonly findings: readonly Finding[];
  /** Where several photos were sent: what became of each. */
  readonly photos: readonly PhotoReport[];
  /** In how many seconds to ask again, where the service says so. */
  readonly retryAfterS: number | undefined;

  /** @param message a sentence for people */
  constructor(code: FailureCode, message: string, details: FailureDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.fields = details.fields ?? [];
    this.findings = details.findings ?? [];
    this.photos = details.photos ?? [];
    this.retryAfterS = details.retryAfterS;
  }
}

/** An answer of 400 and above as an error. */
export async function failureOf(response: Response): Promise<FacedeskError> {
  const { status, headers } = response;
  const retryAfterS = secondsOf(headers.get('retry-after'));
  const text = await response.text();
  const problem = parsedProblem(text);
  if (problem === null) {
    const requestId = headers.get('x-request-id') ?? undefined;
    const sentence = `Something other than facedesk seems to answer there, with status ${status}.`;
    return new FacedeskError('answer_unexpected', sentence, { status, requestId, retryAfterS });
  }
  const { code, detail, requestId, fields, findings, photos } = problem;
  const wrong = (fields ?? []).map((one) => `${one.field} ${one.problem}`).join('; ');
  const details = { status, requestId, fields, findings, photos, retryAfterS };
  // The codes of the service are the generated ones; what else it may say is passed on.
  return new FacedeskError(code as ErrorCode, wrong === '' ? detail : `${detail} (${wrong})`, details);
}

function parsedProblem(text: string): Problem | null {
  try {
    const body = JSON.parse(text) as Partial<Problem> | null;
    return typeof body?.code === 'string' && typeof body.detail === 'string' ? (body as Problem) : null;
  } catch {
    return null;
  }
}

/** The header can also be a date, which no part of facedesk sends. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}
