/** The command line's entry: reads the arguments, lets a command run, and turns a failure into a sentence and a code. */
import { type Command, CommanderError } from 'commander';
import { printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { failureOf, traceOf } from './failure.js';
import { answerFormat, isVerbose } from './global-options.js';
import { createProgram } from './program.js';

/** Runs one command; sets the process' exit code and never rejects. @param argv as in process.argv. */
export async function runCli(argv: readonly string[]): Promise<void> {
  endQuietlyWithReader();
  const program = createProgram();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, program);
  }
}

function report(error: unknown, program: Command): number {
  // Help and the version are thrown too, with exit code 0, after commander has printed them.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok.code;
  const { code, sentence, exitCode, findings } = failureOf(error);
  if (answerFormat(program) === 'json')
    printAnswer('json', { document: { error: sentence, code, ...(findings && { findings }) }, text: '' });
  if (!(error instanceof CommanderError)) process.stderr.write(`facedesk: ${sentence}\n`);
  if (isVerbose(program)) process.stderr.write(`${traceOf(error)}\n`);
  return exitCode;
}

/** `facedesk list | head` closes our stdout; that is no error. */
function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
