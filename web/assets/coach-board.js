// @ts-check
/** Coaching over the picture: a few words and the colour of the oval. Words change only when a second look agrees, so that they can be read. */
import { element } from './element.js';
import { hintOf } from './service.js';

/** @typedef {'none' | 'seek' | 'mend' | 'good'} CoachTone seek: nobody is there; mend: something is to be put right */

/** @param {(tone: CoachTone) => string} wordsFor what to say where no finding says it */
export function createCoachBoard(wordsFor) {
  const stage = element('stage', HTMLDivElement);
  const words = element('coach', HTMLParagraphElement);
  let before = '';

  /** @param {CoachTone} tone @param {string} said */
  function show(tone, said) {
    stage.dataset.coach = tone;
    // The same words again would be spoken again.
    if (words.textContent !== said) words.textContent = said;
  }

  return {
    /** @param {import('./service.js').Judgement} judgement */
    judged: ({ accepted, faces, findings }) => {
      /** @type {CoachTone} */
      const tone = accepted ? 'good' : faces === 0 ? 'seek' : 'mend';
      const [first] = findings;
      const said = tone === 'mend' && first !== undefined ? hintOf(first) : wordsFor(tone);
      if (said === before || words.textContent === '') show(tone, said);
      before = said;
    },
    silent: () => {
      before = '';
      show('none', '');
    },
  };
}
