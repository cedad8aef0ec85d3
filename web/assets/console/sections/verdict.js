// @ts-check
/** A verdict: what was decided, why, how sure it is in plain words, the photo it was held against, and whether it was right. */
import { get, path } from '../api.js';
import { scoreScale } from '../charts/score-scale.js';
import { h } from '../dom.js';
import { mark, reasonOf, titleOf, toneOf } from '../event-rows.js';
import { dateTime, number, oneIn } from '../format.js';
import { card, facts, head, load } from '../parts.js';
import { picture } from '../person-parts.js';
import { to } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';
import { feedbackCard } from './verdict-feedback.js';

/**
 * @typedef {import('../event-rows.js').Event} Event
 * @typedef {Partial<import('../../../../client/src/schemas.generated.js').Receipt> & Record<string, any>} Receipt
 */

/** @param {import('../sections.js').Place} place @param {string} eventId */
export function openVerdict({ view, signal }, eventId) {
  const { sections, verdicts } = words();
  void load(
    view,
    signal,
    () => get(path`/v1/events/${eventId}`, { signal }),
    (/** @type {Event} */ event) => {
      const receipt = /** @type {Receipt | undefined} */ (event.receipt);
      const who = event.subject?.id;
      const title = head(titleOf(event), { back: { href: to('verdicts'), text: sections.verdicts } });
      title.firstElementChild?.append(
        h(
          'p',
          { class: 'soft' },
          `${dateTime(event.at)}${event.keyId === undefined ? '' : ` · ${event.keyId}`}`,
        ),
      );
      const sentences = [reasonOf(event), ...(receipt === undefined ? [] : plainWords(receipt))];
      view.append(
        title,
        h(
          'div',
          { class: 'cards pair' },
          card(
            verdicts.inWords,
            h(
              'div',
              { class: 'row flat' },
              mark(event),
              h(
                'div',
                { class: 'grow' },
                who === undefined ? verdicts.nobody : h('a', { href: to('people', who) }, who),
              ),
            ),
            ...sentences.filter((one) => one !== '').map((one) => h('p', { class: 'verdict-words' }, one)),
            receipt === undefined &&
              h('p', { class: 'soft' }, may('scores:read') ? verdicts.noReceipt : verdicts.hidden),
            receipt?.scores !== undefined && scoreScale(receipt, toneOf(event)),
          ),
          who !== undefined && may('people:read')
            ? referenceCard(who, signal)
            : card(verdicts.reference, h('p', { class: 'soft' }, verdicts.noReference)),
        ),
        feedbackCard(event),
      );
      if (receipt !== undefined) view.append(detailsCard(event, receipt));
    },
  );
}

/** What the figures mean to somebody who has never seen one. @param {Receipt} receipt */
function plainWords({ estimatedFmr, targetFmr, scores, attackSuspected, replay }) {
  const { verdicts } = words();
  const likeness =
    scores === undefined
      ? ''
      : estimatedFmr === null || estimatedFmr === undefined
        ? verdicts.tooFewToSay
        : estimatedFmr > 0.5
          ? verdicts.mostStrangers
          : verdicts.strangers(oneIn(estimatedFmr));
  return [
    likeness,
    scores !== undefined && targetFmr !== undefined ? verdicts.promised(oneIn(targetFmr)) : '',
    attackSuspected === true ? verdicts.attack : '',
    replay === undefined ? '' : verdicts.replay,
  ];
}

/** @param {string} subjectId @param {AbortSignal} signal */
function referenceCard(subjectId, signal) {
  const { verdicts } = words();
  const place = h('div');
  const fetching = () => get(path`/v1/subjects/${subjectId}/photos`, { signal });
  void load(place, signal, fetching, ({ items }) => {
    place.append(
      h(
        'ul',
        { class: 'photos' },
        items.map((/** @type {any} */ photo) => h('li', null, picture(subjectId, photo, signal))),
      ),
    );
  });
  return card(verdicts.reference, place, h('p', { class: 'hint' }, verdicts.probeNotKept));
}

/** @param {Event} event @param {Receipt} receipt */
function detailsCard(event, { scores, threshold, quality = {}, modelId, basis }) {
  const { verdicts } = words();
  const measured = /** @type {Record<string, any>} */ (quality);
  const figure = (/** @type {unknown} */ value, digits = 3) =>
    typeof value === 'number' ? number(value, digits) : '–';
  const { details } = verdicts;
  return card(
    verdicts.figures,
    facts([
      [details.normalisedScore, figure(scores?.normalisedScore)],
      [details.threshold, figure(threshold)],
      [details.score, figure(scores?.score)],
      [details.lead, figure(scores?.lead)],
      [details.quality, figure(measured['unifiedScore'], 0)],
      [details.sharpness, figure(measured['sharpness'], 2)],
      [details.eyes, `${figure(measured['interEyeDistancePx'], 0)} px`],
      [
        details.pose,
        ['yaw', 'pitch', 'roll'].map((one) => `${figure(measured['pose']?.[one], 0)}°`).join(' / '),
      ],
      [details.brightness, figure(measured['exposure']?.meanLuma, 0)],
      [details.basis, basis ?? '–'],
      [details.model, h('code', null, modelId ?? '–')],
      [details.request, h('code', null, event.requestId ?? '–')],
      [details.event, event.id],
    ]),
  );
}
