/** What became of each photo that somebody sent to be enrolled. The same in every interface. */
import type { ErrorCode, Finding } from '../errors.js';

/** Of one person so many photos are enrolled at most, sent at once or one after another. */
export const mostPhotos = 10;

export interface PhotoReport {
  /** Its place among the photos that were sent, from 0. */
  readonly index: number;
  readonly accepted: boolean;
  /** Of an accepted one: its number, by which it can be read and removed. */
  readonly photoNo?: number;
  /** 0 to 100; absent where it could not be judged. */
  readonly quality?: number;
  /** Of a refused one: why, as in the error table. */
  readonly code?: ErrorCode;
  /** Everything that the person can put right about a refused one. */
  readonly findings?: readonly Finding[];
}
