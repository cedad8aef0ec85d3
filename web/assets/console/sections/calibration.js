// @ts-check
/** Where the line is drawn and what it promises, measured on those who are registered here. */
import { get, send } from '../api.js';
import { detCurve, rateCurve, scoreHistogram } from '../charts/curves.js';
import { h } from '../dom.js';
import { dateTime, number, oneIn, percent } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { button, card, facts, head, load } from '../parts.js';
import { redraw } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').Calibration} Calibration */

/** Milliseconds between looks whether a measurement is done, and how many there are. */
const lookEveryMs = 2000;
const mostLooks = 90;

/** @type {import('../sections.js').Section} */
export const calibrationSection = {
  id: 'calibration',
  scope: 'system:read',
  icon: 'M3 20c4.5 0 4.5-15 9-15s4.5 15 9 15M12 3v18',
  open: ({ view, signal }) => {
    const { calibration, sections } = words();
    const results = h('div', { class: 'view-part' });
    const renew = button(calibration.renew, () => renewAndWait(signal).catch(noteFailure));
    const actions = [may('system:manage') && renew];
    view.append(head(sections.calibration, { about: calibration.about, actions }), results);
    void load(
      results,
      signal,
      () => get('/v1/calibration', { signal }),
      (found) => draw(results, found),
    );
  },
};

/** @param {AbortSignal} signal */
async function renewAndWait(signal) {
  const { measuredAt } = await (await send('POST', '/v1/calibration/renew', { signal })).json();
  note(words().calibration.renewing);
  for (let look = 0; look < mostLooks && !signal.aborted; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const now = await get('/v1/calibration', { signal });
    if (now.measuredAt !== measuredAt) return redraw();
  }
}

/** @param {HTMLElement} results @param {Calibration} found */
function draw(results, found) {
  const { calibration } = words();
  const { targetFmr, threshold, people, comparisons, fmr, measuredAt, support, charts, mated, basis } = found;
  results.append(
    card(
      calibration.promise(oneIn(targetFmr)),
      h('p', { class: 'verdict-words' }, calibration.support?.(basis, number(people)) ?? support),
      facts([
        [calibration.measured, fmr === null ? calibration.notMeasured : oneIn(fmr.value)],
        ...(fmr === null ? [] : [/** @type {const} */ ([calibration.interval, intervalOf(fmr)])]),
        [calibration.threshold, number(threshold, 4)],
        [calibration.people, number(people)],
        [calibration.comparisons, number(comparisons)],
        [calibration.measuredAt, dateTime(measuredAt)],
        ...(mated === null
          ? []
          : [
              /** @type {const} */ ([calibration.refusals, percent(mated.refused.value)]),
              /** @type {const} */ ([calibration.uncertain, percent(mated.uncertain.value)]),
            ]),
      ]),
      h('p', { class: 'hint' }, matedSentence(found)),
    ),
  );
  if (charts === null) {
    results.append(h('p', { class: 'empty' }, calibration.noCharts));
    return;
  }
  const { histogram, curve, det } = charts;
  results.append(
    h(
      'div',
      { class: 'cards pair' },
      card(
        calibration.histogram,
        scoreHistogram(histogram, threshold),
        h('p', { class: 'hint' }, calibration.histogramHint),
      ),
      card(
        calibration.curve,
        rateCurve(curve, { threshold, targetFmr }),
        h('p', { class: 'hint' }, calibration.curveHint),
      ),
      det !== null &&
        card(calibration.det, detCurve(det, threshold), h('p', { class: 'hint' }, calibration.detHint)),
    ),
  );
}

/** What the rightful people's scores rest on. @param {Calibration} found */
function matedSentence({ mated, matedSupport }) {
  const { calibration } = words();
  const own =
    mated === null
      ? calibration.noMated
      : calibration.matedSupport?.(number(mated.photos), number(mated.people));
  return own ?? matedSupport;
}

/** @param {NonNullable<Calibration['fmr']>} fmr */
function intervalOf({ low, high }) {
  const { calibration } = words();
  return low === 0 ? calibration.atMost(oneIn(high)) : calibration.between(oneIn(low), oneIn(high));
}
