/** POST /v1/challenges: what a person has to do before the camera, so that a photo of them does not do. */
import { type Static, Type } from 'typebox';
import { challengeActions } from '../../../domain/attack/challenge.js';
import type { Challenges } from '../../../services/challenge.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, timeSchema } from '../schemas/common.js';

const challengeSchema = strictObject(
  {
    token: Type.String({ description: 'Sent back as `challenge` of a verification, once.' }),
    actions: Type.Array(Type.Enum([...challengeActions]), {
      description:
        'What the person has to do, in this order, after a first photo that shows them as they are.',
    }),
    expiresAt: timeSchema,
    minPhotos: Type.Integer({ minimum: 1 }),
    maxPhotos: Type.Integer({ minimum: 1 }),
  },
  { title: 'Challenge' },
);

const example: Static<typeof challengeSchema> = {
  token: 'mQ8u0eX2lYk1.1772438346000.turn_left.close_eyes.turn_right.cQ…',
  actions: ['turn_left', 'close_eyes', 'turn_right'],
  expiresAt: '2026-03-02T07:59:06.000Z',
  minPhotos: 4,
  maxPhotos: 16,
};

export const issueChallenge = declare({
  method: 'POST',
  path: '/v1/challenges',
  operationId: 'issueChallenge',
  tag: 'challenges',
  scope: 'verify',
  summary: 'Ask for a challenge',
  description:
    'Draws what the person has to do. Take photos meanwhile, not mirrored, and send them in their order with the token to ' +
    '`POST /v1/verifications`. Nothing is stored, and the token counts once.',
  answers: { 201: { description: 'What to do.', schema: challengeSchema, example } },
  errors: [],
});

export function challengeOperations({ challenges }: { readonly challenges: Challenges }): Operation[] {
  return [
    handle(issueChallenge, async () => {
      const { token, actions, expiresAt, minFrames, maxFrames } = challenges.issue();
      return {
        status: 201,
        body: {
          token,
          actions: [...actions],
          expiresAt: expiresAt.toISOString(),
          minPhotos: minFrames,
          maxPhotos: maxFrames,
        },
      };
    }),
  ];
}
