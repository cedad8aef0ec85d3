/**
 * A throw-away database server for tests: its own data in a temporary folder, its own free port on this machine, started
 * and ended by the test that wants it. Ends no process but its own.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { descendantsOf } from '../e2e/processes.js';
import { findServer, type Installation, type ServerName } from './find-server.js';
import { mariadb } from './mariadb.js';
import { postgres } from './postgres.js';

export type Row = Record<string, unknown>;
export type Parameter = string | number | Uint8Array | null;

/** What differs between the servers. */
export interface ServerKind {
  readonly name: ServerName;
  /** Undefined for the user who runs the tests. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** Program and arguments that fill an empty data folder, and then those that run the server. */
  initialise(place: Place): readonly [string, readonly string[]];
  run(place: Place): readonly [string, readonly string[]];
  readonly stopSignal: NodeJS.Signals;
  urlOf(port: number, database: string): string;
  /** The database that a fresh server has. */
  readonly firstDatabase: string;
  connect(url: string): Promise<Connection>;
  /** Drops a database, whoever is connected to it. */
  dropDatabase(database: string): string;
  /** Program and arguments that write a whole database as text to standard output, binary values in hexadecimal. */
  dump(place: Place, database: string): readonly [string, readonly string[]];
}

/** Another program's connection. Times are read and written as UTC text. */
export interface Connection {
  /** @param text with ? for parameters */
  query(text: string, parameters: readonly Parameter[]): Promise<Row[]>;
  end(): Promise<void>;
}

export interface Place {
  readonly installation: Installation;
  readonly folder: string;
  readonly port: number;
  /** Whether the server waits for the disk, as it has to wherever power can fail; without it tests are several times faster. */
  readonly disk: 'synced' | 'cached';
}

export const kinds = { MariaDB: mariadb, PostgreSQL: postgres };
/** A server that is not up by then never will be; the machine may be busy. */
const longestStartMs = 30_000;

export class TestServer {
  #process: ChildProcess | undefined;
  #databases = 0;

  private constructor(
    readonly kind: ServerKind,
    private readonly place: Place,
  ) {}

  /** @throws Error where the server is not installed; ask findServer before. */
  static async start(name: ServerName, disk: Place['disk'] = 'synced'): Promise<TestServer> {
    const installation = findServer(name);
    if (installation === undefined) throw new Error(`${name} is not here.`);
    const kind = kinds[name];
    const folder = mkdtempSync(join(tmpdir(), 'facedesk-db-'));
    if (kind.user !== undefined) chownSync(folder, kind.user.uid, kind.user.gid);
    const place = { installation, folder, port: await freePort(), disk };
    const [program, args] = kind.initialise(place);
    const made = spawnSync(program, args, { env: installation.env, encoding: 'utf8', ...kind.user });
    if (made.status !== 0) throw new Error(`${name} could not make its data folder: ${made.stderr}`);
    const server = new TestServer(kind, place);
    await server.startAgain();
    return server;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  urlOf(database: string): string {
    return this.kind.urlOf(this.place.port, database);
  }

  /** Runs a statement as the administrator of the server. */
  sql(text: string, ...parameters: readonly Parameter[]): Promise<Row[]> {
    return this.sqlIn(this.urlOf(this.kind.firstDatabase), text, ...parameters);
  }

  /** Runs a statement in a database, over a connection of its own. */
  async sqlIn(url: string, text: string, ...parameters: readonly Parameter[]): Promise<Row[]> {
    const connection = await this.kind.connect(url);
    try {
      return await connection.query(text, parameters);
    } finally {
      await connection.end();
    }
  }

  /** An empty database; its URL. */
  async createDatabase(name = `facedesk_${++this.#databases}`): Promise<string> {
    await this.sql(`CREATE DATABASE ${name}`);
    return this.urlOf(name);
  }

  async dropDatabase(url: string): Promise<void> {
    await this.sql(this.kind.dropDatabase(new URL(url).pathname.slice(1)));
  }

  /** The database as the server's own tool backs it up. @throws Error where the tool is not here, or fails */
  dump(url: string): string {
    const { installation } = this.place;
    const [program, args] = this.kind.dump(this.place, new URL(url).pathname.slice(1));
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      env: installation.env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
    return stdout;
  }

  /** Every file of the server: tables, logs, whatever it keeps. */
  get dataFolder(): string {
    return join(this.place.folder, 'data');
  }

  /** Starts on the same data and port, and resolves when the server answers. */
  async startAgain(): Promise<void> {
    const deadline = Date.now() + longestStartMs;
    let output = '';
    for (;;) {
      if (this.#process === undefined || hasEnded(this.#process)) {
        const [program, args] = this.kind.run(this.place);
        const { env } = this.place.installation;
        this.#process = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...this.kind.user });
        for (const stream of [this.#process.stdout!, this.#process.stderr!])
          stream.on('data', (data: Buffer) => (output = (output + data.toString()).slice(-4000)));
      }
      const answered = await this.sql('SELECT 1').then(
        () => true,
        () => false,
      );
      if (answered) return;
      if (Date.now() > deadline) throw new Error(`${this.kind.name} did not start: ${output}`);
      await setTimeout(50);
    }
  }

  /** SIGKILL for the server's own process. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops the server, with its own children, from answering without ending it. */
  freeze(): void {
    this.#signalAll('SIGSTOP');
  }

  thaw(): void {
    this.#signalAll('SIGCONT');
  }

  /** Ends the server and removes its data. */
  async dispose(): Promise<void> {
    await this.#end(this.kind.stopSignal);
    rmSync(this.place.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #signalAll(signal: NodeJS.Signals): void {
    for (const pid of [this.pid, ...descendantsOf(this.pid)]) process.kill(pid, signal);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#process!;
    if (hasEnded(server)) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
