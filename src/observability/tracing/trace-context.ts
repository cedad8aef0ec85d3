/**
 * Which trace the work under way belongs to, as W3C Trace Context has it. The context follows promises and timers by itself;
 * outside of a traced request there is none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

export interface SpanContext {
  /** 32 hexadecimal digits, small. */
  readonly traceId: string;
  /** 16 hexadecimal digits, small. */
  readonly spanId: string;
}

const contexts = new AsyncLocalStorage<SpanContext>();

export function currentSpan(): SpanContext | undefined {
  return contexts.getStore();
}

export function within<Result>(context: SpanContext, work: () => Result): Result {
  return contexts.run(context, work);
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

export function formatTraceparent({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

export type Traceparent = SpanContext & {
  /** Whether the caller keeps the trace itself. */
  readonly sampled: boolean;
};

/** Undefined for what is no traceparent: the trace then begins here. Later versions may have more fields, which are not read. */
export function parseTraceparent(header: string | undefined): Traceparent | undefined {
  const [, version, traceId, spanId, flags, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header ?? '') ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId!) || /^0+$/.test(spanId!)) return undefined;
  return { traceId: traceId!, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & 1) === 1 };
}
