// @ts-check
/** A verdict: what was decided, why, how sure it is in plain words, the faces that were held against each other, and whether it was right. */
import { get, path } from '../api.js';
import { scoreScale } from '../charts/score-scale.js';
import { h } from '../dom.js';
import { mark, reasonOf, titleOf, toneOf } from '../event-rows.js';
import { dateTime, day, number, oneIn } from '../format.js';
import { card, facts, head, load } from '../parts.js';
import { picture, visitPicture } from '../person-parts.js';
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
            ? facesCard(who, event, signal)
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

/** The face of the visit, where it is kept, beside those that it was held against. @param {string} subjectId @param {Event} event @param {AbortSignal} signal */
function facesCard(subjectId, event, signal) {
  const { verdicts, person } = words();
  const visit =
    event.picture &&
    h(
      'li',
      { class: 'photo visit' },
      visitPicture(event.id, signal),
      h('span', { class: 'soft' }, verdicts.visit),
    );
  const place = h('div');
  const fetching = () => get(path`/v1/subjects/${subjectId}/photos`, { signal });
  void load(place, signal, fetching, ({ items }) => {
    place.append(
      h(
        'ul',
        { class: 'photos' },
        visit,
        items.map((/** @type {import('../person-parts.js').Photo} */ photo) =>
          h(
            'li',
            { class: 'photo' },
            picture(subjectId, photo, signal),
            h('span', { class: 'soft' }, person.enrolledOn(day(photo.addedAt))),
          ),
        ),
      ),
    );
  });
  return card(
    event.picture ? verdicts.faces : verdicts.reference,
    place,
    h('p', { class: 'hint' }, event.picture ? verdicts.probeKept : verdicts.probeNotKept),
  );
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
      [details.basis, basis === undefined ? '–' : (details.bases[basis] ?? basis)],
      [details.model, h('code', null, modelId ?? '–')],
      [details.request, h('code', null, event.requestId ?? '–')],
      [details.event, event.id],
    ]),
  );
}
