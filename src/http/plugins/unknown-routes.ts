/** Answers what no route takes: 405 with Allow, or the answer to OPTIONS, where the path is known, and 404 elsewhere. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';
import { pathOf } from '../error-body.js';

/** Has to be installed before the routes, whose paths it gathers. */
export function installUnknownRoutes(app: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>();

  app.addHook('onRoute', ({ method, url }) => {
    const methods = methodsByPath.get(pathOf(url)) ?? new Set<string>();
    for (const one of [method].flat()) methods.add(one);
    methodsByPath.set(pathOf(url), methods);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url);
    const methods = methodsOf(path, methodsByPath);
    if (methods === undefined) throw new FacedeskError('route_not_found');
    // A file that is missing from a folder of files is no question of methods.
    if (methods.has(request.method)) throw new FacedeskError('route_not_found');
    void reply.header('allow', [...methods, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') throw new FacedeskError('method_not_allowed');
    return reply.code(204).send();
  });
}

/** Those of the path itself, or of a path with parameters or of a folder that it matches. */
function methodsOf(path: string, known: ReadonlyMap<string, Set<string>>): Set<string> | undefined {
  const exact = known.get(path);
  if (exact !== undefined) return exact;
  const parts = path.split('/');
  const pattern = [...known.keys()].find((one) => matches(one.split('/'), parts));
  return pattern === undefined ? undefined : known.get(pattern);
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.at(-1) === '*') return parts.length >= pattern.length && parts[1] === pattern[1];
  return (
    pattern.length === parts.length &&
    pattern.every((one, index) => one === parts[index] || (one.startsWith(':') && parts[index] !== ''))
  );
}
