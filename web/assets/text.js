// @ts-check
/**
 * Every English word that the pages say, in one place, so that a translation is one more file like this one. The HTML names
 * its texts by key; what the service itself says arrives with its answers.
 */

export const text = {
  verifyPageTitle: 'Verify · facedesk',
  verifyHeading: 'Look at the camera and give your ID',
  verify: 'Verify',
  registerPageTitle: 'Register · facedesk',
  registerHeading: 'Register one person',
  register: 'Register',

  idLabel: 'ID',
  verifyHint: 'Scan your card, or type your ID and press Enter.',
  registerHint: 'One face in the picture, looking straight at the camera. Then press Enter.',
  idMissing: 'Scan or type an ID first.',
  previewLabel: 'What the camera sees, as in a mirror',
  chosenPhoto: 'The photo that you chose',
  choosePhoto: 'Use a photo from a file',
  dropPhoto: 'Use the camera',

  cameraStarting: 'Starting the camera…',
  cameraInsecure:
    'The browser gives no camera to this page, because it was not opened over HTTPS or on localhost. Open it that way, or use a photo from a file.',
  cameraRefused:
    'The camera is blocked. Allow it for this page in the browser’s address bar, or use a photo from a file.',
  cameraAbsent: 'No camera was found. Connect one, or use a photo from a file.',
  cameraTaken: 'The camera does not start. Close other programs that use it, or use a photo from a file.',
  cameraAgain: 'Try the camera again',

  sending: 'Checking…',
  noPhotoTitle: 'There is no photo yet.',
  noPhotoDetail: 'Start the camera, or use a photo from a file.',

  /** @param {string} id */
  welcome: (id) => `Welcome, ${id}`,
  registered: 'Registered',
  verifyRefusedNext: 'Try again, or ask at the desk.',
  registerRefusedNext: 'Check the ID.',
  /** @param {string} action the button's word */
  retry: (action) => `Press ${action} to try again.`,
  /** @param {number} seconds @param {string} action the button's word */
  retryAfter: (seconds, action) =>
    `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then press ${action} again.`,
  /** @param {string} requestId */
  requestId: (requestId) => `Request id: ${requestId}`,
  unreachable: 'The service cannot be reached. Check the network.',
  noAnswer: 'The service does not answer. It may be very busy.',
  /** @param {number} status of HTTP */
  unreadable: (status) => `The service gave an answer that cannot be read (${status}).`,

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

/**
 * Puts the words into the elements that name them: `data-text` as content, `data-label` for screen readers, `data-alt` on
 * pictures.
 */
export function fillTexts() {
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = wording(element, 'data-text');
  for (const element of document.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', wording(element, 'data-label'));
  for (const element of document.querySelectorAll('[data-alt]'))
    element.setAttribute('alt', wording(element, 'data-alt'));
}

/** @param {Element} element @param {string} attribute */
function wording(element, attribute) {
  const key = element.getAttribute(attribute);
  const words = text[/** @type {keyof typeof text} */ (key)];
  if (typeof words !== 'string') throw new Error(`no text is called ${key}`);
  return words;
}
