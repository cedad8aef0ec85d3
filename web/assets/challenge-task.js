// @ts-check
/**
 * A challenge before the camera: says one thing after the other, in words and with a sign, and photographs meanwhile. Whether it was
 * done is for the service to say.
 */
import { element } from './element.js';
import { frameOf, photoOf } from './jpeg.js';
import { text } from './language.js';

/** Time to read what comes, and to look straight into the camera. */
const beforeMs = 2000;

/** Time to read and begin, and then from one photo to the next. */
const beginMs = 1200;
const betweenMs = 450;

/** For each thing to do, where the service takes that many. */
const photosPerAction = 4;

/**
 * @param {object} parts
 * @param {Pick<ReturnType<typeof import('./stage.js').createStage>, 'still'>} parts.stage
 * @param {Pick<ReturnType<typeof import('./sounds.js').createSounds>, 'play'>} parts.sounds
 */
export function createChallengeTask({ stage, sounds }) {
  const board = element('challenge', HTMLDivElement);
  const words = element('challenge-words', HTMLParagraphElement);
  const step = element('challenge-step', HTMLParagraphElement);

  /** @param {string} action @param {string} progress */
  function show(action, progress) {
    board.dataset.action = action;
    words.textContent = text.challengeActions[action] ?? action;
    step.textContent = progress;
  }

  /** @param {(still: ImageBitmap) => Promise<Blob>} encoded @returns {Promise<Blob | undefined>} */
  async function photograph(encoded) {
    const still = await stage.still();
    if (still === undefined) return undefined;
    try {
      return await encoded(still);
    } finally {
      still.close();
    }
  }

  /** @param {number} count @returns {Promise<(Blob | undefined)[]>} */
  async function photographWhile(count) {
    const photos = [];
    await pause(beginMs);
    for (let taken = 0; taken < count; taken += 1) {
      await pause(betweenMs);
      photos.push(await photograph((still) => frameOf(still, 'enrolment')));
    }
    // Heard by those whose eyes are closed.
    sounds.play('shutter');
    return photos;
  }

  /** @param {{ actions: readonly string[], maxPhotos: number }} challenge */
  async function photographAll({ actions, maxPhotos }) {
    const count = Math.min(photosPerAction, Math.floor((maxPhotos - 1) / actions.length));
    show('straight', '');
    await pause(beforeMs);
    const photos = [await photograph(photoOf)];
    for (const [index, action] of actions.entries()) {
      show(action, text.challengeStep(index + 1, actions.length));
      photos.push(...(await photographWhile(count)));
    }
    return photos;
  }

  return {
    /**
     * @param {{ actions: readonly string[], maxPhotos: number }} challenge
     * @returns {Promise<Blob[] | undefined>} in the order in which they were taken, the first before anything was done; undefined
     * where the camera went away
     */
    perform: async (challenge) => {
      try {
        const photos = await photographAll(challenge);
        return photos.every((photo) => photo !== undefined) ? photos : undefined;
      } finally {
        board.dataset.action = 'none';
        words.textContent = '';
        step.textContent = '';
      }
    },
  };
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
