/** The settings about presentation attacks; part of schema.ts, and as it is. */
import { Type } from 'typebox';

export const attacksSchema = Type.Object({
  handling: Type.Enum(['off', 'flag', 'refuse'], {
    env: 'FACEDESK_PRESENTATION_ATTACKS',
    description:
      'What happens where a photo to verify with looks like a face on paper or on a screen: nothing is looked for (off), a note in ' +
      'the receipt and in the log (flag), or a refusal (refuse).',
    default: 'flag',
  }),
  bar: Type.Number({
    env: 'FACEDESK_ATTACK_BAR',
    description:
      'How strong a sign of that has to be: 1 is the bar drawn on public photos, more doubts fewer live faces and misses more ' +
      'attacks. "facedesk spoof-drill" suggests one for your camera.',
    default: 1,
    minimum: 0.5,
    maximum: 5,
  }),
  challenge: Type.Enum(['optional', 'required'], {
    env: 'FACEDESK_CHALLENGE',
    description:
      'Whether a verification has to answer a challenge (turn your head, close your eyes): where the caller wants one (optional), or ' +
      'always (required). The kiosk then asks for it by itself; the library API, which has no challenges, refuses to verify.',
    default: 'optional',
  }),
});
