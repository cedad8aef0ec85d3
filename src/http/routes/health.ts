/** /livez says that the process answers; /readyz says whether it can do its work, and if not, which part cannot. */
import type { FastifyInstance } from 'fastify';

/** Checks by name; one that resolves to false or rejects has failed. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<boolean>>>;

/** A part that does not answer in this time counts as failed, so that a hanging database cannot hang the check. */
const checkTimeoutMs = 1500;

export function healthRoutes(app: FastifyInstance, checks: ReadinessChecks): void {
  const open = { config: { open: true as const, unlimited: true as const } };

  app.get('/livez', open, async () => ({ status: 'ok' }));

  app.get('/readyz', open, async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, (await passes(check)) ? 'ok' : 'failed']),
    );
    const ready = results.every(([, result]) => result === 'ok');
    if (!ready) void reply.code(503).header('retry-after', '1');
    return reply.send({
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results) as object,
    });
  });
}

async function passes(check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, checkTimeoutMs, false);
  });
  const checked = check().catch(() => false);
  return Promise.race([checked, late]).finally(() => clearTimeout(timer));
}
