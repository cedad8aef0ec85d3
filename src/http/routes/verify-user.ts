/** POST /verify/: a claimed id and a photo in, whether they belong together out. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { isBlank } from '../../domain/subject-id.js';
import { originOf } from '../../services/attempts.js';
import type { Challenges } from '../../services/challenge.js';
import type { Verifying } from '../../services/verification.js';
import { actorOf } from '../actor.js';
import { readForm } from '../forms/read-form.js';
import type { BodyLimits } from '../forms/receive-body.js';
import { abortSignal } from './abort-signal.js';

export interface VerifyUserParts {
  readonly verification: Verifying;
  readonly challenges: Pick<Challenges, 'expect'>;
}

export function verifyUserRoute(
  app: FastifyInstance,
  { verification, challenges }: VerifyUserParts,
  limits: BodyLimits,
): void {
  app.post('/verify', { config: { scope: 'verify' } }, async (request, reply) => {
    const signal = abortSignal(reply);
    const {
      id,
      image,
      moreImages = [],
    } = await readForm(request.raw, limits, ['multipart/form-data', 'application/x-www-form-urlencoded']);
    if (isBlank(id) || image === undefined || image.length === 0)
      throw new FacedeskError('image_and_id_required');
    // Its form has no place for an answer to one.
    challenges.expect(undefined);
    const origin = originOf(request.caller, request.clientAddress);
    const answer = await verification.verify({ id, image, moreImages, origin, by: actorOf(request), signal });
    // Says what to do, and neither by which sign nor whether the face would have done.
    if (answer.outcome === 'uncertain' && answer.reason === 'attackSuspected')
      throw new FacedeskError('presentation_attack_suspected');
    // The API has one answer for every other kind of no; the reason is for the log alone.
    if (answer.outcome !== 'match') throw new FacedeskError('invalid_user');
    return reply.send({
      message: 'Image received successfully!',
      recognition: answer.subject.id,
      verified: true,
    });
  });
}
