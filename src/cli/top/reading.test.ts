import { expect, test } from 'vitest';
import { Reading, Span } from './reading.js';

const name = 'facedesk_stage_seconds';
const reading = (counts: readonly number[], startedS = 100): Reading =>
  new Reading(
    [
      '# HELP facedesk_stage_seconds Text with {braces="1"} 5',
      ...['0.1', '0.2', '+Inf'].map(
        (le, index) => `${name}_bucket{le="${le}",stage="search"} ${counts[index]}`,
      ),
      `${name}_bucket{le="0.1",stage="other \\"one\\" \\\\"} 7`,
      `process_start_time_seconds ${startedS}`,
      '',
    ].join('\n'),
  );

test('samples are read with their labels, whatever is in these', () => {
  expect(reading([1, 2, 3]).by(`${name}_bucket`, 'stage')).toEqual(
    new Map([
      ['other "one" \\', 7],
      ['search', 6],
    ]),
  );
  expect(reading([1, 2, 3]).sum('nothing')).toBeUndefined();
});

test('a quantile is reckoned within its bucket, and never beyond the last bound', () => {
  const span = new Span(reading([2, 4, 4]), 200_000);
  expect(span.quantile(0.5, name, { stage: 'search' })).toBeCloseTo(0.1);
  expect(span.quantile(0.75, name, { stage: 'search' })).toBeCloseTo(0.15);
  expect(new Span(reading([0, 0, 4]), 200_000).quantile(0.5, name, { stage: 'search' })).toBe(0.2);
  expect(new Span(reading([0, 0, 0]), 200_000).quantile(0.5, name, { stage: 'search' })).toBeNull();
});

test('between two readings only what came in between counts', () => {
  const earlier = { reading: reading([2, 2, 2]), atMs: 190_000 };
  const span = new Span(reading([2, 4, 4]), 200_000, earlier);
  expect(span).toMatchObject({ seconds: 10, sinceStart: false });
  expect(span.quantile(0.5, name, { stage: 'search' })).toBeCloseTo(0.15);
});

test('a service that was started anew is counted from its start', () => {
  const earlier = { reading: reading([9, 9, 9], 50), atMs: 190_000 };
  const span = new Span(reading([2, 4, 4]), 200_000, earlier);
  expect(span).toMatchObject({ seconds: 100, sinceStart: true });
  expect(span.count(`${name}_bucket`, { stage: 'search', le: '+Inf' })).toBe(4);
});
