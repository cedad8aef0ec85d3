// @ts-check
/** The console's English words about what happened: verdicts, why they came about, and people who look alike. */

export const enVerdicts = {
  events: {
    nobody: 'Nobody who is known',
    /** @type {Record<string, string>} */
    outcomes: { match: 'Confirmed', nonMatch: 'Not confirmed', uncertain: 'Uncertain' },
    /** @type {Record<string, string>} */
    kinds: {
      'verification.decided': 'Verified',
      'identification.decided': 'Searched for by a photo',
      'comparison.decided': 'Two photos compared',
      'subject.registered': 'Registered',
      'subject.updated': 'What is noted was changed',
      'subject.deleted': 'A person was erased',
      'photos.added': 'Photos added',
      'photo.deleted': 'A photo was erased',
      'photo.refused': 'The photo could not be judged',
      'verdict.reviewed': 'Somebody said whether a verdict was right',
      'attempts.unlocked': 'The lock was lifted',
      'duplicate.settled': 'Held against another person by eye',
    },
    /** Why a verdict is no match. @type {Record<string, string>} */
    reasons: {
      unknownSubject: 'Nobody is registered under the ID that was given.',
      notEnrolled: 'This person is registered, but has no photo yet.',
      belowThreshold: 'The face is not like the one that is registered.',
      someoneElseNearer: 'The face is more like somebody else’s than like that of this person.',
      justBelowThreshold: 'The face is alike, but not clearly enough.',
      someoneElseNear: 'The face is alike, but nearly as much like somebody else’s.',
      attackSuspected: 'The picture may be of a photo or a screen instead of a person.',
    },
    /** Why no verdict could be made of a photo. @type {Record<string, string>} */
    photoProblems: {
      no_face_found: 'No face was found.',
      several_faces_found: 'More than one face was in the picture.',
      face_cut_off: 'The face was cut off.',
      face_too_small: 'The face was too small.',
      face_turned_away: 'The face was turned away.',
      head_tilted: 'The head was tilted.',
      mask_worn: 'A mask was worn.',
      eyes_covered: 'The eyes were covered.',
      eyes_closed: 'The eyes were shut.',
      mouth_open: 'The mouth was open.',
      photo_blurred: 'The photo was blurred.',
      photo_too_dark: 'The photo was too dark.',
      photo_too_bright: 'The photo was too bright.',
      uneven_light: 'The light was uneven.',
      contrast_too_low: 'There was too little contrast.',
      photo_compressed: 'The photo was compressed too hard.',
      quality_too_low: 'The photo was not good enough.',
      image_unreadable: 'The file was no picture.',
      image_damaged: 'The picture was damaged.',
      presentation_attack_suspected: 'It looked like a photo or a screen.',
      image_repeated: 'The same photo had been shown before.',
    },
    reviewed: { right: 'Right', wrong: 'Wrong' },
  },

  verdicts: {
    about: 'Everybody who is held against an ID or searched for, as it happens.',
    connecting: 'Connecting…',
    live: 'Live',
    broken: 'Connecting again…',
    waiting: 'No verdicts yet. They appear here by themselves.',
    show: 'Which verdicts are shown',
    only: { all: 'All', good: 'Confirmed', bad: 'Not confirmed', warn: 'Uncertain or unusable' },
    inWords: 'In plain words',
    nobody: 'Nobody who is known, or somebody who was erased',
    hidden: 'Your key does not show how sure verdicts are.',
    noReceipt: 'How it came about is not kept: nobody was compared, or the person was erased.',
    tooFewToSay: 'Too few people are registered to say how many strangers would look as alike.',
    mostStrangers: 'Most strangers would look as alike as this.',
    /** @param {string} rate as 1 in 12,000 */
    strangers: (rate) => `About ${rate} strangers would look as alike as this.`,
    /** @param {string} rate as 1 in 12,000 */
    promised: (rate) => `The line is drawn so that no more than ${rate} strangers pass.`,
    attack: 'The picture showed signs of being a photo or a screen.',
    replay: 'The same photo had been shown shortly before.',
    /** @param {string} score @param {string} line */
    scale: (score, line) => `The score is ${score}; above ${line} it is a match.`,
    line: 'the line',
    here: 'this verdict',
    reference: 'Registered photos',
    noReference: 'There is nobody whose photos could be shown.',
    probeNotKept: 'The picture of the visit itself is never kept.',
    figures: 'Figures',
    details: {
      normalisedScore: 'Score, strangers’ likeness taken off',
      threshold: 'The line',
      score: 'Raw score',
      lead: 'Lead over the next person',
      quality: 'Quality of 100',
      sharpness: 'Sharpness',
      eyes: 'Between the eyes',
      pose: 'Head turned / bent / tilted',
      brightness: 'Mean brightness of 255',
      basis: 'The line rests on',
      model: 'Model',
      request: 'Request',
      event: 'Event',
    },
    feedback: 'Was this decision right?',
    feedbackHint:
      'Your answer is kept with the verdict and counted in the overview. It changes nothing for the person.',
    right: 'It was right',
    wrong: 'It was wrong',
    wasRight: 'It was right',
    wasWrong: 'It was wrong',
    remark: 'Remark (up to 200 characters)',
    thanks: 'Thank you, it is noted.',
  },

  review: {
    about:
      'People who may be registered twice, and people so alike that one could pass for the other. Look, and say what you see.',
    show: 'Which pairs are shown',
    only: { all: 'All', duplicate: 'Registered twice?', lookalike: 'Look-alikes' },
    kinds: { duplicate: 'Registered twice?', lookalike: 'Look-alikes' },
    kindHints: {
      duplicate: 'Probably one person under two IDs.',
      lookalike: 'Different people, perhaps, but one could pass for the other.',
    },
    none: 'There is nobody to look at. New pairs are found as people register.',
    /** @param {string} shown @param {string} all */
    total: (shown, all) => (shown === all ? `${all} to look at` : `${shown} of ${all} to look at`),
    notSame: 'Not the same person',
    same: 'The same person…',
    /** @param {string} pair */
    settling: (pair) => `${pair} are noted as two people.`,
    sameTitle: 'One person under two IDs',
    sameBody:
      'They keep one registration. The other is erased, with its photos and what is noted; for 10 seconds you can take it back.',
    whoGoes: 'Which one is erased?',
    erase: 'Erase it',
  },
};
