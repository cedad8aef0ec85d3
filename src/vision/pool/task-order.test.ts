import { afterAll, expect, test } from 'vitest';
import {
  closeEngines,
  commandImage,
  heavyCommandImage,
  openReadyEngine,
} from '../../../test/vision/commanded-engine.js';
import type { Purpose } from '../index.js';

afterAll(closeEngines);

test('somebody at the door goes before somebody who registers, and either before bulk work', async () => {
  const engine = await openReadyEngine();
  const running = engine.examine(commandImage({ sleepMs: 200 }));
  const order: string[] = [];
  const purposes: Purpose[] = ['bulk', 'enrolment', 'verification', 'bulk', 'enrolment', 'verification'];
  const all = purposes.map((purpose, at) =>
    engine.examine(commandImage(), { purpose }).then(() => order.push(`${purpose} ${at}`)),
  );
  await Promise.all([running, ...all]);
  expect(order).toEqual([
    ...['verification 2', 'verification 5', 'enrolment 1', 'enrolment 4'],
    ...['bulk 0', 'bulk 3'],
  ]);
});

test('bulk work is not passed over for ever', async () => {
  const engine = await openReadyEngine();
  const running = engine.examine(commandImage({ sleepMs: 100 }));
  const order: string[] = [];
  const bulk = engine.examine(commandImage(), { purpose: 'bulk' }).then(() => order.push('bulk'));
  const others = Array.from({ length: 40 }, () =>
    engine.examine(commandImage()).then(() => order.push('verification')),
  );
  await Promise.all([running, bulk, ...others]);
  expect(order.indexOf('bulk')).toBe(16);
});

test('a full queue makes room for somebody at the door by sending the youngest bulk work away', async () => {
  const engine = await openReadyEngine({ queueLength: 2 });
  const running = engine.examine(commandImage({ sleepMs: 200 }));
  const [older, younger] = [1, 2].map((value) =>
    engine.examine(commandImage({ value }), { purpose: 'bulk' }),
  );
  const urgent = engine.examine(commandImage({ value: 3 }));
  await expect(younger).rejects.toMatchObject({ code: 'busy' });
  await expect(engine.examine(commandImage(), { purpose: 'bulk' })).rejects.toMatchObject({ code: 'busy' });
  expect((await urgent).widthPx).toBe(3);
  expect((await older!).widthPx).toBe(1);
  await running;
});

test('two heavy pictures never run at once, and light ones go past the one that waits', async () => {
  const engine = await openReadyEngine({ workers: 2 });
  const order: string[] = [];
  const heavy = [1, 2].map((value) =>
    engine.examine(heavyCommandImage({ value, sleepMs: 1000 })).then(() => order.push('heavy')),
  );
  const light = [1, 2, 3].map(() => engine.examine(commandImage()).then(() => order.push('light')));
  await Promise.all(light);
  expect(engine.status()).toMatchObject({ running: 1, queued: 1 });
  await Promise.all(heavy);
  expect(order).toEqual(['light', 'light', 'light', 'heavy', 'heavy']);
});

test('a heavy picture is served after the child with the other one has crashed', async () => {
  const engine = await openReadyEngine({ workers: 2 });
  const crashing = engine.examine(heavyCommandImage({ sleepMs: 50, then: 'abort' }));
  const waiting = engine.examine(heavyCommandImage({ value: 4 }));
  await expect(crashing).rejects.toMatchObject({ code: 'vision_unavailable' });
  expect((await waiting).widthPx).toBe(4);
});

test('who would wait longer than allowed is refused at once instead of at the end of the wait', async () => {
  // By its estimate a picture of this kind takes more than a second, of which two may wait within three.
  const engine = await openReadyEngine({ queueTimeoutMs: 3000 });
  const heavy = [500, 1, 1].map((sleepMs) => engine.examine(heavyCommandImage({ sleepMs })));
  const askedMs = performance.now();
  await expect(engine.examine(heavyCommandImage())).rejects.toMatchObject({
    code: 'busy',
    context: { detail: 'the wait would be too long' },
  });
  expect(performance.now() - askedMs).toBeLessThan(50);
  await Promise.all(heavy);
});
