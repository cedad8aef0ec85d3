import { expect, test } from 'vitest';
import { createTurnTaking } from './turn-taking.js';

test('work for one key runs one after another in the order of asking, and a failure stops nobody', async () => {
  const turns = createTurnTaking();
  const events: string[] = [];
  const work = (name: string, fails: string) => async () => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(`${name} ends`);
    if (name === fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => turns.inTurn('key', work(name, 'a'))),
  );
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('work for another key does not wait', async () => {
  const turns = createTurnTaking();
  let release = (): void => {};
  const first = turns.inTurn('one', () => new Promise<void>((resolve) => (release = resolve)));
  await expect(turns.inTurn('two', () => Promise.resolve('through'))).resolves.toBe('through');
  release();
  await first;
});
