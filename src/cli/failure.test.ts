import { expect, test } from 'vitest';
import { FacedeskError } from '../domain/errors.js';
import { failureOf, traceOf } from './failure.js';

test('what nobody foresaw is an internal error whose text stays inside', () => {
  const failure = failureOf(new TypeError('secret at /some/path'));
  expect(failure).toMatchObject({ code: 'internal', exitCode: 5 });
  expect(failure.sentence).not.toContain('secret');
});

test('a foreseen failure keeps its code and its public sentence, without the detail', () => {
  const failure = failureOf(new FacedeskError('store_unavailable', { detail: 'disk I/O error' }));
  expect(failure).toMatchObject({ code: 'store_unavailable', exitCode: 4 });
  expect(failure.sentence).not.toContain('disk');
});

test('the trace holds the detail and every cause', () => {
  const trace = traceOf(
    new FacedeskError('internal', { detail: 'the detail', cause: new Error('the cause') }),
  );
  expect(trace).toContain('detail: the detail');
  expect(trace).toContain('caused by Error: the cause');
});
