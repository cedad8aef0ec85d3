/** Puts the HTTP side together: limits, what every request passes through, and the routes. It listens to nothing yet. */
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Config } from '../config/index.js';
import type { Logger } from '../observability/logger.js';
import type { Enrolment } from '../services/enrolment.js';
import type { Subjects } from '../services/subjects.js';
import type { Verifying } from '../services/verification.js';
import { installApiKey } from './plugins/api-key.js';
import { answerBrokenConnection, installBrokenConnections } from './plugins/broken-connections.js';
import { installCrossSiteGuard } from './plugins/cross-site-guard.js';
import { installEarlyAnswers } from './plugins/early-answers.js';
import { installErrors, sendError } from './plugins/errors.js';
import { installRequestLog, requestIdOf } from './plugins/request-log.js';
import { installSecurityHeaders } from './plugins/security-headers.js';
import { installShutdownGuard } from './plugins/shutdown-guard.js';
import { installUnknownRoutes } from './plugins/unknown-routes.js';
import { deleteUserRoute } from './routes/delete-user.js';
import { healthRoutes, type ReadinessChecks } from './routes/health.js';
import { listUsersRoute } from './routes/list-users.js';
import { pageRoutes } from './routes/pages.js';
import { registerUserRoute } from './routes/register-user.js';
import { verifyUserRoute } from './routes/verify-user.js';

export interface AppParts {
  readonly config: Config['http'];
  readonly log: Logger;
  readonly enrolment: Enrolment;
  readonly verification: Verifying;
  readonly subjects: Subjects;
  readonly readiness: ReadinessChecks;
  /** The folder with register.html, verify.html and assets. */
  readonly webDir: string;
}

/** The HTTP side for those who start and stop it. */
export type App = FastifyInstance;

export async function buildApp(parts: AppParts): Promise<App> {
  const { config } = parts;
  const app = createServer(parts);

  installErrors(app);
  installUnknownRoutes(app);
  installRequestLog(app);
  installBrokenConnections(app);
  installEarlyAnswers(app);
  await installSecurityHeaders(app);
  installShutdownGuard(app);
  installCrossSiteGuard(app);
  installApiKey(app, config.apiKeys);

  const limits = {
    maxBytes: config.maxUploadBytes,
    // A little before the server cuts the connection, so that there is still somebody to answer.
    timeoutMs: Math.floor(config.requestTimeoutMs * 0.9),
  };
  registerUserRoute(app, parts.enrolment, limits);
  listUsersRoute(app, parts.subjects);
  verifyUserRoute(app, parts.verification, limits);
  deleteUserRoute(app, parts.subjects, limits);
  healthRoutes(app, parts.readiness);
  await pageRoutes(app, parts.webDir);
  return app;
}

function createServer({ config, log }: AppParts): FastifyInstance {
  // Named by Fastify's type, or the server's own type would carry pino's.
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    // Its own request lines hold the address, which can hold somebody's id.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true },
    requestTimeout: config.requestTimeoutMs,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: 0,
    return503OnClosing: false,
    http: {
      // Node applies no time limit to bodies unless this is at most requestTimeout.
      headersTimeout: Math.min(10_000, config.requestTimeoutMs),
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
    },
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-request-id', request.id);
      void sendError(error, request, reply);
    },
    clientErrorHandler: answerBrokenConnection,
  });
  // Bodies are read by the routes themselves, under one limit for all of it: see forms/.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  return app;
}
