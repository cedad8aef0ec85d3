/**
 * Sends finished spans to an OpenTelemetry collector: OTLP over HTTP, as JSON. They wait for one another in memory, up to a
 * bound beyond which they are dropped; a collector that is away is told of once, and costs no request anything.
 */
import type { FinishedSpan, SpanExporter } from './tracer.js';

/** Spans that may wait; some 80 verifications. */
const maxWaiting = 2048;
const batchLength = 512;
const gatherMs = 1000;
const sendTimeoutMs = 5000;

export interface OtlpExporterOptions {
  /** The collector's base, such as http://127.0.0.1:4318; /v1/traces is added. */
  readonly endpoint: string;
  /** Of the service. */
  readonly version: string;
  /** Told when sending begins to fail, and when it works again. */
  readonly onWarning: (text: string) => void;
}

export function createOtlpExporter({ endpoint, version, onWarning }: OtlpExporterOptions): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  let waiting: FinishedSpan[] = [];
  let isFailing = false;
  let sending: Promise<void> = Promise.resolve();

  const send = async (spans: readonly FinishedSpan[]): Promise<void> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(otlpBody(spans, version)),
        signal: AbortSignal.timeout(sendTimeoutMs),
        redirect: 'error',
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`status ${response.status}`);
      if (isFailing) onWarning('The trace collector takes spans again.');
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        onWarning(`Spans cannot be sent to the trace collector and are dropped: ${reasonOf(error)}.`);
      isFailing = true;
    }
  };
  const flush = (): Promise<void> => {
    const spans = waiting;
    waiting = [];
    for (let start = 0; start < spans.length; start += batchLength) {
      const batch = spans.slice(start, start + batchLength);
      sending = sending.then(() => send(batch));
    }
    return sending;
  };
  let isSending = false;
  const timer = setInterval(() => {
    if (isSending || waiting.length === 0) return;
    isSending = true;
    void flush().finally(() => (isSending = false));
  }, gatherMs);
  timer.unref();

  return {
    add: (span) => {
      if (waiting.length < maxWaiting) waiting.push(span);
    },
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : message;
}

const kinds = { internal: 1, server: 2, client: 3 } as const;
const failedStatus = 2;

/** opentelemetry-proto, trace/v1/trace.proto, in its JSON form: ids in hexadecimal, 64-bit numbers as texts. */
function otlpBody(spans: readonly FinishedSpan[], version: string): object {
  return {
    resourceSpans: [
      {
        resource: {
          attributes: attributesOf({ 'service.name': 'facedesk', 'service.version': version }),
        },
        scopeSpans: [{ scope: { name: 'facedesk', version }, spans: spans.map(otlpSpan) }],
      },
    ],
  };
}

function otlpSpan({ kind, startMs, endMs, attributes, failed, ...span }: FinishedSpan): object {
  return {
    ...span,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributesOf(attributes),
    ...(failed && { status: { code: failedStatus } }),
  };
}

function nanoseconds(ms: number): string {
  return (BigInt(Math.floor(ms * 1000)) * 1000n).toString();
}

function attributesOf(attributes: FinishedSpan['attributes']): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
  }));
}
