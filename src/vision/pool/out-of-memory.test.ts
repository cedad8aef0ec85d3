import { expect, test } from 'vitest';
import { FacedeskError } from '../../domain/errors.js';
import { isOutOfMemory } from './out-of-memory.js';

test.each([
  new Error('vips_image_write_to_memory: out of memory -- size == 45MB'),
  new Error('std::bad_alloc'),
  new RangeError('Array buffer allocation failed'),
  new FacedeskError('image_damaged', { cause: new Error('vips_tracked: out of memory -- size == 148MB') }),
])('%s: an allocation failed', (error) => {
  expect(isOutOfMemory(error)).toBe(true);
});

test.each([
  new FacedeskError('image_damaged', { cause: new Error('VipsJpeg: premature end of JPEG image') }),
  new Error('asked to examine before start'),
  'out of memory',
])('%s: something else failed', (error) => {
  expect(isOutOfMemory(error)).toBe(false);
});
