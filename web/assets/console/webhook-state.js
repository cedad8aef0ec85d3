// @ts-check
/** How a webhook is, as a coloured word. */
import { badge } from './parts.js';
import { words } from './words.js';

/** @typedef {import('../../../client/src/schemas.generated.js').Webhook} Webhook */

/** @param {Webhook} webhook */
export function webhookState({ state, failures }) {
  const { webhooks } = words();
  const tone = state !== 'active' ? 'bad' : failures > 0 ? 'warn' : 'good';
  return badge(webhooks.states[state], state === 'paused' ? 'plain' : tone);
}
