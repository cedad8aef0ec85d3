// @ts-check
/** Sends a photo to the service, and sorts its answers by what they mean to a person. */
import { keyHeaders } from './api-key.js';
import { text } from './text.js';

/**
 * @typedef {| { kind: 'accepted', recognition: string | undefined }
 *   | { kind: 'refused', sentence: string }
 *   | { kind: 'photoProblem', sentence: string }
 *   | { kind: 'failed', sentence: string, retryAfterSeconds?: number | undefined, requestId?: string | undefined }
 *   | { kind: 'keyNeeded' }} Answer
 * A refusal is final for this id and face; after a photo problem another photo can do; a failure is the service's.
 */

/** @typedef {{ error?: string, code?: string, requestId?: string, recognition?: string }} Body */

/** Longer than a photo may wait and be examined, so that the service is the one to give up. */
const timeoutMs = 30_000;

/**
 * @param {object} photo
 * @param {'/register/' | '/verify/'} photo.path
 * @param {string} photo.id
 * @param {Blob} photo.image
 * @returns {Promise<Answer>}
 */
export async function sendPhoto({ path, id, image }) {
  const form = new FormData();
  form.append('id', id);
  form.append('image', image, 'photo');
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(path, { method: 'POST', body: form, headers: keyHeaders(), signal });
    return answerOf(response, await response.text());
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: 'failed', sentence: late ? text.noAnswer : text.unreachable };
  }
}

/** @param {Response} response @param {string} received @returns {Answer} */
function answerOf({ status, ok, headers }, received) {
  const body = parse(received);
  if (status === 401) return { kind: 'keyNeeded' };
  if (body === undefined) return { kind: 'failed', sentence: text.unreadable(status) };
  if (ok) return { kind: 'accepted', recognition: body.recognition };
  const sentence = body.error ?? text.unreadable(status);
  if (status >= 500 || status === 429 || status === 408) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    return {
      kind: 'failed',
      sentence,
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
      requestId: status === 500 ? body.requestId : undefined,
    };
  }
  // The documented refusals have no code; everything that a better photo puts right has one.
  return { kind: body.code === undefined ? 'refused' : 'photoProblem', sentence };
}

/** @param {string} received @returns {Body | undefined} what a proxy says in between is no answer */
function parse(received) {
  try {
    const body = JSON.parse(received);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
