// @ts-check
/**
 * Every English word that the pages say. A translation is one more file like this one with the same keys, and a line in
 * language.js. What a person has to put right about a photo arrives with the service's answers.
 */

export const en = {
  verifyPageTitle: 'Verify · facedesk',
  verifyHeading: 'Look at the camera and give your ID',
  verify: 'Verify',
  registerPageTitle: 'Register · facedesk',
  registerHeading: 'Register a person',
  register: 'Register',
  otherLanguage: 'हिन्दी',

  idLabel: 'ID',
  verifyHint: 'Scan your card, or type your ID and press Enter.',
  registerHint: 'Scan the card, or type the ID.',
  idMissing: 'Scan or type an ID first.',
  withoutId: 'Without an ID',
  previewLabel: 'What the camera sees, as in a mirror',
  chosenPhoto: 'The photo that you chose',
  choosePhoto: 'Use a photo from a file',
  choosePhotos: 'Add photos from files',
  dropPhoto: 'Use the camera',
  soundOn: 'Sound is on',
  soundOff: 'Sound is off',
  fullScreen: 'Full screen',

  cameraStarting: 'Starting the camera…',
  cameraInsecure:
    'The browser gives no camera to this page, because it was not opened over HTTPS or on localhost. Open it that way, or use a photo from a file.',
  cameraRefused:
    'The camera is blocked. Allow it for this page in the browser’s address bar, or use a photo from a file.',
  cameraAbsent: 'No camera was found. Connect one, or use a photo from a file.',
  cameraTaken: 'The camera does not start. Close other programs that use it, or use a photo from a file.',
  cameraAgain: 'Try the camera again',

  stepCloser: 'Step in front of the camera',
  goodNowId: 'Good. Now scan your card',
  goodFrame: 'Good. Hold still',
  takeNow: 'Take the photo now',
  sending: 'Checking…',
  /** By the service's names of what it asks for. @type {Record<string, string>} */
  challengeActions: {
    straight: 'Look straight at the camera',
    turn_left: 'Turn your head to the left',
    turn_right: 'Turn your head to the right',
    close_eyes: 'Close your eyes for three seconds',
    open_mouth: 'Open your mouth',
  },
  /** @param {number} step @param {number} all */
  challengeStep: (step, all) => `${step} of ${all}`,
  challengeFailed: 'That was not seen. Try again, and do what is shown.',
  challengeNeedsCamera: 'The camera is needed here. Start it, or ask at the desk.',
  noPhotoTitle: 'There is no photo yet.',
  noPhotoDetail: 'Start the camera, or use a photo from a file.',

  /** @param {string} id */
  welcome: (id) => `Welcome, ${id}`,
  notConfirmed: 'Not confirmed',
  unrecognised: 'Not recognised',
  giveId: 'Type your ID, or scan your card.',
  verifyRefusedNext: 'Try again, or ask at the desk.',
  tryAgain: 'Try again',
  askAtDesk: 'Please ask at the desk.',
  pause: 'A short pause',
  /** @param {number} seconds */
  pauseDetail: (seconds) =>
    `Too many tries with this ID. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  /** @param {string} action the button's word */
  retry: (action) => `Press ${action} to try again.`,
  /** @param {number} seconds @param {string} action the button's word */
  retryAfter: (seconds, action) =>
    `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then press ${action} again.`,
  /** @param {string} requestId */
  requestId: (requestId) => `Request id: ${requestId}`,
  unreachable: 'The service cannot be reached. Check the network.',
  connectionLost: 'No connection to the service. This page goes on by itself when it is back.',
  noAnswer: 'The service does not answer. It may be very busy.',
  /** @param {number} status of HTTP */
  unreadable: (status) => `The service gave an answer that cannot be read (${status}).`,

  consentMissing: 'Ask the person for their consent, then tick it.',
  consentLabel: 'The person agrees',
  consentText:
    'My photos and a numeric description of my face are kept here, only to confirm who I am. I can ask for them to be erased at any time.',
  photosHeading: 'Photos',
  photoNext: [
    'Look straight at the camera',
    'Now turn your head a little to one side',
    'Once more, to the other side',
  ],
  photosFirst: 'Photos are taken by themselves, once there are an ID and consent.',
  photosDone: 'Enough photos. Press Register.',
  /** @param {number} number */
  photoNumber: (number) => `Photo ${number}`,
  /** @param {number} number */
  removePhoto: (number) => `Remove photo ${number}`,
  qualityHeading: 'Quality',
  quality: {
    face: 'One face',
    place: 'Near, and in the middle',
    pose: 'Looking at the camera',
    free: 'Face and eyes free',
    light: 'Even light',
    sharp: 'Sharp',
  },
  qualityUnknown: 'not judged yet',
  qualityGood: 'good',
  qualityBad: 'to be put right',
  registered: 'Registered',
  registeredSimilar:
    'The face looks like somebody’s who is registered already. Compare the two before this person leaves.',
  registerRefusedNext: 'Check the ID.',

  classOpen: 'Class list',
  classHint: 'A CSV file: one person in a line, the ID first, then the name.',
  /** @param {number} done @param {number} all */
  classProgress: (done, all) => `${done} of ${all} registered`,
  classDone: 'Everybody on the list has had their turn.',
  classEmpty: 'There is no ID in that file.',
  classSkip: 'Skip',
  classClose: 'Close the list',

  /** By the codes of the service, where a person at the desk is to read something else than a caller. @type {Record<string, string>} */
  failures: {
    too_many_attempts: 'Too many tries with this ID. Wait a little, then try again.',
    too_many_unknown_faces: 'Too many faces were not recognised here. Type your ID, or scan your card.',
    attempts_locked: 'This ID is locked here.',
    scope_missing: 'The key of this page does not allow that.',
    subject_already_exists: 'User already exists',
    face_already_enrolled: 'This face is registered under another ID.',
    photos_disagree: 'The photos show different people.',
    group_not_found: 'The group that this page looks in does not exist.',
  },

  keyTitle: 'An API key is needed',
  keyReason:
    'This service answers only to callers with an API key. Whoever runs it can give you one. It is kept until this tab is closed.',
  keyWrong: 'That key was not accepted. Check it, or ask whoever runs the service.',
  keyLabel: 'API key',
  keyCancel: 'Cancel',
  keyContinue: 'Continue',
  keyMissingTitle: 'Nothing was checked.',
  keyMissingDetail: 'The service needs an API key.',
};

/** @typedef {typeof en} Texts */
