/** POST /register/: a person's id and photo in, "Data inserted successfully" out. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { isBlank } from '../../domain/subject-id.js';
import type { Enrolment } from '../../services/enrolment.js';
import { readForm } from '../forms/read-form.js';
import type { BodyLimits } from '../forms/receive-body.js';
import { abortSignal } from './abort-signal.js';

export function registerUserRoute(app: FastifyInstance, enrolment: Enrolment, limits: BodyLimits): void {
  app.post('/register', async (request, reply) => {
    const signal = abortSignal(reply);
    const { id, image } = await readForm(request.raw, limits, [
      'multipart/form-data',
      'application/x-www-form-urlencoded',
    ]);
    if (isBlank(id) || image === undefined || image.length === 0)
      throw new FacedeskError('id_and_image_required');
    await enrolment.register({ id, image, signal });
    return reply.code(201).send({ message: 'Data inserted successfully' });
  });
}
