import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limiter.js';

test('lets the whole limit through at once, then one for each part of the minute that has passed', () => {
  let nowMs = 5000;
  const limiter = createRateLimiter(() => nowMs);
  const left = Array.from({ length: 60 }, () => limiter.take('a', 60)).map((verdict) => verdict.left);
  expect(left).toEqual(Array.from({ length: 60 }, (_, index) => 59 - index));
  expect(limiter.take('a', 60)).toEqual({ limit: 60, left: 0, resetS: 60, retryAfterS: 1 });
  nowMs += 999;
  expect(limiter.take('a', 60).retryAfterS).toBe(1);
  nowMs += 1;
  expect(limiter.take('a', 60).retryAfterS).toBeNull();
  expect(limiter.take('a', 60).retryAfterS).toBe(1);
});

test('who waits as long as Retry-After says is let through, whatever the limit', () => {
  for (const limit of [1, 7, 100, 6000]) {
    let nowMs = 0;
    const limiter = createRateLimiter(() => nowMs);
    let refused = limiter.take('a', limit);
    let sent = 1;
    for (; refused.retryAfterS === null; sent++) refused = limiter.take('a', limit);
    expect(sent).toBe(limit + 1);
    nowMs += refused.retryAfterS * 1000;
    expect(limiter.take('a', limit).retryAfterS).toBeNull();
  }
});

test('counts each sender alone', () => {
  const limiter = createRateLimiter(() => 0);
  expect(limiter.take('a', 1).retryAfterS).toBeNull();
  expect(limiter.take('a', 1).retryAfterS).toBe(60);
  expect(limiter.take('b', 1).retryAfterS).toBeNull();
});

test('holds 50,000 senders at most, and forgets first who has been silent longest', () => {
  const limiter = createRateLimiter(() => 0);
  for (let sender = 0; sender < 50_000; sender++) limiter.take(`${sender}`, 1);
  expect(limiter.take('0', 1).retryAfterS).toBe(60);
  for (let sender = 0; sender < 40_000; sender++) limiter.take(`new ${sender}`, 1);
  expect(limiter.size).toBe(50_000);
  expect(limiter.take('0', 1).retryAfterS).toBe(60);
  expect(limiter.take('1', 1).retryAfterS).toBeNull();
});
