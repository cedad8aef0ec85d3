// @ts-check
/** Where the page is, as it stands behind # in the address: #/people/B21CS042?state=enrolled. */

/**
 * @typedef {object} Route
 * @property {string} section
 * @property {string[]} rest
 * @property {URLSearchParams} query
 */

/** @returns {Route} */
export function currentRoute() {
  const [steps = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [section = '', ...rest] = steps.split('/').map(decoded);
  return { section, rest: rest.filter((step) => step !== ''), query: new URLSearchParams(query) };
}

/** An address out of steps, each of which may be anything. @param {...string} steps */
export function to(...steps) {
  return `#/${steps.map((step) => encodeURIComponent(step)).join('/')}`;
}

/** @param {string} address of `to` */
export function go(address) {
  location.hash = address;
}

/** Shows the place anew, because what it shows has changed. */
export function redraw() {
  dispatchEvent(new Event('hashchange'));
}

/** Notes in the address what is searched for, so that the way back leads there; nothing is shown anew. @param {Record<string, string>} query */
export function noteQuery(query) {
  const kept = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const [steps = ''] = location.hash.split('?');
  history.replaceState(null, '', kept.size === 0 ? steps : `${steps}?${kept}`);
}

/** A hash can be typed, and hold what is no encoding. @param {string} step */
function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
