/** Reads the URL of a database server. Whatever is wrong with it is said without repeating any of it: it holds a password. */
import { readFileSync } from 'node:fs';
import { StoreSetupError } from '../store-setup-error.js';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Undefined where the URL has none. */
  readonly password: string | undefined;
  readonly database: string;
  /** The connections that one process may hold at the same time. */
  readonly connections: number;
  /** Undefined where the connection is not to be encrypted. */
  readonly tls: Tls | undefined;
}

/** Certificates and keys as PEM. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Whether a trusted authority has to have signed the server's certificate. */
  readonly rejectUnauthorized: boolean;
  /** Whether the certificate has to name the host of the URL. */
  readonly verifyIdentity: boolean;
}

export interface ServerUrlForm {
  readonly defaultPort: number;
  /** Shown where a URL cannot be used. */
  readonly example: string;
}

const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'connections'];
const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'];
const defaultConnections = 8;
const maxConnections = 64;

/** @throws StoreSetupError */
export function parseServerUrl(text: string, { defaultPort, example }: ServerUrlForm): ServerAddress {
  const refuse = (problem: string): never => {
    throw new StoreSetupError(`The database URL ${problem}; it should look like ${example}.`);
  };
  const url = URL.canParse(text) ? new URL(text) : refuse('cannot be read');
  for (const name of url.searchParams.keys()) {
    if (!parameters.includes(name)) refuse(`has a parameter that is not one of ${parameters.join(', ')}`);
  }
  const database = decoded(url.pathname.slice(1)) ?? '';
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (user === undefined || password === undefined) refuse('holds a % that is not written as %25');
  if (url.hostname === '' || user === '') refuse('has no host or no user');
  if (database === '' || database.includes('/')) refuse('names no database');
  const connections = Number(url.searchParams.get('connections') ?? defaultConnections);
  if (!Number.isInteger(connections) || connections < 1 || connections > maxConnections) {
    refuse(`asks for connections other than 1 to ${maxConnections}`);
  }
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  if (!sslModes.includes(mode)) refuse(`has an sslmode other than ${sslModes.join(', ')}`);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? defaultPort : Number(url.port),
    user: user!,
    password: password === '' ? undefined : password,
    database,
    connections,
    tls: mode === 'disable' ? undefined : tlsOptions(mode, url.searchParams),
  };
}

function tlsOptions(mode: string, given: URLSearchParams): Tls {
  const [ca, cert, key] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => pem(name, given.get(name)));
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: mode !== 'require',
    verifyIdentity: mode === 'verify-full',
  };
}

function pem(parameter: string, path: string | null): string | undefined {
  if (path === null) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StoreSetupError(`The file that ${parameter} of the database URL names cannot be read.`);
  }
}

/** Undefined where it is wrongly encoded. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** True where what is sent to the server can be read by whoever is on the network between. */
export function isExposed({ host, tls }: ServerAddress): boolean {
  return tls === undefined && host !== 'localhost' && host !== '::1' && !/^127\./.test(host);
}
