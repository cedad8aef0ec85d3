// @ts-check
/** What a good photo needs, line by line, ticked as the service judges frame after frame. */
import { element } from './element.js';
import { text } from './language.js';
import { hintOf } from './service.js';

/** @typedef {keyof import('./texts/en.js').Texts['quality']} Line */

/** The codes of findings by the line that they belong to; a code that nobody knows belongs to the last. @type {Record<Line, RegExp>} */
const codesOf = {
  face: /^(no_face_found|several_faces_found)$/,
  place: /^(face_cut_off|face_too_small)$/,
  pose: /^(face_turned_away|head_tilted)$/,
  free: /^(mask_worn|eyes_covered|eyes_closed|mouth_open)$/,
  light: /^(photo_too_dark|photo_too_bright|uneven_light|contrast_too_low|photo_without_colour)$/,
  sharp: /./,
};

const lines = /** @type {Line[]} */ (Object.keys(codesOf));

export function createQualityList() {
  const list = element('quality', HTMLUListElement);

  /** @param {Line} line @param {'good' | 'bad' | 'unknown'} state @param {string} words */
  function item(line, state, words) {
    const one = document.createElement('li');
    const meaning = { good: text.qualityGood, bad: text.qualityBad, unknown: text.qualityUnknown }[state];
    one.dataset.state = state;
    one.textContent = words;
    one.setAttribute('aria-label', `${text.quality[line]}: ${meaning}`);
    return one;
  }

  /** @param {import('./service.js').Judgement | undefined} judgement undefined: nothing is judged now */
  function show(judgement) {
    let rest = judgement?.findings ?? [];
    const items = lines.map((line) => {
      const mine = rest.filter(({ code }) => codesOf[line].test(code));
      rest = rest.filter((finding) => !mine.includes(finding));
      if (mine[0] !== undefined) return item(line, 'bad', hintOf(mine[0]));
      const known = judgement !== undefined && (judgement.faces > 0 || line === 'face');
      return item(line, known ? 'good' : 'unknown', text.quality[line]);
    });
    list.replaceChildren(...items);
  }

  show(undefined);
  return { show };
}
