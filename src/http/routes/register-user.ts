/** POST /register/: a person's id and photo in, or several photos under the same name, "Data inserted successfully" out. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { isBlank } from '../../domain/subject-id.js';
import type { Enrolment } from '../../services/enrolment.js';
import type { ImageType } from '../../services/photo-examination.js';
import { actorOf } from '../actor.js';
import { readForm } from '../forms/read-form.js';
import type { BodyLimits } from '../forms/receive-body.js';
import { abortSignal } from './abort-signal.js';

export function registerUserRoute(app: FastifyInstance, enrolment: Enrolment, limits: BodyLimits): void {
  app.post('/register', { config: { scope: 'people:write' } }, async (request, reply) => {
    const signal = abortSignal(reply);
    const {
      id,
      image,
      moreImages = [],
      imagetype,
    } = await readForm(request.raw, limits, ['multipart/form-data', 'application/x-www-form-urlencoded']);
    if (isBlank(id) || image === undefined || image.length === 0)
      throw new FacedeskError('id_and_image_required');
    const images = [...moreImages.filter(({ length }) => length > 0), image];
    const imageType = imageTypeOf(imagetype);
    await enrolment.register({ id, images, imageType, by: actorOf(request), signal });
    return reply.code(201).send({ message: 'Data inserted successfully' });
  });
}

/** A form's imagetype, as the library's later service had it: clicked with a camera, unless told, or scanned from a card. */
function imageTypeOf(text = ''): ImageType {
  const word = text.trim();
  if (word === '' || word === 'clicked') return 'clicked';
  if (word === 'scanned') return 'scanned';
  throw new FacedeskError('image_type_unknown');
}
