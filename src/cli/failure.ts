/** Turns whatever went wrong into one sentence and an exit code. The stack is for --verbose alone. */
import { CommanderError } from 'commander';
import { FacedeskError as ClientError } from 'facedesk-client';
import { ConfigError } from '../config/index.js';
import { FacedeskError } from '../domain/errors.js';
import { EvaluationInputError } from '../services/evaluation-input.js';
import { ExportFileError } from '../services/moving/export-format.js';
import { PhotoSourceError } from '../services/moving/photo-source.js';
import { type ExitCode, exitCodeOf, exitCodeOfStatus, exitCodes } from './exit-codes.js';
import { causeCodeOf, isDistrust } from './unreachable.js';
import { UsageError } from './usage-error.js';

export interface Failure {
  /** A stable word for scripts, as in the error table where it is one of its codes. */
  readonly code: string;
  readonly sentence: string;
  readonly exitCode: ExitCode;
  /** What a person can put right about a photo; absent where there is nothing. */
  readonly findings?: readonly { readonly code: string; readonly text: string }[];
}

export function failureOf(error: unknown): Failure {
  if (error instanceof FacedeskError) {
    const { code, findings } = error;
    const sentence = [error.message, ...findings.slice(1).map(({ text }) => text)].join(' ');
    return { code, sentence, exitCode: exitCodeOf(error), ...(findings.length > 0 && { findings }) };
  }
  // A service elsewhere said so, or could not be asked.
  if (error instanceof ClientError) {
    const { code, status, findings, requestId } = error;
    const searched = status >= 500 && requestId !== undefined ? ` Its log has more under ${requestId}.` : '';
    const sentence =
      [error.message, ...findings.slice(1).map(({ text }) => text)].join(' ') + searched + distrust(error);
    return { code, sentence, exitCode: exitCodeOfStatus(status), ...(findings.length > 0 && { findings }) };
  }
  if (error instanceof EvaluationInputError) {
    return { code: 'evaluation_input_invalid', sentence: error.message, exitCode: exitCodes.refused.code };
  }
  if (error instanceof ExportFileError) {
    return { code: 'export_unusable', sentence: error.message, exitCode: exitCodes.refused.code };
  }
  if (error instanceof PhotoSourceError) {
    return { code: 'photos_unusable', sentence: error.message, exitCode: exitCodes.usage.code };
  }
  if (error instanceof ConfigError) {
    return { code: 'settings_invalid', sentence: error.message, exitCode: exitCodes.usage.code };
  }
  // The classes of store and sealing are out of reach here; their messages are sentences that say what to do.
  if (error instanceof Error && error.name === 'StoreSetupError') {
    return { code: 'store_unusable', sentence: error.message, exitCode: exitCodes.unavailable.code };
  }
  if (error instanceof Error && error.name === 'BackupError') {
    return { code: 'backup_unusable', sentence: error.message, exitCode: exitCodes.refused.code };
  }
  if (error instanceof Error && error.name === 'EncryptionKeyError') {
    return {
      code: 'encryption_key_unusable',
      sentence: error.message,
      exitCode: exitCodes.unavailable.code,
    };
  }
  // Out of reach too; its messages are sentences for whoever installs model packs.
  if (error instanceof Error && error.name === 'ModelPackError') {
    return { code: 'model_pack_unusable', sentence: error.message, exitCode: exitCodes.usage.code };
  }
  if (isListenError(error)) {
    const sentence = `The service cannot listen on ${error.address} port ${error.port} (${error.code}). Choose another with --host and --port.`;
    return { code: 'cannot_listen', sentence, exitCode: exitCodes.unavailable.code };
  }
  if (error instanceof UsageError || error instanceof CommanderError) {
    const sentence = error.message.replace(/^error: /, '');
    return { code: 'usage', sentence, exitCode: exitCodes.usage.code };
  }
  const sentence = 'Something went wrong inside facedesk. Run the command again with --verbose to see where.';
  return { code: 'internal', sentence, exitCode: exitCodes.internal.code };
}

/** For a service whose certificate stands in the way. */
function distrust(error: ClientError): string {
  const code = error.code === 'unreachable' ? causeCodeOf(error.cause) : '';
  if (!isDistrust(code)) return '';
  return ` Its certificate is not trusted (${code}); "facedesk profile add" takes it with --ca.`;
}

interface ListenError {
  readonly code: string;
  readonly address: string;
  readonly port: number;
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen' && 'port' in error;
}

/** Everything known about an error, its causes included; for --verbose. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = error instanceof FacedeskError ? error.context.detail : undefined;
  const own = [error.stack ?? error.message, ...(detail === undefined ? [] : [`detail: ${detail}`])];
  return [...own, ...(error.cause === undefined ? [] : [`caused by ${traceOf(error.cause)}`])].join('\n');
}
