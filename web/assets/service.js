// @ts-check
/** Talks to the service, and sorts its answers by what they mean to a person. */
import { keyHeaders } from './api-key.js';
import { language, text } from './language.js';
import { place } from './place.js';

/**
 * @typedef {{ code: string, text?: string, hint?: { en: string, hi: string } }} Finding
 * @typedef {{ accepted: boolean, findings: Finding[], faces: number, unifiedScore?: number }} Judgement
 * @typedef {{ accepted: boolean, findings?: Finding[] | undefined }} PhotoReport
 * @typedef {{ error?: string, detail?: string, code?: string, requestId?: string, recognition?: string, similar?: number,
 *   reasons?: { code: string, hint: string, hintHi: string, error: string }[], findings?: Finding[], photos?: PhotoReport[],
 *   token?: string, actions?: string[], maxPhotos?: number, outcome?: string, challenge?: string, subject?: { id: string },
 *   candidates?: { passes: boolean, subject: { id: string } }[] }} Body
 */

/**
 * @typedef {| { kind: 'accepted', body: Body }
 *   | { kind: 'refused', sentence: string, code: string | undefined, body: Body }
 *   | { kind: 'photoProblem', sentence: string, body: Body }
 *   | { kind: 'paused', seconds: number }
 *   | { kind: 'failed', sentence: string, unreachable: boolean, retryAfterSeconds?: number | undefined, requestId?: string | undefined }
 *   | { kind: 'keyNeeded' }} Answer
 * A refusal is final for this id and face; after a photo problem another photo can do; a failure is the service's.
 * @typedef {{ kind: 'challenge', token: string, actions: string[], maxPhotos: number }} Challenge
 */

/** Longer than a photo may wait and be examined, so that the service is the one to give up. */
const timeoutMs = 30_000;

/** A judgement that takes longer than this is of a moment long gone. */
const judgementTimeoutMs = 5000;

/** Codes that no other photo puts right. */
const final =
  /^(attempts_locked|scope_missing|subject_already_exists|face_already_enrolled|photos_disagree|group_not_found|.*_invalid)$/;

/** Holds photos of one moment against an id. @param {string} id @param {Blob[]} photos @returns {Promise<Answer>} */
export async function verify(id, photos) {
  const form = new FormData();
  form.append('id', id);
  for (const photo of photos) form.append('image', photo, 'photo');
  return send('/verify/', form);
}

/** Asks what the person has to do before the camera. @returns {Promise<Challenge | Answer>} */
export async function askChallenge() {
  const answer = await send('/v1/challenges', null);
  if (answer.kind !== 'accepted') return answer;
  const { token = '', actions = [], maxPhotos = 0 } = answer.body;
  return { kind: 'challenge', token, actions, maxPhotos };
}

/**
 * Holds photos that answer a challenge against an id.
 * @param {{ id: string, photos: Blob[], token: string }} claim photos in the order in which they were taken
 * @returns {Promise<Answer>}
 */
export async function verifyChallenged({ id, photos, token }) {
  const form = new FormData();
  form.append('id', id);
  form.append('challenge', token);
  for (const photo of photos) form.append('photos', photo, 'photo');
  const answer = await send('/v1/verifications', form);
  if (answer.kind !== 'accepted') return answer;
  const { body } = answer;
  if (body.outcome === 'match')
    return { kind: 'accepted', body: { ...body, recognition: body.subject?.id ?? id } };
  if (body.challenge === 'failed')
    return { kind: 'photoProblem', sentence: text.challengeFailed, body: { code: 'challenge_failed' } };
  return { kind: 'refused', sentence: text.notConfirmed, code: undefined, body };
}

/**
 * @param {object} person
 * @param {string} person.id
 * @param {Blob[]} person.photos
 * @param {object} person.metadata
 * @returns {Promise<Answer>}
 */
export async function register({ id, photos, metadata }) {
  const form = new FormData();
  form.append('id', id);
  form.append('metadata', JSON.stringify(metadata));
  for (const photo of photos) form.append('photos', photo, 'photo');
  return send('/v1/subjects', form);
}

/**
 * Judges a frame.
 * @param {Blob} photo
 * @param {'verification' | 'enrolment'} policy
 * @returns {Promise<Judgement | 'busy' | 'notAllowed' | 'unreachable' | 'unreadable'>}
 */
export async function judge(photo, policy) {
  const form = new FormData();
  form.append('policy', policy);
  form.append('photo', photo, 'photo');
  try {
    const signal = AbortSignal.timeout(judgementTimeoutMs);
    const response = await fetch(`${place.service}/v1/quality`, {
      method: 'POST',
      body: form,
      headers: keyHeaders(),
      signal,
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) return 'notAllowed';
    return response.status === 429 || response.status >= 500 ? 'busy' : 'unreadable';
  } catch (error) {
    return isLate(error) ? 'busy' : 'unreachable';
  }
}

/** What a person is to do about a finding, in their language. @param {Finding} finding */
export function hintOf({ hint, text: sentence, code }) {
  return hint?.[language()] ?? hint?.en ?? sentence ?? code;
}

/** Asks anything of the service. @param {string} path @param {FormData | null} form @returns {Promise<Answer>} */
export async function send(path, form) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${place.service}${path}`, {
      method: 'POST',
      body: form,
      headers: keyHeaders(),
      signal,
    });
    return answerOf(response, await response.text());
  } catch (error) {
    const late = isLate(error);
    return { kind: 'failed', sentence: late ? text.noAnswer : text.unreachable, unreachable: !late };
  }
}

/** @param {Response} response @param {string} received @returns {Answer} */
function answerOf({ status, ok, headers }, received) {
  const body = parse(received);
  if (status === 401) return { kind: 'keyNeeded' };
  if (body === undefined) return { kind: 'failed', sentence: text.unreadable(status), unreachable: false };
  if (ok) return { kind: 'accepted', body };
  const seconds = Number(headers.get('retry-after') ?? NaN);
  if (body.code === 'too_many_attempts' && Number.isFinite(seconds)) return { kind: 'paused', seconds };
  const sentence = sentenceOf(body) ?? text.unreadable(status);
  // Says what to do instead of waiting.
  const isAdvice = body.code === 'too_many_unknown_faces';
  if (status >= 500 || (status === 429 && !isAdvice) || status === 408) {
    return {
      kind: 'failed',
      sentence,
      unreachable: false,
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
      requestId: status === 500 ? body.requestId : undefined,
    };
  }
  // The documented refusals have no code; nearly everything that has one is put right by a better photo.
  const isFinal = body.code === undefined || final.test(body.code);
  return isFinal
    ? { kind: 'refused', sentence, code: body.code, body }
    : { kind: 'photoProblem', sentence, body };
}

/** In English the service's own sentence, which says most; in other languages ours, or the photo's hint. @param {Body} body */
function sentenceOf({ code, error, detail, reasons, findings, photos }) {
  const known = text.failures[code ?? ''];
  if (known !== undefined) return known;
  const sentence = error ?? detail;
  if (language() === 'en') return sentence;
  const finding = findings?.[0] ?? photos?.flatMap((photo) => photo.findings ?? [])[0];
  return reasons?.[0]?.hintHi ?? (finding === undefined ? sentence : hintOf(finding));
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

/** @param {unknown} error */
function isLate(error) {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
