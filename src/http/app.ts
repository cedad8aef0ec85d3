/** Puts the HTTP side together: limits, what every request passes through, and the routes. It listens to nothing yet. */
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Config } from '../config/index.js';
import type { Logger } from '../observability/logger.js';
import type { Observing } from '../observability/observing.js';
import type { Enrolment } from '../services/enrolment.js';
import { maxListBytes } from '../services/imports/upload.js';
import type { Subjects } from '../services/subjects.js';
import type { Verifying } from '../services/verification.js';
import { answerBrokenConnection, installBrokenConnections } from './plugins/broken-connections.js';
import { type Authenticating, installCaller } from './plugins/caller.js';
import { installAudience } from './plugins/audience.js';
import { installClientAddress } from './plugins/client-address.js';
import { installCors } from './plugins/cors.js';
import { installCrossSiteGuard } from './plugins/cross-site-guard.js';
import { installEarlyAnswers } from './plugins/early-answers.js';
import { installErrors, sendError } from './plugins/errors.js';
import { installObserving } from './plugins/observing.js';
import { installAddressRateLimit, installKeyRateLimit } from './plugins/rate-limits.js';
import { installRequestLog, requestIdOf } from './plugins/request-log.js';
import { installSecurityHeaders } from './plugins/security-headers.js';
import { installShutdownGuard } from './plugins/shutdown-guard.js';
import type { UploadRoom } from './forms/upload-room.js';
import { installUploadRoom } from './plugins/upload-room.js';
import { installUnknownRoutes } from './plugins/unknown-routes.js';
import { apiDocumentRoutes } from './routes/api-documents.js';
import { deleteUserRoute } from './routes/delete-user.js';
import { healthRoutes, type ReadinessChecks } from './routes/health.js';
import { listUsersRoute } from './routes/list-users.js';
import { metricsRoute } from './routes/metrics.js';
import { pageRoutes } from './routes/pages.js';
import { registerUserRoute } from './routes/register-user.js';
import { verifyUserRoute } from './routes/verify-user.js';
import { serverOptions, type ServerCertificate } from './server.js';
import type { V1Services } from './v1/operations.js';
import { v1Routes } from './v1/routes.js';

export interface AppParts {
  readonly config: Config['http'];
  readonly importLimits: Pick<Config['imports'], 'maxArchiveBytes' | 'uploadTimeoutMs'>;
  readonly log: Logger;
  readonly keys: Authenticating;
  readonly enrolment: Enrolment;
  readonly verification: Verifying;
  readonly subjects: Subjects;
  readonly v1: V1Services;
  /** Of the service. */
  readonly version: string;
  readonly readiness: ReadinessChecks;
  readonly observing: Observing;
  /** Whether /metrics answers. */
  readonly metricsRoute: boolean;
  /** The folder with register.html, verify.html and assets. */
  readonly webDir: string;
  /** Whether those who run the service are answered here too. */
  readonly audience: Audience;
  /** Undefined for plain http. */
  readonly certificate: AppCertificate | undefined;
  /** Shared by all HTTP sides of a service. */
  readonly room: UploadRoom;
}

/** Public: people at a door, and not those who run the service. */
export type Audience = 'everybody' | 'public';

export interface AppCertificate extends ServerCertificate {
  readonly selfSigned: boolean;
}

/** The HTTP side for those who start and stop it. */
export type App = FastifyInstance;

export async function buildApp(parts: AppParts): Promise<App> {
  const { config } = parts;
  const app = createServer(parts);

  installErrors(app);
  installUnknownRoutes(app);
  installObserving(app, parts.observing);
  installRequestLog(app);
  installBrokenConnections(app);
  installEarlyAnswers(app);
  await installSecurityHeaders(app, { promisesTls: parts.certificate?.selfSigned === false });
  installShutdownGuard(app);
  await installCors(app, config.corsOrigins);
  installCrossSiteGuard(app, config.corsOrigins);
  installClientAddress(app, config.trustedProxies);
  installAddressRateLimit(app, config);
  installAudience(app, parts.audience);
  installCaller(app, parts.keys);
  installKeyRateLimit(app, config);

  installUploadRoom(app, parts.room);
  const limits = {
    room: parts.room,
    maxBytes: config.maxUploadBytes,
    // A little before the server cuts the connection, so that there is still somebody to answer.
    timeoutMs: Math.floor(config.requestTimeoutMs * 0.9),
  };
  registerUserRoute(app, parts.enrolment, limits);
  listUsersRoute(app, parts.subjects);
  verifyUserRoute(app, { verification: parts.verification, challenges: parts.v1.challenges }, limits);
  deleteUserRoute(app, parts.subjects, limits);
  v1Routes(app, parts.v1, {
    ...limits,
    streamed: {
      maxBytes: parts.importLimits.maxArchiveBytes + maxListBytes,
      timeoutMs: parts.importLimits.uploadTimeoutMs,
      silenceMs: config.requestTimeoutMs,
    },
  });
  healthRoutes(app, parts.readiness);
  if (parts.metricsRoute) metricsRoute(app, parts.observing.metrics);
  apiDocumentRoutes(app, parts.version);
  await pageRoutes(app, parts.webDir);
  return app;
}

function createServer({ config, log, certificate }: AppParts): FastifyInstance {
  // Named by Fastify's type, or the server's own type would carry pino's.
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    // Its own request lines hold the address, which can hold somebody's id.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    requestIdHeader: false,
    // An id of 255 characters of four bytes, each byte written as %XX.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 255 * 12 },
    return503OnClosing: false,
    ...serverOptions(config, certificate),
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
