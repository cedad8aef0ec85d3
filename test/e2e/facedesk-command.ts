/** Runs the command line as a user does, in a process of its own: the built one where there is one, else the sources. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../../src/config/index.js';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const fromSources = `
  const { runCli } = await import('./src/cli/main.ts');
  await runCli([process.argv[0], 'facedesk', ...process.argv.slice(1)]);
`;

/** Starts a command with these settings, and without any of the surrounding environment. */
export function startFacedesk(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  const built = existsSync(join(packageRoot, 'dist', '.complete'));
  const program = built
    ? [join(packageRoot, 'bin/facedesk.js')]
    : ['--import', 'tsx', '--input-type=module', '-e', fromSources, '--'];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('FACEDESK_')),
  );
  return spawn(process.execPath, [...program, ...args], {
    cwd: packageRoot,
    env: { ...env, ...settings },
    stdio: [stdin, 'pipe', 'pipe'],
  });
}

export async function facedesk(...args: readonly string[]): Promise<Ended> {
  return facedeskWith({}, ...args);
}

export async function facedeskWith(
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  return endOf(startFacedesk(args, settings));
}

/** With a text on stdin. */
export async function facedeskReading(
  stdin: string,
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const child = startFacedesk(args, settings, 'pipe');
  child.stdin!.end(stdin);
  return endOf(child);
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  return { exitCode, stdout, stderr };
}
