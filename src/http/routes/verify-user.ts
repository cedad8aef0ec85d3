/** POST /verify/: a claimed id and a photo in, whether they belong together out. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { isBlank } from '../../domain/subject-id.js';
import type { Verifying } from '../../services/verification.js';
import { readForm } from '../forms/read-form.js';
import type { BodyLimits } from '../forms/receive-body.js';
import { abortSignal } from './abort-signal.js';

export function verifyUserRoute(app: FastifyInstance, verification: Verifying, limits: BodyLimits): void {
  app.post('/verify', async (request, reply) => {
    const signal = abortSignal(reply);
    const { id, image } = await readForm(request.raw, limits, [
      'multipart/form-data',
      'application/x-www-form-urlencoded',
    ]);
    if (isBlank(id) || image === undefined || image.length === 0)
      throw new FacedeskError('image_and_id_required');
    const answer = await verification.verify({ id, image, signal });
    // The API has one answer for every kind of no; the reason is for the log alone.
    if (answer.outcome !== 'match') throw new FacedeskError('invalid_user');
    return reply.send({
      message: 'Image received successfully!',
      recognition: answer.subject.id,
      verified: true,
    });
  });
}
