// @ts-check
/**
 * Finds the id of whoever is before the camera, where the key of the page may look for people. It confirms nobody: whoever is found
 * is verified like anybody who gave that id.
 */
import { keyHeaders } from './api-key.js';
import { place } from './place.js';
import { send } from './service.js';

/**
 * @typedef {{ kind: 'unrecognised' }} Unrecognised
 * Nobody, or more than one person, is like the face. Whoever is refused after they were found gets the same answer, so that it says
 * nothing of them.
 */

const timeoutMs = 10_000;

/** Whether the key may look for people; where no key is asked for, everybody may. A service that does not answer allows nothing. */
export async function mayFind() {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${place.service}/v1/caller`, { headers: keyHeaders(), signal });
    /** @type {{ scopes?: string[] }} */
    const { scopes = [] } = await response.json();
    return scopes.includes('identify');
  } catch {
    return false;
  }
}

/**
 * @param {Blob} photo
 * @param {readonly string[]} groups nobody but their members is looked for; none for everybody
 * @returns {Promise<{ kind: 'found', id: string } | Unrecognised | Exclude<import('./service.js').Answer, { kind: 'accepted' }>>}
 */
export async function find(photo, groups) {
  const form = new FormData();
  // Two, to see whether somebody else passes as well: then nobody can say which of them it is.
  form.append('limit', '2');
  for (const group of groups) form.append('groups', group);
  form.append('photo', photo, 'photo');
  const answer = await send('/v1/identifications', form);
  if (answer.kind !== 'accepted') return answer;
  const [only, ...others] = (answer.body.candidates ?? []).filter(({ passes }) => passes);
  return only === undefined || others.length > 0
    ? { kind: 'unrecognised' }
    : { kind: 'found', id: only.subject.id };
}
