/** Asks a command for the encryption key, for those who keep it in a vault or a key management service. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { EncryptionKeyError } from './encryption-key-error.js';

/** A vault that has not answered by then will not. */
const timeoutMs = 10_000;
const source = 'FACEDESK_ENCRYPTION_KEY_COMMAND';

/**
 * What the command writes to stdout. It runs without a shell; its stderr is the service's own, so that its complaints are
 * read by the operator and by nobody else.
 * @throws EncryptionKeyError
 */
export async function runKeyCommand(command: string): Promise<string> {
  const [program = '', ...args] = wordsOf(command);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const [outcome, output] = await Promise.all([ended, text(child.stdout)]).catch((cause: unknown) => {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new EncryptionKeyError(`${source} cannot be run (${code}). Name a program with its whole path.`);
  });
  if (outcome === 0) return output;
  const reason =
    typeof outcome === 'number' ? `exit code ${outcome}` : `${outcome}, after ${timeoutMs} ms at most`;
  throw new EncryptionKeyError(`${source} failed (${reason}), so there is no encryption key to start with.`);
}

/** Words between spaces, or a JSON array of words where one of them holds a space. */
function wordsOf(command: string): string[] {
  if (!command.trimStart().startsWith('[')) return command.trim().split(/\s+/);
  const words = parseJson(command);
  if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string'))
    return words;
  throw new EncryptionKeyError(
    `${source} has to be words with spaces between them, or a JSON array of texts.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Its message would quote the command, which can hold a token.
    return undefined;
  }
}
