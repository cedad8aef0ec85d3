/** Pairs of faces side by side, embedded into the page. */
import type { PathPair } from '../../services/evaluation-findings.js';
import { html, type Html } from './html.js';

/** @param crops JPEG bytes by path. */
export function pairPictures(pairs: readonly PathPair[], crops: ReadonlyMap<string, Uint8Array>): Html {
  const figures = pairs.map(
    ({ a, b, score }) =>
      html`<figure>
        <div class="faces">${[a, b].map((path) => face(path, crops.get(path)))}</div>
        <figcaption><strong>${score.toFixed(3)}</strong> ${a}<br />${b}</figcaption>
      </figure>`,
  );
  return html`<div class="pairs">${figures}</div>`;
}

function face(path: string, jpeg: Uint8Array | undefined): Html {
  if (jpeg === undefined) return html`<div class="missing"></div>`;
  const data = Buffer.from(jpeg).toString('base64');
  return html`<img src="data:image/jpeg;base64,${data}" alt="Face on ${path}" />`;
}
