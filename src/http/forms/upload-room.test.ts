import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { UploadRoom } from './upload-room.js';

/** The little that the room looks at of a request. */
function upload(declared?: number): IncomingMessage {
  return { headers: declared === undefined ? {} : { 'content-length': String(declared) } } as IncomingMessage;
}

const busy = expect.objectContaining({ code: 'busy' }) as Error;

test('an upload that would not fit beside the others is refused before its first byte', () => {
  const room = new UploadRoom(100);
  const first = upload(80);
  room.admit(first);
  room.take(first, 80);
  expect(() => room.admit(upload(21))).toThrow(busy);
  room.admit(upload(20));
  room.release(first);
  room.admit(upload(21));
  expect(room.heldBytes).toBe(0);
});

test('an upload that does not say how long it is gets what is left, and no more', () => {
  const room = new UploadRoom(100);
  const [first, second] = [upload(60), upload()];
  room.take(first, 60);
  room.admit(second);
  room.take(second, 40);
  expect(() => room.take(second, 1)).toThrow(busy);
  expect(room.heldBytes).toBe(100);
  room.release(second);
  expect(room.heldBytes).toBe(60);
});

test('a caller who declares much and sends little holds little', () => {
  const room = new UploadRoom(100);
  const slow = upload(100);
  room.admit(slow);
  room.take(slow, 5);
  room.admit(upload(95));
});

test('an upload that is alone is let in whatever its size', () => {
  const room = new UploadRoom(100);
  const large = upload(500);
  room.admit(large);
  for (let piece = 0; piece < 5; piece++) room.take(large, 100);
  expect(room.heldBytes).toBe(500);
  room.release(large);
  room.release(large);
  expect(room.heldBytes).toBe(0);
});
