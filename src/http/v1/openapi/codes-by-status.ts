/** Error codes under the status that they are answered with, as documents list them. */
import { errorEntry, type ErrorCode } from '../../../domain/errors.js';

/** By status, rising; each code once. */
export function codesByStatus(codes: readonly ErrorCode[]): ReadonlyMap<number, readonly ErrorCode[]> {
  const unique = [...new Set(codes)];
  const statuses = [...new Set(unique.map((code) => errorEntry(code).status))].sort((a, b) => a - b);
  return new Map(
    statuses.map((status) => [status, unique.filter((code) => errorEntry(code).status === status)]),
  );
}

/** What an answer says that several failures share. */
export function codesText(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `\`${code}\``).join(', ');
}
