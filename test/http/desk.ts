/** A whole service for HTTP tests: the real engine, a database in a folder of its own, and short ways to call it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { loadConfig } from '../../src/config/index.js';
import { createContainer, type Container } from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import { multipartType, photoForm } from '../form-body.js';
import { databaseSettings } from '../servers/provide-server.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed, or undefined where the body is empty. */
  readonly body: unknown;
}

export interface Desk {
  readonly container: Container;
  readonly app: FastifyInstance;
  readonly logLines: string[];
  /** Of the SQLite file; there is none where the settings name a server. */
  readonly databasePath: string;
  readonly dataDir: string;
  call(options: InjectOptions): Promise<Answer>;
  register(form: { id?: string; image?: Uint8Array }): Promise<Answer>;
  verify(form: { id?: string; image?: Uint8Array }): Promise<Answer>;
  /** The ids in the list of registered users. */
  ids(): Promise<string[]>;
  /** Starts to listen; the port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a desk with one vision process; `env` overrides the settings. */
export async function openDesk(env: Record<string, string> = {}): Promise<Desk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'facedesk-http-'));
  const config = loadConfig({
    env: {
      FACEDESK_DATA_DIR: dataDir,
      FACEDESK_VISION_WORKERS: '1',
      ...(await databaseSettings()),
      ...env,
    },
  });
  const logLines: string[] = [];
  const log = createLogger({
    level: env['FACEDESK_LOG_LEVEL'] ?? 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const container = await createContainer(config, log);
  await container.vision.ready();
  const app = await container.buildApp();

  const call = async (options: InjectOptions): Promise<Answer> => {
    const { statusCode, headers, payload } = await app.inject(options);
    return {
      status: statusCode,
      headers,
      body: payload === '' ? undefined : (JSON.parse(payload) as unknown),
    };
  };
  const post = (url: string, form: { id?: string; image?: Uint8Array }): Promise<Answer> =>
    call({ method: 'POST', url, payload: photoForm(form), headers: { 'content-type': multipartType } });

  return {
    container,
    app,
    logLines,
    databasePath: join(dataDir, 'facedesk.sqlite'),
    dataDir,
    call,
    register: (form) => post('/register/', form),
    verify: (form) => post('/verify/', form),
    ids: async () => {
      const { body } = await call({ method: 'GET', url: '/register/' });
      return (body as { data: { id: string }[] }).data.map(({ id }) => id);
    },
    listen: async () => {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return (app.server.address() as { port: number }).port;
    },
    close: async () => {
      await app.close();
      await container.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
