// @ts-check
/** What the service is asked about one person: takes their photos, or has them do what it asks for, and brings its answer. */
import { askForKey } from './api-key.js';
import { createChallengeTask } from './challenge-task.js';
import { photoOf } from './jpeg.js';
import { text } from './language.js';
import { askChallenge, verify, verifyChallenged } from './service.js';

/** @typedef {import('./service.js').Answer} Answer */

/** Photos of one moment, of which the service takes the best. */
const photosPerTry = 3;

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./stage.js').createStage>} parts.stage
 * @param {ReturnType<typeof import('./chosen-photo.js').createChosenPhoto>} parts.file
 * @param {ReturnType<typeof import('./sounds.js').createSounds>} parts.sounds
 */
export function createVisit({ stage, file, sounds }) {
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

  return {
    /**
     * @param {string} id
     * @param {Blob} [first] a photo that was found good
     * @returns {Promise<Answer | undefined>} undefined where there is no photo
     */
    ask: async (id, first) => {
      const photos = challenged ? [] : await takePhotos(first);
      if (!challenged && photos.length === 0) return undefined;
      for (;;) {
        const answer = challenged ? await askWithChallenge(id) : await verify(id, photos);
        if (!challenged && answer.kind === 'photoProblem' && answer.body.code === 'challenge_required') {
          challenged = true;
          stage.thaw();
        } else if (answer.kind !== 'keyNeeded' || !(await askForKey())) return answer;
      }
    },
  };
}
