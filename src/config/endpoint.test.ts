import { expect, it } from 'vitest';
import { isEndpoint, parseEndpoint } from './endpoint.js';

it.each([
  ['127.0.0.1:8001', { host: '127.0.0.1', port: 8001 }],
  ['[::1]:0', { host: '::1', port: 0 }],
  ['localhost:65535', { host: 'localhost', port: 65_535 }],
  ['unix:/run/facedesk/admin.sock', { path: '/run/facedesk/admin.sock' }],
])('reads %s', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
});

it.each([
  '8001',
  ':8001',
  '::1:8001',
  '127.0.0.1:65536',
  '127.0.0.1',
  'unix:admin.sock',
  'http://127.0.0.1:8001',
])('takes %s for none', (text) => {
  expect(isEndpoint(text)).toBe(false);
  expect(() => parseEndpoint(text)).toThrow(RangeError);
});
