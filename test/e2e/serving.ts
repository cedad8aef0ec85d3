/** Runs the built server as its users do, in a process of its own with a data folder of its own, and says how to reach and end it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/config/index.js';

export interface ServingOptions {
  readonly dataDir: string;
  /** Where the process stands, keeps its temporary files and has its home; the package's own folder unless told. */
  readonly workingFolder?: string;
  /** Settings by their environment names, beside those that every test server has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags behind "serve". */
  readonly flags?: readonly string[];
}

export interface Serving {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** The server's log so far. */
  readonly logLines: readonly string[];
  /** SIGKILL, for this one process; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** Where a machine cannot end a server in this time, the test has found something. */
const longestStopMs = 20_000;

/**
 * Starts the server on a free port with two vision processes, and resolves when it listens.
 * @throws Error with the server's own words where it ends before that, or is not built.
 */
export async function startServing({
  dataDir,
  workingFolder,
  env,
  flags = [],
}: ServingOptions): Promise<Serving> {
  if (!existsSync(join(packageRoot, 'dist', '.complete'))) throw new Error('Not built: run npm run build.');
  const child = spawn(process.execPath, [join(packageRoot, 'bin/facedesk.js'), 'serve', ...flags], {
    cwd: workingFolder ?? packageRoot,
    env: {
      ...surroundings(workingFolder),
      FACEDESK_PORT: '0',
      FACEDESK_DATA_DIR: dataDir,
      FACEDESK_VISION_WORKERS: '2',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logLines: string[] = [];
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const url = await Promise.race([
    listeningUrl(child, logLines),
    ended.then(([code, signal]) => {
      throw new Error(`The server ended (${signal ?? code}) before it listened: ${logLines.join('\n')}`);
    }),
  ]);
  return {
    url,
    pid: child.pid!,
    logLines,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), longestStopMs);
      const [code] = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}

/** The environment without any setting of ours. */
function surroundings(workingFolder: string | undefined): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('FACEDESK_'));
  const folders = workingFolder === undefined ? {} : { TMPDIR: workingFolder, HOME: workingFolder };
  return { ...Object.fromEntries(others), ...folders };
}

/** Reads both outputs for as long as the process lives, so that it never waits for a reader. */
function listeningUrl(child: ChildProcess, logLines: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        logLines.push(line);
        const url = /"url":"(https?:[^"]+)"/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
  });
}
