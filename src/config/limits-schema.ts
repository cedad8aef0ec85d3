/** The settings about attempts that fail, about what is kept of visits and about photos that are shown again; part of schema.ts, and as it is. */
import { Type } from 'typebox';

export const attemptsSchema = Type.Object({
  beforePause: Type.Integer({
    env: 'FACEDESK_ATTEMPTS_BEFORE_PAUSE',
    description:
      'After how many failed verifications in a row with one ID from one place a pause follows; 0 for never.',
    default: 5,
    minimum: 0,
    maximum: 1000,
  }),
  pauseMs: Type.Integer({
    env: 'FACEDESK_ATTEMPTS_PAUSE_MS',
    description: 'How long that pause lasts.',
    unit: 'ms',
    default: 30_000,
    minimum: 1000,
    maximum: 3_600_000,
  }),
  beforeLock: Type.Integer({
    env: 'FACEDESK_ATTEMPTS_BEFORE_LOCK',
    description:
      'After how many failed verifications in a row the ID is locked there, until somebody at the desk lifts the lock; 0 for never.',
    default: 50,
    minimum: 0,
    maximum: 10_000,
  }),
});

export const eventsSchema = Type.Object({
  keepDays: Type.Integer({
    env: 'FACEDESK_EVENTS_KEEP_DAYS',
    description: 'How long events are kept: who was verified when, with the receipts. Older ones are erased.',
    unit: 'days',
    default: 90,
    minimum: 1,
    maximum: 3650,
  }),
  keepProbes: Type.Enum(['none', 'refusals', 'all'], {
    env: 'FACEDESK_KEEP_PROBES',
    description:
      'Of which verifications the face in the photo is kept, sealed, with the verdict: of none, of those that did not match (refusals), ' +
      'or of all. Nothing is kept of photos that no verdict could be made of, nor of claims of ids that nobody has.',
    default: 'none',
  }),
  probesKeepDays: Type.Integer({
    env: 'FACEDESK_PROBES_KEEP_DAYS',
    description: 'How long those faces are kept, and never longer than the events that they belong to.',
    unit: 'days',
    default: 7,
    minimum: 1,
    maximum: 90,
  }),
});

export const replaysSchema = Type.Object({
  handling: Type.Enum(['off', 'flag', 'refuse'], {
    env: 'FACEDESK_REPLAYS',
    description:
      'What happens where a photo was verified with before, as the same file or as a copy of it: nothing (off), a note in the ' +
      'receipt and in the log (flag), or a refusal (refuse).',
    default: 'flag',
  }),
  windowS: Type.Integer({
    env: 'FACEDESK_REPLAYS_WINDOW_S',
    description: 'How long a photo is remembered for that, in memory and as a fingerprint only.',
    unit: 's',
    default: 600,
    minimum: 1,
    maximum: 86_400,
  }),
});
