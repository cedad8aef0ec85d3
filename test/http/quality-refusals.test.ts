/** POST /register/: what a refused photo's answer says, and what `imagetype` changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../faces.js';
import { multipart, multipartType } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facedesk-policy-'));
  const policyFile = join(folder, 'quality.json');
  // A grey photo is refused, unless it was scanned from a card.
  writeFileSync(policyFile, JSON.stringify({ enrolment: { naturalColour: 5, interEyeDistance: 60 } }));
  desk = await openDesk({ FACEDESK_QUALITY_POLICY_FILE: policyFile });
});
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

async function register(id: string, image: Buffer, imagetype?: string) {
  const payload = multipart(
    { name: 'id', content: id },
    ...(imagetype === undefined ? [] : [{ name: 'imagetype', content: imagetype }]),
    { name: 'image', content: image, fileName: 'photo.jpg' },
  );
  const headers = { 'content-type': multipartType };
  return desk.call({ method: 'POST', url: '/register/', payload, headers });
}

const greyAndSmall = async (): Promise<Buffer> =>
  sharp(await face('dora'))
    .resize(180)
    .greyscale()
    .jpeg()
    .toBuffer();

test('a refusal names every reason with its code, sentence and hint, the first also as the error', async () => {
  const { status, body } = await register('Q1', await greyAndSmall());
  const tooSmall = 'The face is too small. Move closer to the camera.';
  const noColour = 'The photo has no natural colours. Send a colour photo, without a filter.';
  expect([status, body]).toEqual([
    400,
    {
      error: tooSmall,
      code: 'face_too_small',
      reasons: [
        { code: 'face_too_small', error: tooSmall, hint: 'Move closer', hintHi: 'पास आइए' },
        {
          code: 'photo_without_colour',
          error: noColour,
          hint: 'Use a colour photo',
          hintHi: 'रंगीन फ़ोटो दीजिए',
        },
      ],
    },
  ]);
  expect(await desk.ids()).toEqual([]);
});

test('an unknown imagetype is refused, and nothing is stored', async () => {
  const { status, body } = await register('Q2', await face('anna'), 'painted');
  expect([status, body]).toMatchObject([400, { code: 'image_type_unknown' }]);
  expect(await desk.ids()).toEqual([]);
});

test('imagetype=scanned has a policy of its own; clicked is the default', async () => {
  expect(await register('Q3', await greyAndSmall(), 'clicked')).toMatchObject({ status: 400 });
  expect(await register('Q3', await greyAndSmall(), 'scanned')).toMatchObject({ status: 201 });
  expect(await desk.ids()).toEqual(['Q3']);
});
