/** Forks the process that vision-child.ts runs in: which file, which flags, which environment. Nothing is inherited by default. */
import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Pixels and tensors live outside V8's heap, so a child needs little of it. */
const heapLimitMb = 256;
/** A quarter of Node's own: a child's garbage is small, and what the young generation has grown to stays resident. */
const semiSpaceMb = 4;

/** What Node, the loader of shared libraries and temporary files need; no setting of the service, least of all a secret. */
const inheritedVariables = [
  ...['PATH', 'NODE_ENV', 'LANG', 'LC_ALL', 'TZ', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH'],
  ...['SystemRoot', 'windir', 'TEMP', 'TMP'],
];

/**
 * Starts a child that waits for its start message. Its stdout is dropped, its stderr is a pipe.
 * @throws where the system refuses at once; most refusals arrive as the child's 'error' event instead.
 */
export function forkChild(): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = new URL(fromSource ? './vision-child.ts' : './vision-child.js', import.meta.url);
  return fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [
      `--max-old-space-size=${heapLimitMb}`,
      `--max-semi-space-size=${semiSpaceMb}`,
      '--expose-gc',
      ...(fromSource ? typescriptLoader() : []),
    ],
    env: childEnvironment(process.env),
  });
}

function childEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = inheritedVariables.filter((name) => own[name] !== undefined);
  return {
    ...Object.fromEntries(inherited.map((name) => [name, own[name]])),
    // ONNX Runtime otherwise identifies the machine, reports each session to its maker and keeps a database for that at home.
    ORT_DISABLE_TELEMETRY: '1',
    // glibc opens an arena for every few threads, and freed pictures then stay resident in each of them.
    MALLOC_ARENA_MAX: '1',
    // Left to itself it also learns to keep blocks of up to 32 MB for later; pictures go back to the system at once.
    MALLOC_MMAP_THRESHOLD_: String(2 ** 20),
    MALLOC_TRIM_THRESHOLD_: String(8 * 2 ** 20),
  };
}

/** Resolved from here, because --import looks in the working directory, which may be anywhere. */
function typescriptLoader(): string[] {
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
