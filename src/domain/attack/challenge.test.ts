import { describe, expect, test } from 'vitest';
import { toFeatures } from '../features.js';
import { challengeActions, challengeFaults, type ChallengeFrame, drawActions } from './challenge.js';

const samePersonScore = -0.41;
let taken = 0;

/** A frame of one person whose points move as no plane does; each one a little different, as live ones are. */
function frame({ yaw = 0, eyes = 0.06, mouth = 0.01, person = 0 } = {}): ChallengeFrame {
  taken++;
  const landmarksPx = Float32Array.from(
    { length: 936 },
    (_, i) => 100 * Math.sin(i) + (i % 2 === 0 ? yaw * Math.sin(3 * i) : 0) + 0.2 * Math.sin(i * taken),
  );
  return {
    landmarksPx,
    features: toFeatures(Float32Array.from([person, 1])),
    pose: { yaw, pitch: 0, roll: 0 },
    opening: { eyes, mouth },
  };
}

const start = frame();
const left = () => frame({ yaw: 25 });
const right = () => frame({ yaw: -25 });
const closed = () => frame({ eyes: 0.02 });
const open = () => frame({ mouth: 0.2 });
const faults = (actions: Parameters<typeof challengeFaults>[0], frames: ChallengeFrame[]) =>
  challengeFaults(actions, frames, samePersonScore);

describe('a challenge', () => {
  test('is met by doing what was asked in the order asked', () => {
    expect(faults(['turn_left', 'close_eyes', 'open_mouth'], [start, left(), closed(), open()])).toEqual([]);
    expect(faults(['turn_right', 'turn_left', 'close_eyes'], [start, right(), left(), closed()])).toEqual([]);
  });

  test('may be met slowly: frames between the actions and an action that lasts do no harm', () => {
    const frames = [start, frame(), left(), left(), frame(), closed(), closed(), frame(), open(), frame()];
    expect(faults(['turn_left', 'close_eyes', 'open_mouth'], frames)).toEqual([]);
  });

  test('forgives a blink that nobody asked for', () => {
    expect(
      faults(['turn_left', 'open_mouth', 'turn_left'], [start, closed(), left(), open(), left()]),
    ).toEqual([]);
  });

  test.each([
    ['another order', [start, open(), left(), closed()], 'other_action'],
    ['the other side', [start, right(), closed(), open()], 'other_action'],
    ['an action left out', [start, left(), closed(), frame()], 'action_missing'],
    ['nothing at all', [start, frame(), frame(), frame()], 'action_missing'],
    [
      'a head that was turned from the first frame on',
      [left(), left(), closed(), open()],
      'start_not_neutral',
    ],
    [
      'a mouth that was open from the first frame on',
      [open(), left(), closed(), open()],
      'start_not_neutral',
    ],
    ['a turn that is too small', [start, frame({ yaw: 12 }), closed(), frame()], 'action_missing'],
    [
      'another person in between',
      [start, left(), frame({ eyes: 0.02, person: 0.6 }), open()],
      'frames_show_different_people',
    ],
  ])('is not met by %s', (_what, frames, fault) => {
    expect(faults(['turn_left', 'close_eyes', 'open_mouth'], frames)).toContain(fault);
  });

  test('is not met by the same picture sent again', () => {
    const still = closed();
    expect(faults(['turn_left', 'close_eyes', 'open_mouth'], [start, left(), still, still, open()])).toEqual([
      'frames_identical',
    ]);
  });
});

test('drawn actions never repeat one another, and every first action comes up', () => {
  let at = 0;
  const drawn = Array.from({ length: 60 }, () => drawActions((limit) => (at++ * 7) % limit));
  for (const actions of drawn) {
    expect(actions).toHaveLength(3);
    expect(actions.every((action, i) => action !== actions[i - 1])).toBe(true);
  }
  expect(new Set(drawn.map(([first]) => first))).toEqual(new Set(challengeActions));
});
