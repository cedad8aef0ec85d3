/**
 * Keeps somebody from holding up face after face until one is taken for a person who is registered: whoever asks who a face is, and too
 * often gets nobody, has to wait. People who are recognised cost nothing. Counts within this process.
 */
import type { Caller } from '../domain/access.js';
import { FacedeskError } from '../domain/errors.js';
import { createRateLimiter, type RateVerdict } from './rate-limiter.js';

/** Somebody who searches, and where, as originOf says. */
export interface Seeker {
  readonly caller: Pick<Caller, 'scopes'>;
  readonly origin: string;
}

export interface UnknownFaces {
  /**
   * To be asked before a face is looked for. Whoever may see scores is told the nearest anyway, and never has to wait.
   * @throws FacedeskError too_many_unknown_faces
   */
  mustBeFree(seeker: Seeker): void;
  /**
   * Counts a face that is nobody's. Of many that were looked for at the same time only as many are answered as would have been one
   * after the other: where this throws, nothing may be told of the outcome.
   * @throws FacedeskError too_many_unknown_faces
   */
  count(seeker: Seeker): void;
}

export interface UnknownFacesParts {
  /** How many a minute from one origin; 0 for any number. */
  readonly perMinute: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export function createUnknownFaces({ perMinute, now }: UnknownFacesParts): UnknownFaces {
  const limiter = createRateLimiter(now);
  const isExempt = ({ caller }: Seeker): boolean => perMinute === 0 || caller.scopes.has('scores:read');
  return {
    mustBeFree: (seeker) => {
      if (!isExempt(seeker)) letThrough(limiter.look(seeker.origin, perMinute));
    },
    count: (seeker) => {
      if (!isExempt(seeker)) letThrough(limiter.take(seeker.origin, perMinute));
    },
  };
}

function letThrough({ retryAfterS }: RateVerdict): void {
  if (retryAfterS !== null) throw new FacedeskError('too_many_unknown_faces', { retryAfterS });
}
