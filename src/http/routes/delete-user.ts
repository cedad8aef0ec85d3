/** DELETE /register/: forgets a person. The id may come in the body or, since many proxies drop bodies here, in the query. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { isBlank } from '../../domain/subject-id.js';
import type { Subjects } from '../../services/subjects.js';
import { actorOf } from '../actor.js';
import { readForm } from '../forms/read-form.js';
import type { BodyLimits } from '../forms/receive-body.js';

export function deleteUserRoute(app: FastifyInstance, subjects: Subjects, limits: BodyLimits): void {
  app.delete('/register', { config: { scope: 'people:delete' } }, async (request, reply) => {
    const form = await readForm(request.raw, limits, [
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'application/json',
    ]);
    const id = form.id ?? idInQuery(request);
    if (isBlank(id)) throw new FacedeskError('id_required');
    const fileNames = await subjects.forget(id, actorOf(request));
    if (!prefersRepresentation(request)) return reply.code(204).send();
    return reply
      .header('preference-applied', 'return=representation')
      .send({ message: 'Data deleted successfully', files_deleted: fileNames });
  });
}

function idInQuery(request: FastifyRequest): string | undefined {
  return new URLSearchParams(request.url.split('?').slice(1).join('?')).getAll('id').at(-1);
}

/** RFC 7240: a 204 has no content, so whoever wants the list of files has to ask for it. */
function prefersRepresentation({ headers }: FastifyRequest): boolean {
  const preferences = [headers['prefer'] ?? []].flat().join(',').split(',');
  return preferences.some((one) => /^\s*return\s*=\s*"?representation"?\s*(;|$)/i.test(one));
}
