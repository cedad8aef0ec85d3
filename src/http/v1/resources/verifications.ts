/** /v1/verifications: is this the person who they say they are? */
import { type Static, Type } from 'typebox';
import type { Caller } from '../../../domain/access.js';
import { challengeFrames } from '../../../domain/attack/challenge.js';
import { FacedeskError } from '../../../domain/errors.js';
import { parseSubjectId } from '../../../domain/subject-id.js';
import type { Challenges } from '../../../services/challenge.js';
import type { Events } from '../../../services/events.js';
import { maxFrames } from '../../../services/frames.js';
import type { Verification, Verifying } from '../../../services/verification.js';
import { photoErrors } from '../framework/common-errors.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, subjectIdSchema } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import { outcomeSchema, receiptExample, receiptSchema } from '../schemas/verdict.js';

const verificationSchema = strictObject(
  {
    outcome: outcomeSchema,
    subject: Type.Optional(
      strictObject({ id: subjectIdSchema }, { description: 'Who it is, as registered; with a match only.' }),
    ),
    reason: Type.Optional(
      Type.String({ description: 'Why it is not a match; for keys with `scores:read`.' }),
    ),
    challenge: Type.Optional(
      Type.Enum(['passed', 'failed'], {
        description:
          'Whether the photos show what the challenge asked for. Where they do not, they are held against nobody.',
      }),
    ),
    receipt: Type.Optional(receiptSchema),
  },
  { title: 'Verification' },
);
type VerificationBody = Static<typeof verificationSchema>;

export const verify = declare({
  method: 'POST',
  path: '/v1/verifications',
  operationId: 'verify',
  tag: 'verifications',
  scope: 'verify',
  summary: 'Hold photos against an id',
  description:
    'Of several photos of the same moment the best is judged, which spares a person who blinked a second try. A face that is not ' +
    'the one of this id and an id that nobody has get the same answer in the same time: `nonMatch`. Keys with `scores:read` also ' +
    'get `uncertain`, which others see as `nonMatch`, the reason and the receipt.',
  body: {
    schema: strictObject({
      id: { ...subjectIdSchema, description: 'Who the person says they are.' },
      photos: Type.Array(photoSchema(), {
        minItems: 1,
        maxItems: challengeFrames.max,
        description: `One photo, or up to ${maxFrames} of the same moment; with a challenge, those that answer it.`,
      }),
      challenge: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 512,
          description: 'The token of a challenge: see `POST /v1/challenges`.',
        }),
      ),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: { id: 'B21CS042', photos: ['/9j/4AAQSkZJRg…'] },
  },
  answers: {
    200: {
      description: 'The verdict.',
      schema: verificationSchema,
      example: { outcome: 'match', subject: { id: 'B21CS042' }, receipt: receiptExample },
    },
  },
  errors: [
    ...photoErrors,
    'id_invalid',
    'too_many_frames',
    'image_repeated',
    'presentation_attack_suspected',
    'too_many_attempts',
    'attempts_locked',
    'challenge_required',
    'challenge_invalid',
    'challenge_frames_invalid',
  ],
  idempotent: true,
});

export interface VerificationResourceParts {
  readonly verification: Verifying;
  readonly challenges: Challenges;
  readonly events: Events;
}

export function verificationOperations(parts: VerificationResourceParts): Operation[] {
  const { verification, challenges, events } = parts;
  return [
    handle(verify, async ({ body: { id, photos, challenge }, caller, actor, origin, signal }) => {
      parseSubjectId(id);
      challenges.expect(challenge);
      if (challenge !== undefined) {
        const { outcome } = await challenges.judge({ token: challenge, frames: photos, signal });
        if (outcome === 'failed') {
          events.record({
            kind: 'verification.decided',
            outcome: 'nonMatch',
            reason: 'challengeFailed',
            measures: {},
            by: actor,
          });
          return { status: 200, body: { outcome: 'nonMatch', challenge: 'failed' } };
        }
      }
      // The first photo of a challenge shows the person as they are; the others are answers to it.
      const [image, ...moreImages] = challenge === undefined ? photos : photos.slice(0, 1);
      const verdict = await verification.verify({ id, image: image!, moreImages, origin, by: actor, signal });
      // Says what to do, and to nobody by which sign or whether the face would have done: the receipt is on the event.
      if (verdict.outcome === 'uncertain' && verdict.reason === 'attackSuspected')
        throw new FacedeskError('presentation_attack_suspected');
      return {
        status: 200,
        body: { ...toBody(verdict, caller), ...(challenge !== undefined && { challenge: 'passed' }) },
        ...(verdict.outcome === 'match' && { subjectNo: verdict.subject.subjectNo }),
      };
    }),
  ];
}

function toBody(verdict: Verification, { scopes }: Caller): VerificationBody {
  const { outcome, receipt } = verdict;
  const seesScores = scopes.has('scores:read');
  // Whoever may not see scores is not told either that they were near.
  if (outcome !== 'match' && !seesScores) return { outcome: 'nonMatch' };
  return {
    outcome,
    ...(outcome === 'match' ? { subject: { id: verdict.subject.id } } : { reason: verdict.reason }),
    ...(seesScores && { receipt: { ...receipt } }),
  };
}
