/**
 * What the process' exit code tells a script, in one table: the help text and docs/cli.md repeat it. A face that does not
 * match has a code of its own, so that a failure is never taken for an answer.
 */
import { errorEntry, type FacedeskError } from '../domain/errors.js';

export const exitCodes = {
  ok: { code: 0, meaning: 'done; verify: match' },
  negative: {
    code: 1,
    meaning:
      'the answer is no: no match (verify), nobody to rank (identify), unknown id (delete), a photo is not good enough (judge), a check failed (doctor, models verify, encryption), somebody was left out (import, models reembed), nothing was installed (models install)',
  },
  usage: { code: 2, meaning: 'the command line, a setting or a named file is wrong' },
  refused: { code: 3, meaning: 'the photo, the id, the pairs file, the export or the backup was refused' },
  unavailable: { code: 4, meaning: 'busy, or the database, its key or the models cannot be used right now' },
  internal: { code: 5, meaning: 'a defect in facedesk' },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]['code'];

/** The exit code of a failed request: by the HTTP status of the error's row, so that both doors agree on whose fault it is. */
export function exitCodeOf({ code }: FacedeskError): ExitCode {
  return exitCodeOfStatus(errorEntry(code).status);
}

/** The same for what a service elsewhere answered; 0 where it did not. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 0) return exitCodes.unavailable.code;
  if (status === 404) return exitCodes.negative.code;
  if (status < 500) return exitCodes.refused.code;
  return status === 503 ? exitCodes.unavailable.code : exitCodes.internal.code;
}

/** The table as lines of the help text. */
export function exitCodesText(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
