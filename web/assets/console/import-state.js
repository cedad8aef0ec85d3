// @ts-check
/** How an import is, as a coloured word. */
import { badge } from './parts.js';
import { words } from './words.js';

/** @typedef {import('../../../client/src/schemas.generated.js').Import} Import */

/** @param {Import} found */
export function importState({ state, stalled }) {
  const { imports } = words();
  const shown = stalled ? 'stalled' : state;
  /** @type {Record<string, 'good' | 'bad' | 'warn'>} */
  const tones = { finished: 'good', failed: 'bad', stalled: 'bad', running: 'warn' };
  return badge(imports.states[shown] ?? shown, tones[shown] ?? 'plain');
}
