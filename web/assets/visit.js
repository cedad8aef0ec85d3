// @ts-check
/** What the service is asked about one person: takes their photos, or has them do what it asks for, and brings its answer. */
import { askForKey } from './api-key.js';
import { createChallengeTask } from './challenge-task.js';
import { find } from './finding.js';
import { photoOf } from './jpeg.js';
import { text } from './language.js';
import { askChallenge, verify, verifyChallenged } from './service.js';

/**
 * @typedef {import('./service.js').Answer} Answer
 * @typedef {Answer | import('./finding.js').Unrecognised} Outcome
 */

/** Photos of one moment, of which the service takes the best. */
const photosPerTry = 3;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./stage.js').createStage>} parts.stage
 * @param {ReturnType<typeof import('./chosen-photo.js').createChosenPhoto>} parts.file
 * @param {ReturnType<typeof import('./sounds.js').createSounds>} parts.sounds
 * @param {readonly string[]} parts.groups whose members are looked for where no id is given; none for everybody
 * @param {() => void} parts.onKey called where somebody gave another key
 */
export function createVisit({ stage, file, sounds, groups, onKey }) {
  const task = createChallengeTask({ stage, sounds });
  // Known from the first answer on, so that nobody is photographed in vain.
  let challenged = false;

  /** @param {Blob | undefined} first */
  async function takePhotos(first) {
    const chosen = await file.photo();
    if (chosen !== undefined) return [chosen];
    const photos = first === undefined ? [] : [first];
    await stage.settled();
    while (photos.length < photosPerTry) {
      // The same picture twice would look like a photo that is held before the camera.
      if (photos.length > 0 && !(await stage.anotherPicture())) break;
      const still = await stage.still();
      if (still === undefined) break;
      stage.freeze(still);
      photos.push(await photoOf(still));
      still.close();
    }
    return photos;
  }

  /** @param {string} id @returns {Promise<Answer>} */
  async function askWithChallenge(id) {
    if (!stage.isLive()) return { kind: 'photoProblem', sentence: text.challengeNeedsCamera, body: {} };
    const challenge = await askChallenge();
    if (challenge.kind !== 'challenge') return challenge;
    const photos = await task.perform(challenge);
    if (photos === undefined) return { kind: 'photoProblem', sentence: text.challengeNeedsCamera, body: {} };
    return verifyChallenged({ id, photos, token: challenge.token });
  }

  /**
   * Asks the person for a key as often as the service wants another one.
   * @template {{ kind: string }} Got
   * @param {() => Promise<Got>} ask
   */
  async function withKey(ask) {
    for (;;) {
      const answer = await ask();
      if (answer.kind !== 'keyNeeded' || !(await askForKey())) return answer;
      onKey();
    }
  }

  /** @param {string} id @param {Blob[]} photos none where a challenge is known to be asked for @returns {Promise<Answer>} */
  async function hold(id, photos) {
    if (challenged) return withKey(() => askWithChallenge(id));
    const answer = await withKey(() => verify(id, photos));
    if (answer.kind !== 'photoProblem' || answer.body.code !== 'challenge_required') return answer;
    challenged = true;
    stage.thaw();
    return hold(id, []);
  }

  return {
    /**
     * @param {string} id
     * @param {Blob} [first] a photo that was found good
     * @returns {Promise<Answer | undefined>} undefined where there is no photo
     */
    ask: async (id, first) => {
      const photos = challenged ? [] : await takePhotos(first);
      return challenged || photos.length > 0 ? hold(id, photos) : undefined;
    },
    /**
     * Finds the id first. Only who is confirmed then is named.
     * @param {Blob} [first] a photo that was found good
     * @returns {Promise<Outcome | undefined>} undefined where there is no photo
     */
    askWithoutId: async (first) => {
      const photos = await takePhotos(first);
      const [best] = photos;
      if (best === undefined) return undefined;
      const found = await withKey(() => find(best, groups));
      if (found.kind !== 'found') return found;
      if (challenged) stage.thaw();
      return unnamed(await hold(found.id, photos));
    },
  };
}

/** What is told to somebody who gave no id: a no, a pause and a lock are of the id that was found. @param {Answer} answer @returns {Outcome} */
function unnamed(answer) {
  const isOfId =
    answer.kind === 'paused' ||
    (answer.kind === 'refused' && (answer.code === undefined || answer.code === 'attempts_locked'));
  return isOfId ? { kind: 'unrecognised' } : answer;
}
