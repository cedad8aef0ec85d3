// @ts-check
/**
 * Looks at the camera's picture several times a second and has the service judge it, so that the page can tell a person what
 * to do, and knows good stills. One frame is under way at a time; the coach is silent while a verdict is awaited, slower where nobody
 * is there, and slower still where the service has no time.
 */
import { hasKey } from './api-key.js';
import { frameOf } from './jpeg.js';
import { place } from './place.js';
import { judge } from './service.js';

/**
 * @typedef {import('./service.js').Judgement} Judgement
 * @typedef {{ judgement: Judgement, still: ImageBitmap, at: number }} Sight a still is closed with the next one
 * @typedef {'judging' | 'waiting' | 'busy' | 'notAllowed' | 'unreachable'} CoachState waiting: there is nothing to judge
 */

/** Milliseconds from one frame to the next: five a second while somebody is there. */
const pace = { somebody: 200, nobody: 500, nothing: 250, unreachable: 2000, notAllowed: 1500 };

/** After the first refusal for want of time, and at most. */
const busyMs = { first: 1000, most: 8000 };

/**
 * @param {object} parts
 * @param {() => Promise<ImageBitmap | undefined>} parts.still
 * @param {'verification' | 'enrolment'} parts.policy
 * @param {(sight: Sight) => void | Promise<void>} parts.onSight
 * @param {(state: CoachState) => void} parts.onState
 */
export function createCoach({ still, policy, onSight, onState }) {
  const { life } = place;
  let held = false;
  let busyFor = busyMs.first;
  /** @type {CoachState} */
  let state = 'waiting';

  /** @param {CoachState} next */
  function enter(next) {
    state = next;
    onState(next);
  }

  /** @returns {Promise<number>} milliseconds until the next frame */
  async function look() {
    const began = performance.now();
    const seen = held || document.hidden ? undefined : await still();
    if (seen === undefined) {
      if (state === 'judging') enter('waiting');
      return pace.nothing;
    }
    const at = performance.now();
    try {
      const judgement = await judge(await frameOf(seen, policy), policy);
      if (life.aborted) return pace.nothing;
      if (typeof judgement === 'string') return afterRefusal(judgement);
      busyFor = busyMs.first;
      enter('judging');
      // A verdict that was asked for meanwhile has the word.
      if (!held) await onSight({ judgement, still: seen, at });
      // At most half of the time is spent on this desk's frames, however slow the service is.
      const took = performance.now() - began;
      return Math.max(took, (judgement.faces > 0 ? pace.somebody : pace.nobody) - took);
    } finally {
      seen.close();
    }
  }

  /** @param {'busy' | 'notAllowed' | 'unreachable' | 'unreadable'} refusal */
  function afterRefusal(refusal) {
    if (refusal === 'unreadable') return pace.nobody;
    enter(refusal);
    if (refusal !== 'busy') return pace[refusal];
    busyFor = Math.min(busyFor * 2, busyMs.most);
    return busyFor;
  }

  async function run() {
    while (!life.aborted) {
      const keyed = hasKey();
      const waitMs = await look().catch(() => pace.nothing);
      await pause(waitMs);
      // Without a key, or with one that may not, asking again is of no use until there is another one.
      if (state === 'notAllowed') await anotherKey(keyed, life);
    }
  }

  void run();
  return {
    state: () => state,
    /** Sends no frames until `resume`. */
    hold: () => {
      held = true;
    },
    resume: () => {
      held = false;
    },
  };
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param {boolean} keyed whether there was a key @param {AbortSignal} life */
async function anotherKey(keyed, life) {
  while (hasKey() === keyed && !life.aborted) await pause(pace.notAllowed);
}
