/**
 * Enrols a folder of photos named after their ids, verifies and identifies the person of another photo, and shows the events.
 * Run: DESK_KEY=fdk_… npx tsx examples/desk.ts http://127.0.0.1:8000 photos/ camera.jpg B21CS042
 */
import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { Facedesk, FacedeskError, type FailureCode } from 'facedesk-client';

const [url = '', folder = '', photo = '', claimed = ''] = process.argv.slice(2);
const facedesk = new Facedesk({ url, key: process.env['DESK_KEY'] });

/** What there is to do about a refusal, where it is something else than the service says itself. */
const remedies: Partial<Record<FailureCode, string>> = {
  subject_already_exists: 'Somebody has this id already.',
  face_already_enrolled: 'This face is registered under another id.',
  too_many_attempts: 'Too many tries with this id.',
  attempts_locked: 'Too many tries with this id. Somebody with a desk key has to unlock it.',
  api_key_required: 'Set DESK_KEY.',
  api_key_invalid: 'DESK_KEY is no valid key.',
  scope_missing: 'DESK_KEY may not do this.',
  unreachable: `Nobody answers at ${url}.`,
};

function adviceFor(error: unknown): string {
  if (!(error instanceof FacedeskError)) throw error;
  const { code, findings, retryAfterS, message, requestId } = error;
  // About the photo: everything that the person in front of the camera can put right.
  if (findings.length > 0) return findings.map(({ text }) => text).join(' ');
  const again = retryAfterS === undefined ? '' : ` Try again in ${retryAfterS} s.`;
  return `${remedies[code] ?? `${message} [${code}, request ${requestId}]`}${again}`;
}

try {
  const [newest] = (await facedesk.events.list({ limit: 1 }).page()).items;
  for (const name of (await readdir(folder)).sort()) {
    const id = parse(name).name;
    const enrolled = facedesk.subjects.create({ id, photos: [join(folder, name)] });
    console.log(`${id}: ${await enrolled.then(() => 'enrolled', adviceFor)}`);
  }
  const { outcome } = await facedesk.verify({ id: claimed, photos: [photo] });
  console.log(`Is this ${claimed}? ${outcome === 'match' ? 'Yes.' : 'No.'}`);
  const [likely] = await facedesk.identify({ photo });
  console.log(`Who is it? ${likely?.passes === true ? likely.subject.id : 'Nobody who is enrolled.'}`);
  for await (const { kind, outcome: how = '', subject } of facedesk.events.stream({
    after: newest?.id ?? '0',
  })) {
    console.log(`event: ${kind} ${how} ${subject?.id ?? ''}`.trimEnd());
    // A program that watches for good leaves this out.
    if (kind === 'identification.decided') break;
  }
} catch (error) {
  console.error(adviceFor(error));
  process.exitCode = 1;
}
