/**
 * The service's log: one JSON object per line. Photos, templates and keys are never handed to it, and what could slip in
 * with a header is blotted out here. People appear by the store's numbers, not by their ids.
 */
import { pino, type Logger } from 'pino';
import { currentSpan } from './tracing/trace-context.js';

export type { Logger };

const redact = ['authorization', '["x-api-key"]'].flatMap((name) => {
  const path = name.startsWith('[') ? name : `.${name}`;
  return [`headers${path}`, `*.headers${path}`, `*.*.headers${path}`];
});

export interface LoggerOptions {
  /** A pino level, or silent. */
  readonly level: string;
  /** Where the lines go; the process' standard output unless said otherwise. */
  readonly destination?: { write(line: string): void };
}

export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = { level, redact, mixin: traceOf };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** By which a line is found from a trace, and the other way round; nothing where none is under way. */
function traceOf(): { readonly traceId?: string } {
  const span = currentSpan();
  return span === undefined ? {} : { traceId: span.traceId };
}
