/**
 * Spans: how long each part of a request took, and within which. Attributes are plain words and numbers of our own tables,
 * never anything of a person or from the request. A tracer that is off only does the work.
 */
import { currentSpan, newSpanId, newTraceId, parseTraceparent, within } from './trace-context.js';

export type SpanKind = 'internal' | 'server' | 'client';
export type Attributes = Readonly<Record<string, string | number>>;

export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since 1970, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

/** A part that was measured elsewhere, by the clock of performance.now(). */
export interface MeasuredSpan {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Attributes;
  readonly failed?: boolean;
  readonly kind?: SpanKind;
}

export interface RequestSpan {
  /** Does the work as a part of this request. */
  run<Result>(work: () => Result): Result;
  end(name: string, attributes: Attributes, failed: boolean): void;
}

export interface Tracer {
  readonly isOn: boolean;
  /** Undefined where the request is not traced: the tracer is off, or the caller says that it keeps no trace. */
  request(traceparent: string | undefined): RequestSpan | undefined;
  /** Does the work as a span within the one under way; just does it where none is. */
  span<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Adds a span within the one under way, with others within it. */
  add(span: MeasuredSpan, parts?: readonly MeasuredSpan[]): void;
  /** Sends what waits, and ends the timers. */
  close(): Promise<void>;
}

export const noTracer: Tracer = {
  isOn: false,
  request: () => undefined,
  span: (_name, work) => work(),
  add: () => undefined,
  close: async () => undefined,
};

export interface SpanExporter {
  add(span: FinishedSpan): void;
  close(): Promise<void>;
}

export function createTracer(exporter: SpanExporter): Tracer {
  const finish = (
    { name, startMs, endMs, attributes = {}, failed = false, kind = 'internal' }: MeasuredSpan,
    ids: Pick<FinishedSpan, 'traceId' | 'spanId' | 'parentSpanId'>,
  ): void =>
    exporter.add({
      ...ids,
      ...{ name, kind, attributes, failed },
      startMs: performance.timeOrigin + startMs,
      endMs: performance.timeOrigin + endMs,
    });

  return {
    isOn: true,
    request: (traceparent) => {
      const given = parseTraceparent(traceparent);
      if (given?.sampled === false) return undefined;
      const context = { traceId: given?.traceId ?? newTraceId(), spanId: newSpanId() };
      const ids = { ...context, ...(given && { parentSpanId: given.spanId }) };
      const startMs = performance.now();
      return {
        run: (work) => within(context, work),
        end: (name, attributes, failed) =>
          finish({ name, startMs, endMs: performance.now(), attributes, failed, kind: 'server' }, ids),
      };
    },
    span: async (name, work) => {
      const parent = currentSpan();
      if (parent === undefined) return work();
      const context = { traceId: parent.traceId, spanId: newSpanId() };
      const startMs = performance.now();
      let failed = true;
      try {
        const result = await within(context, work);
        failed = false;
        return result;
      } finally {
        finish(
          { name, startMs, endMs: performance.now(), failed },
          { ...context, parentSpanId: parent.spanId },
        );
      }
    },
    add: (span, parts = []) => {
      const parent = currentSpan();
      if (parent === undefined) return;
      const { traceId } = parent;
      const spanId = newSpanId();
      finish(span, { traceId, spanId, parentSpanId: parent.spanId });
      for (const part of parts) finish(part, { traceId, spanId: newSpanId(), parentSpanId: spanId });
    },
    close: () => exporter.close(),
  };
}
