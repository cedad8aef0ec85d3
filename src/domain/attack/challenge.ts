/**
 * A short challenge in front of the camera: what may be asked for, and whether a row of frames shows it, in the order asked
 * for, by one person who moves as a head does. Who asked, when and how often is the service's concern.
 */
import type { FaceMeasures } from '../face.js';
import { type FrameSign, frameSignsOf } from './frames.js';

/** Left and right are those of the person in front of the camera. */
export const challengeActions = ['turn_left', 'turn_right', 'close_eyes', 'open_mouth'] as const;
export type ChallengeAction = (typeof challengeActions)[number];

/** Asked for in one challenge, no two alike one after the other: 4 x 3 x 3 = 36 different challenges. */
export const actionsPerChallenge = 3;
/** One to start from and one for each action, at least. */
export const challengeFrames = { min: actionsPerChallenge + 1, max: 16 } as const;

export type ChallengeFrame = Pick<FaceMeasures, 'landmarksPx' | 'features' | 'pose' | 'opening'>;

export type ChallengeFault =
  /** The first frame has to show the face from the front, with eyes open and mouth closed. */
  | 'start_not_neutral'
  | 'action_missing'
  /** Something else than what was asked for, or in another order. */
  | 'other_action'
  | FrameSign;

/** Degrees from the first frame to a turned head. */
const turnedDegrees = 18;
const frontalDegrees = 15;
/** Eyes are closed where they are open by less than this share of the first frame's opening. */
const closedShare = 0.65;
/** By how much more than in the first frame the lips have to be apart, as OpeningMeasures has it. */
const mouthOpening = 0.08;
/** Opening of the mouth up to which it counts as closed. */
const closedMouth = 0.15;

/** Draws what to ask for. @param below a random whole number from 0 up to, but not including, the limit */
export function drawActions(below: (limit: number) => number): ChallengeAction[] {
  const drawn: ChallengeAction[] = [];
  while (drawn.length < actionsPerChallenge) {
    const others = challengeActions.filter((action) => action !== drawn.at(-1));
    drawn.push(others[below(others.length)]!);
  }
  return drawn;
}

/**
 * @param frames the face of each frame, in the order in which they were taken; the first one before anything was done
 * @param samePersonScore score under which two frames show different people
 * @returns what is wrong; nothing where the challenge is met
 */
export function challengeFaults(
  actions: readonly ChallengeAction[],
  frames: readonly ChallengeFrame[],
  samePersonScore: number,
): ChallengeFault[] {
  const [start, ...later] = frames;
  if (start === undefined || !isNeutral(start)) return ['start_not_neutral'];
  const faults: ChallengeFault[] = frameSignsOf(frames, samePersonScore);
  let done = 0;
  for (const frame of later) {
    const shown = shownActions(start, frame);
    const awaited = actions[done];
    if (awaited !== undefined && shown.includes(awaited)) done++;
    else if (shown.some((action) => action !== 'close_eyes' && action !== actions[done - 1])) {
      // Everybody blinks now and then, and the last action may still be going on.
      faults.push('other_action');
      break;
    }
  }
  if (done < actions.length && !faults.includes('other_action')) faults.push('action_missing');
  return faults;
}

function isNeutral({ pose, opening }: ChallengeFrame): boolean {
  return Math.abs(pose.yaw) <= frontalDegrees && opening.eyes > 0 && opening.mouth <= closedMouth;
}

function shownActions(start: ChallengeFrame, { pose, opening }: ChallengeFrame): ChallengeAction[] {
  const turn = pose.yaw - start.pose.yaw;
  const shown: ChallengeAction[] = [];
  // The nose of who turns to their own left moves to the right edge of the picture, where yaw is positive.
  if (turn >= turnedDegrees) shown.push('turn_left');
  if (turn <= -turnedDegrees) shown.push('turn_right');
  if (opening.mouth - start.opening.mouth >= mouthOpening) shown.push('open_mouth');
  // How far eyes are open can only be told from the front.
  if (Math.abs(turn) < turnedDegrees && opening.eyes < closedShare * start.opening.eyes)
    shown.push('close_eyes');
  return shown;
}
