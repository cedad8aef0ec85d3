/**
 * Where the service listens: one place for everything, or one for people at a door and one for those who run it. Each has an
 * HTTP side of its own; a new certificate takes the place of the old one in both without a connection being lost.
 */
import { chmod, rm, stat } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import {
  ConfigError,
  exposureProblem,
  mayServeWithoutKeys,
  parseEndpoint,
  type Config,
  type Endpoint,
} from '../config/index.js';
import type { App, Audience } from '../http/app.js';
import type { Certificate } from './certificate.js';

export interface Listener {
  readonly audience: Audience;
  readonly app: App;
  /** http://127.0.0.1:8000, https://…, or unix:/run/facedesk/admin.sock */
  readonly url: string;
}

export interface ListenerParts {
  readonly config: Config['http'];
  readonly certificate: Certificate | undefined;
  /** A socket that a service manager opened for the first listener. */
  readonly socketFd: number | undefined;
  /** Whether callers are let in without a key, because there is none. */
  readonly keyless: boolean;
  readonly buildApp: (audience: Audience, certificate: Certificate | undefined) => Promise<App>;
}

/** Only the service's own user and group speak to its Unix socket. */
const socketMode = 0o660;

/**
 * Builds the HTTP sides and listens. Whatever cannot be listened on ends those that do already.
 * @throws ConfigError where another machine would be let in without a key; Node's error where an address cannot be listened on
 */
export async function openListeners(parts: ListenerParts): Promise<Listener[]> {
  const { config, certificate, socketFd, buildApp } = parts;
  const { host, port, adminListen } = config;
  const opened: Listener[] = [];
  const open = async (audience: Audience, endpoint: Endpoint, fd?: number) => {
    const isLocal = 'path' in endpoint;
    const app = await buildApp(audience, isLocal ? undefined : certificate);
    if (isLocal) await removeStaleSocket(endpoint.path);
    // Node listens on what was handed over, if anything was, and looks at the address only where not.
    await app.listen({ ...endpoint, ...(fd !== undefined && { fd }) });
    if (isLocal) await chmod(endpoint.path, socketMode);
    opened.push({ audience, app, url: urlOf(app, isLocal ? undefined : certificate) });
    if (parts.keyless) refuseExposure(app, config);
  };
  try {
    if (adminListen !== undefined) await open('everybody', parseEndpoint(adminListen));
    await open(adminListen === undefined ? 'everybody' : 'public', { host, port }, socketFd);
  } catch (error) {
    await Promise.all(opened.map(({ app }) => app.close()));
    throw error;
  }
  return opened.reverse();
}

/** New connections are made with this certificate; those that stand go on with theirs. */
export function renewCertificate(listeners: readonly Listener[], { cert, key }: Certificate): void {
  for (const { app } of listeners)
    if (app.server instanceof TlsServer) app.server.setSecureContext({ cert, key });
}

/** A socket that a service manager opened can be reached from elsewhere than the settings say. */
function refuseExposure(app: App, config: Config['http']): void {
  const address = app.server.address();
  if (address === null || typeof address === 'string') return;
  if (!mayServeWithoutKeys({ ...config, host: address.address })) throw exposureProblem();
}

/** What a killed service left behind; one that still answers is another service's. */
async function removeStaleSocket(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket())
    throw new ConfigError([
      `FACEDESK_ADMIN_LISTEN names ${path}, where something else lies that is no socket`,
    ]);
  const answered = await new Promise<boolean>((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
  if (answered) throw new ConfigError([`FACEDESK_ADMIN_LISTEN names ${path}, where another service listens`]);
  await rm(path, { force: true });
}

function urlOf(app: App, certificate: Certificate | undefined): string {
  const address = app.server.address() as AddressInfo | string;
  if (typeof address === 'string') return `unix:${address}`;
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${certificate === undefined ? 'http' : 'https'}://${host}:${address.port}`;
}
