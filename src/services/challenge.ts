/**
 * Challenges before the camera: the server says what to do, the client sends the frames, the server judges. A challenge is a
 * signed token that lives shortly and counts once; nothing is stored for one that nobody answers.
 */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import {
  type ChallengeAction,
  type ChallengeFault,
  challengeFaults,
  challengeFrames,
  drawActions,
} from '../domain/attack/challenge.js';
import { FacedeskError } from '../domain/errors.js';
import { priorScoreAt } from '../domain/model-prior.js';
import { principalFace } from '../domain/principal-face.js';
import type { Logger } from '../observability/logger.js';
import type { VisionEngine } from '../vision/index.js';

export interface Challenge {
  /** To be sent back with the frames. */
  readonly token: string;
  /** What the person has to do, in this order, after a first frame that shows them as they are. */
  readonly actions: readonly ChallengeAction[];
  readonly expiresAt: Date;
  readonly minFrames: number;
  readonly maxFrames: number;
}

export interface ChallengeAnswer {
  readonly token: string;
  /** JPEG, PNG or WebP files in the order in which they were taken, not mirrored. The first is the one to verify with. */
  readonly frames: readonly Uint8Array[];
  readonly signal?: AbortSignal;
}

/** The faults are for the log and for those who may see scores: told to everybody they would teach an attacker. */
export type ChallengeVerdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly faults: readonly (ChallengeFault | 'no_face')[] };

export interface Challenges {
  /** @throws FacedeskError challenge_required where there has to be one and this is none */
  expect(token: string | undefined): void;
  issue(): Challenge;
  /**
   * Judges once: the token is spent, whatever comes out.
   * @throws FacedeskError challenge_invalid where the token is not ours, has expired or was used; challenge_frames_invalid;
   * and those of vision
   */
  judge(answer: ChallengeAnswer): Promise<ChallengeVerdict>;
}

export interface ChallengeParts {
  readonly vision: Pick<VisionEngine, 'examine' | 'prior'>;
  readonly log: Logger;
  /** Optional unless told. */
  readonly demand?: 'optional' | 'required';
  /** Signs the tokens; made anew unless given. Processes that answer for one another need the same, and count uses apart. */
  readonly key?: Uint8Array;
  /** 45 seconds unless told. */
  readonly lifetimeMs?: number;
  readonly now?: () => number;
}

/** Frames of a head that turns are less alike than two of one look; strangers reach this once in a hundred pairs. */
const samePersonFmr = 1e-2;
const defaultLifetimeMs = 45_000;

export function createChallenges(parts: ChallengeParts): Challenges {
  const { vision, log, demand = 'optional', key = randomBytes(32) } = parts;
  const { lifetimeMs = defaultLifetimeMs, now = Date.now } = parts;
  /** Spent tokens' ids, each until it would have expired anyway. */
  const spent = new Map<string, number>();

  const spend = (token: string): readonly ChallengeAction[] => {
    const claims = readToken(token, key);
    const at = now();
    for (const [id, expiresMs] of spent) if (expiresMs <= at) spent.delete(id);
    if (claims === null || claims.expiresMs <= at || spent.has(claims.id))
      throw new FacedeskError('challenge_invalid');
    spent.set(claims.id, claims.expiresMs);
    return claims.actions;
  };

  return {
    expect: (token) => {
      if (demand === 'required' && token === undefined) throw new FacedeskError('challenge_required');
    },
    issue: () => {
      const actions = drawActions((limit) => randomInt(limit));
      const expiresMs = now() + lifetimeMs;
      return {
        token: makeToken({ id: randomBytes(12).toString('base64url'), actions, expiresMs }, key),
        actions,
        expiresAt: new Date(expiresMs),
        minFrames: challengeFrames.min,
        maxFrames: challengeFrames.max,
      };
    },
    judge: async ({ token, frames, signal }) => {
      const { min, max } = challengeFrames;
      if (frames.length < min || frames.length > max) throw new FacedeskError('challenge_frames_invalid');
      const actions = spend(token);
      const pictures = await Promise.all(
        frames.map((frame) => vision.examine(frame, signal === undefined ? {} : { signal })),
      );
      const faces = pictures.flatMap((picture) => principalFace(picture) ?? []);
      const faults =
        faces.length < pictures.length
          ? (['no_face'] as const)
          : challengeFaults(actions, faces, priorScoreAt(vision.prior, samePersonFmr));
      const outcome = faults.length === 0 ? 'passed' : 'failed';
      log.info({ outcome, faults }, 'challenge judged');
      return outcome === 'passed' ? { outcome } : { outcome, faults };
    },
  };
}

interface Claims {
  readonly id: string;
  readonly actions: readonly ChallengeAction[];
  readonly expiresMs: number;
}

function makeToken({ id, actions, expiresMs }: Claims, key: Uint8Array): string {
  const text = [id, expiresMs, ...actions].join('.');
  return `${text}.${signature(text, key).toString('base64url')}`;
}

/** @returns null where the token was not made with this key */
function readToken(token: string, key: Uint8Array): Claims | null {
  const end = token.lastIndexOf('.');
  const text = token.slice(0, Math.max(0, end));
  const signed = Buffer.from(token.slice(end + 1), 'base64url');
  const expected = signature(text, key);
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) return null;
  // What was signed here is as makeToken wrote it.
  const [id, expiresMs, ...actions] = text.split('.');
  return { id: id!, actions: actions as ChallengeAction[], expiresMs: Number(expiresMs) };
}

function signature(text: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
