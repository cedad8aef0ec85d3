// @ts-check
/** "Was this right?" What people answer is kept with the verdict, and counted in the overview. */
import { path, send } from '../api.js';
import { h } from '../dom.js';
import { ago } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { badge, button, card, field } from '../parts.js';
import { redraw } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/** @param {import('../event-rows.js').Event} event */
export function feedbackCard({ id, feedback }) {
  const { verdicts } = words();
  const given = feedback && [
    h(
      'p',
      { class: 'badges' },
      badge(feedback.correct ? verdicts.wasRight : verdicts.wasWrong, feedback.correct ? 'good' : 'bad'),
      h('span', { class: 'soft' }, ago(feedback.at)),
    ),
    feedback.note !== undefined && h('p', null, `“${feedback.note}”`),
  ];
  const section = card(verdicts.feedback, ...(given ?? [h('p', { class: 'soft' }, verdicts.feedbackHint)]));
  if (!may('verdicts:review')) return section;
  const remark = h('input', { type: 'text', maxlength: 200 });
  remark.value = feedback?.note ?? '';
  /** @param {{ correct: boolean }} answer */
  const give = async ({ correct }) => {
    const said = remark.value.trim();
    await send('POST', path`/v1/events/${id}/feedback`, {
      body: { correct, ...(said !== '' && { note: said }) },
    });
    note(verdicts.thanks);
    redraw();
  };
  section.append(
    field(verdicts.remark, remark),
    h(
      'div',
      { class: 'actions' },
      button(verdicts.right, () => give({ correct: true }).catch(noteFailure)),
      button(verdicts.wrong, () => give({ correct: false }).catch(noteFailure), 'danger'),
    ),
  );
  return section;
}
