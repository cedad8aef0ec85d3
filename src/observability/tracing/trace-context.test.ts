import { expect, test } from 'vitest';
import { currentSpan, formatTraceparent, parseTraceparent, within } from './trace-context.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

test('a traceparent is read and written as W3C Trace Context has it', () => {
  const text = `00-${traceId}-${spanId}-01`;
  expect(parseTraceparent(text)).toEqual({ traceId, spanId, sampled: true });
  expect(formatTraceparent({ traceId, spanId })).toBe(text);
  expect(parseTraceparent(`00-${traceId}-${spanId}-00`)?.sampled).toBe(false);
  expect(parseTraceparent(`01-${traceId}-${spanId}-01-more`)?.traceId).toBe(traceId);
});

test.each([
  undefined,
  '',
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}-01\n`,
  `00-${traceId}${spanId}-01`,
])('what is no traceparent is none: %j', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

test('work under way knows its span across promises, and what is beside it knows none', async () => {
  const seen = await within({ traceId, spanId }, async () => {
    await Promise.resolve();
    return currentSpan();
  });
  expect(seen).toEqual({ traceId, spanId });
  expect(currentSpan()).toBeUndefined();
});
