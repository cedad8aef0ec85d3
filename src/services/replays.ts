/**
 * Notices photos that were shown before: the same file, or a copy of it that was saved anew. For a short time it remembers of
 * each photo a digest of the file, a fingerprint of the picture and where the face was; in memory only, and none of it is logged.
 */
import { createHash } from 'node:crypto';
import { FacedeskError } from '../domain/errors.js';
import { isSamePicture, type PictureTrace, traceOf } from '../domain/picture-hash.js';
import type { VisionEngine } from '../vision/index.js';

/** A photo that was shown before. */
export interface Replay {
  readonly kind: 'sameFile' | 'sameImage';
  /** In whole seconds. */
  readonly secondsAgo: number;
}

/** The photos of one claim. */
export interface ReplayWatch {
  /** Examines as the engine does, and looks whether the photo was shown before. */
  readonly vision: Pick<VisionEngine, 'examine'>;
  /**
   * What was noticed, once every photo is examined; from then on they are remembered.
   * @throws FacedeskError image_repeated where that is to be refused
   */
  conclude(): Replay | undefined;
}

export interface Replays {
  watch(): ReplayWatch;
  /** How many photos are remembered. */
  readonly size: number;
}

export interface ReplaysParts {
  readonly vision: Pick<VisionEngine, 'examine'>;
  readonly handling: 'off' | 'flag' | 'refuse';
  readonly windowMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

interface Shown {
  readonly fileDigest: string;
  readonly trace: PictureTrace | undefined;
  readonly atMs: number;
}

/** Some 4 MB; beyond, the oldest is forgotten before its time. */
const maxRemembered = 4096;

export function createReplays({
  vision,
  handling,
  windowMs,
  now = () => performance.now(),
}: ReplaysParts): Replays {
  /** Oldest first. */
  const remembered: Shown[] = [];
  let timer: NodeJS.Timeout | undefined;

  const forgetOld = (): void => {
    const sinceMs = now() - windowMs;
    const young = remembered.findIndex(({ atMs }) => atMs > sinceMs);
    remembered.splice(0, young === -1 ? remembered.length : young);
  };

  /** Also where nobody comes any more. */
  const forgetInTime = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      forgetOld();
      if (remembered.length > 0) forgetInTime();
    }, windowMs / 4).unref();
  };

  const remember = (photos: readonly Shown[]): void => {
    remembered.push(...photos);
    remembered.splice(0, remembered.length - maxRemembered);
    forgetInTime();
  };

  const find = (photo: Shown): Replay | undefined => {
    forgetOld();
    const sameFile = remembered.findLast(({ fileDigest }) => fileDigest === photo.fileDigest);
    const same =
      sameFile ??
      remembered.findLast(({ trace }) => trace && photo.trace && isSamePicture(trace, photo.trace));
    if (same === undefined) return undefined;
    const secondsAgo = Math.floor((photo.atMs - same.atMs) / 1000);
    return { kind: sameFile === undefined ? 'sameImage' : 'sameFile', secondsAgo };
  };

  return {
    watch: () => {
      const photos: Shown[] = [];
      const examine: VisionEngine['examine'] = async (image, options) => {
        const measures = await vision.examine(image, options);
        const fileDigest = createHash('sha256').update(image).digest('base64');
        photos.push({ fileDigest, trace: traceOf(measures), atMs: now() });
        return measures;
      };
      const conclude = (): Replay | undefined => {
        // Against what came earlier only: photos of one moment may well be alike.
        const [replay] = photos.flatMap((photo) => find(photo) ?? []);
        remember(photos);
        if (replay !== undefined && handling === 'refuse') throw new FacedeskError('image_repeated');
        return replay;
      };
      return handling === 'off' ? { vision, conclude: () => undefined } : { vision: { examine }, conclude };
    },
    get size() {
      return remembered.length;
    },
  };
}
