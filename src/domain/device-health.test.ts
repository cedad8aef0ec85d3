import { expect, test } from 'vitest';
import { type DayOfPictures, deviceFinding } from './device-health.js';

const usual = { pictures: 50, sharpness: 60, brightness: 120, quality: 70 };

/** Days 100, 101, …, each usual but for what is told of it. */
function days(...told: Partial<DayOfPictures>[]): DayOfPictures[] {
  return told.map((one, index) => ({ ...usual, day: 100 + index, ...one }));
}

function find(told: DayOfPictures[], today = told.at(-1)!.day) {
  return deviceFinding(
    told,
    told.map(({ day }) => day),
    today,
  );
}

test('a camera that sees as it used to is well, as is one of which little is known', () => {
  expect(find(days({}, { sharpness: 55 }, { quality: 62 }, {}, { brightness: 100 }))).toBeNull();
  expect(find(days({}, {}, { sharpness: 10 }))).toBeNull();
});

test.each([
  ['blurred', { sharpness: 30 }],
  ['dark', { brightness: 60 }],
  ['bright', { brightness: 230 }],
  ['poor', { quality: 50 }],
] as const)('pictures that are %s are found, since the first day of it', (problem, bad) => {
  expect(find(days({}, {}, {}, {}, bad, bad, bad))).toEqual({ problem, sinceDay: 104 });
  expect(find(days({}, {}, {}, bad))).toEqual({ problem, sinceDay: 103 });
});

test('what was mended is not told, nor what a few pictures of a day say', () => {
  expect(find(days({}, {}, {}, { sharpness: 20 }, { sharpness: 20 }, {}))).toBeNull();
  expect(find(days({}, {}, {}, {}, { sharpness: 20, pictures: 9 }))).toBeNull();
});

test('a device is silent when it has said nothing for longer than ever, not over an ordinary weekend', () => {
  const week = days({}, {}, {}, {}, {}, { day: 107 }, { day: 108 });
  expect(find(week, 109)).toBeNull();
  expect(find(week, 111)).toBeNull();
  expect(find(week, 112)).toEqual({ problem: 'silent', sinceDay: 108 });
});
