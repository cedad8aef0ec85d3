// @ts-check
/** The console's sections in the order of the menu, each with the scope without which it is not there. Another one is another line. */
import { calibrationSection } from './sections/calibration.js';
import { devicesSection } from './sections/devices.js';
import { importsSection } from './sections/imports.js';
import { keysSection } from './sections/keys.js';
import { modelsSection } from './sections/models.js';
import { overviewSection } from './sections/overview.js';
import { peopleSection } from './sections/people.js';
import { reviewSection } from './sections/review.js';
import { settingsSection } from './sections/settings.js';
import { systemSection } from './sections/system.js';
import { verdictsSection } from './sections/verdicts.js';
import { webhooksSection } from './sections/webhooks.js';
import { may } from './session.js';

/**
 * @typedef {object} Place what a section gets to show itself
 * @property {HTMLElement} view to be filled
 * @property {string[]} rest what follows the section in the address
 * @property {URLSearchParams} query
 * @property {AbortSignal} signal aborted when the section is left
 */

/**
 * @typedef {object} Section
 * @property {keyof import('./texts/en.js').Words['sections']} id
 * @property {import('./session.js').Scope} scope
 * @property {string} icon a path in a square of 24
 * @property {(place: Place) => void} open
 */

/** @type {readonly Section[]} */
const all = [
  overviewSection,
  peopleSection,
  verdictsSection,
  reviewSection,
  devicesSection,
  calibrationSection,
  importsSection,
  keysSection,
  webhooksSection,
  settingsSection,
  modelsSection,
  systemSection,
];

/** Those that the key allows. */
export function allowedSections() {
  return all.filter(({ scope }) => may(scope));
}
