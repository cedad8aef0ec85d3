// @ts-check
/** Who is signed in, and what their key allows. The key itself is kept by api-key.js, for this tab alone. */
import { forgetKey, hasKey, keepKey } from '../api-key.js';
import { get } from './api.js';

/** @typedef {import('../../../client/src/schemas.generated.js').Caller} Caller */
/** @typedef {Caller['scopes'][number]} Scope */

/** @type {Caller | null} */
let caller = null;

/** Asks the service who this is; without keys everybody is somebody. @throws Failure with status 401 where a key is needed */
export async function recognise() {
  caller = await get('/v1/caller');
}

/** @param {string} key @throws Failure where the service does not take it, which is forgotten then */
export async function signIn(key) {
  keepKey(key);
  try {
    await recognise();
  } catch (error) {
    forgetKey();
    throw error;
  }
}

export function signOut() {
  forgetKey();
  caller = null;
}

/** @returns {Caller | null} */
export function signedIn() {
  return caller;
}

/** Whether there is something to sign out of. */
export function hasOwnKey() {
  return caller !== null && hasKey();
}

/** @param {Scope} scope */
export function may(scope) {
  return caller?.scopes.includes(scope) ?? false;
}
