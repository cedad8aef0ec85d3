/** When a failed request is worth sending again, and after how long. */
import { FacedeskError, type FailureCode } from './facedesk-error.js';
import type { OperationName } from './operations.generated.js';
import { operations } from './operations.generated.js';

/** A pause that the service asks for is waited for up to this long; beyond it the caller hears of it. In milliseconds. */
export const longestPauseMs = 10_000;
const firstPauseMs = 250;

/** POSTs that leave nothing behind, so that a second one does no harm where the first one's answer was lost. */
const harmless: ReadonlySet<OperationName> = new Set<OperationName>([
  'identify',
  'comparePhotos',
  'judgeQuality',
  'issueChallenge',
  'unlockSubject',
]);

/** Refusals that pass by themselves, in spite of their status. */
const passing: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'rate_limited',
  'request_timeout',
  'idempotency_key_in_use',
]);

/** How long to wait before the request is sent again, in milliseconds; null where that would not help, or could do harm. */
export function pauseBeforeRetry(name: OperationName, error: unknown, retriesDone: number): number | null {
  if (!(error instanceof FacedeskError) || !isWorthwhile(name, error)) return null;
  // At random in the upper half, so that many clients that failed together do not come back together.
  const pauseMs = firstPauseMs * 2 ** retriesDone * (0.5 + Math.random() / 2);
  const askedMs = (error.retryAfterS ?? 0) * 1000;
  return askedMs > longestPauseMs ? null : Math.min(longestPauseMs, Math.max(pauseMs, askedMs));
}

function isWorthwhile(name: OperationName, { code, status }: FacedeskError): boolean {
  if (status === 503 || passing.has(code)) return true;
  // The request may have arrived and been done: without an answer, and where a proxy says that it lost the service.
  const isUnclear = code === 'unreachable' || code === 'timed_out' || status === 502 || status === 504;
  return isUnclear && isRepeatable(name);
}

/** True where doing it twice is the same as doing it once, so that it matters not whether the first try arrived. */
function isRepeatable(name: OperationName): boolean {
  const { method, idempotent } = operations[name];
  return method === 'GET' || method === 'PUT' || idempotent === true || harmless.has(name);
}

/** @throws what the signal was aborted with */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
