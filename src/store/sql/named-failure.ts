/** Calls the failures of a database that are not a statement's fault by the product's names. */
import { FacedeskError } from '../../domain/errors.js';
import type { StoreFailure } from './capabilities.js';

const codes = {
  unavailable: 'store_unavailable',
  full: 'store_full',
  damaged: 'store_damaged',
} as const satisfies Partial<Record<StoreFailure, string>>;

/** Null where the statement is at fault, or this program. */
export function namedFailure(failure: StoreFailure, cause: unknown): FacedeskError | null {
  return failure in codes ? new FacedeskError(codes[failure as keyof typeof codes], { cause }) : null;
}
