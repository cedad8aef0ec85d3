/**
 * Where the database servers for tests are: on the PATH, where Debian installs them, or where scripts/test-servers.sh has
 * unpacked them. Nothing is fetched here.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../src/config/index.js';
import { requirement } from '../requirement.js';

export type ServerName = 'MariaDB' | 'PostgreSQL';

/** The folders that hold a server's programs, and what its libraries need to be found. */
export interface Installation {
  /** The folder above bin/ or sbin/. */
  readonly prefix: string;
  /** The server itself. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

const unpacked = join(packageRoot, '.cache', 'test-servers');
const programs = { MariaDB: 'mariadbd', PostgreSQL: 'postgres' } as const;

/**
 * Undefined where the server is not here, after a loud warning.
 * @throws Error where it is not here and FACEDESK_REQUIRE_ALL=1
 */
export function findServer(name: ServerName): Installation | undefined {
  const program = candidates(name).find((path) => existsSync(path));
  const remedy = 'Install it, or run scripts/test-servers.sh on Debian or Ubuntu.';
  if (!requirement(name, program !== undefined, remedy) || program === undefined) return undefined;
  const path = realpathSync(program);
  return { program: path, prefix: dirname(dirname(path)), env: environmentFor(path) };
}

function candidates(name: ServerName): string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = ['', unpacked].flatMap((root) => [
    join(root, '/usr/sbin'),
    ...versionFolders(join(root, '/usr/lib/postgresql')).map((version) => join(version, 'bin')),
  ]);
  return [...onPath, ...folders].map((folder) => join(folder, programs[name]));
}

/** Newest first. */
function versionFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(folder, version));
}

function environmentFor(program: string): NodeJS.ProcessEnv {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'Europe/Berlin' };
  if (!program.startsWith(unpacked)) return env;
  const machine = readdirSync(join(unpacked, 'usr/lib')).find((folder) => folder.endsWith('-linux-gnu'));
  const libraries = ['usr/lib', 'lib'].map((folder) => join(unpacked, folder, machine ?? ''));
  return { ...env, LD_LIBRARY_PATH: libraries.join(delimiter) };
}
