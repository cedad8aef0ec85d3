// @ts-check
/**
 * Events as they happen. EventSource cannot present a key, so the stream is read by fetch; where it breaks it goes on behind
 * the last event that came.
 */
import { send } from './api.js';

/** @typedef {import('../../../client/src/schemas.generated.js').Event} Event */

const pauseMs = 2000;

/**
 * @param {object} watching
 * @param {readonly string[]} watching.kinds
 * @param {string | undefined} watching.after the last event that is known; from now on without one
 * @param {(event: Event) => void} watching.onEvent
 * @param {(state: 'live' | 'broken') => void} watching.onState
 * @param {AbortSignal} watching.signal ends it
 */
export async function watchEvents({ kinds, after, onEvent, onState, signal }) {
  let last = after;
  while (!signal.aborted) {
    try {
      const headers = last === undefined ? {} : { 'last-event-id': last };
      const response = await send('GET', '/v1/events/stream', { query: { kind: kinds }, headers, signal });
      onState('live');
      await readServerSent(response, (event) => {
        last = event.id;
        onEvent(event);
      });
    } catch {
      // Whatever it was, the next attempt shows whether it lasts; who must sign in anew is asked by the call itself.
    }
    if (signal.aborted) return;
    onState('broken');
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** @param {Response} response @param {(event: Event) => void} onEvent */
async function readServerSent(response, onEvent) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
    const blocks = (text + chunk.value).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data !== undefined) onEvent(JSON.parse(data));
    }
  }
}
