// @ts-check
/** The picture in the middle of the page: the camera's preview, a still that is being checked or a chosen photo, and why there is none. */
import { createCamera } from './camera.js';
import { element } from './element.js';
import { text } from './language.js';

/** @typedef {import('./camera.js').CameraState} CameraState */

/** @param {{ onChange: (state: CameraState) => void }} options called with every change of the camera */
export function createStage({ onChange }) {
  const stage = element('stage', HTMLDivElement);
  const video = element('preview', HTMLVideoElement);
  const frozen = element('frozen', HTMLCanvasElement);
  const again = element('camera-again', HTMLButtonElement);
  const note = element('camera-status', HTMLParagraphElement);
  /** @type {CameraState} */
  let state = 'starting';
  let covered = false;

  function update() {
    const broken = state !== 'live' && state !== 'starting';
    stage.dataset.shows = covered ? 'file' : state === 'live' ? 'camera' : 'note';
    note.textContent = covered ? '' : noteFor(state);
    again.hidden = covered || !broken || state === 'insecure';
  }

  const camera = createCamera({
    video,
    onState: (next) => {
      state = next;
      update();
      onChange(next);
    },
  });

  // The stage takes the shape of the picture, so that nobody is in the photo who is not in the preview.
  video.addEventListener('resize', () => {
    if (video.videoHeight > 0)
      stage.style.setProperty('--shape', String(video.videoWidth / video.videoHeight));
  });
  again.addEventListener('click', camera.start);

  return {
    /** Turns the camera on; the page has to be ready for its changes. */
    start: camera.start,
    settled: camera.settled,
    still: camera.still,
    anotherPicture: camera.anotherPicture,
    isLive: () => state === 'live',
    isBroken: () => state !== 'live' && state !== 'starting',
    /** A chosen photo lies over the preview. */
    cover: () => {
      covered = true;
      update();
    },
    uncover: () => {
      covered = false;
      update();
    },
    /** Shows the still that was taken. @param {ImageBitmap} still */
    freeze: (still) => {
      frozen.width = still.width;
      frozen.height = still.height;
      frozen.getContext('2d')?.drawImage(still, 0, 0);
      frozen.hidden = false;
    },
    /** Goes back to the preview, and wipes the still. */
    thaw: () => {
      frozen.hidden = true;
      frozen.width = 0;
    },
    /** Says the note anew, in another language. */
    say: update,
  };
}

/** @param {CameraState} state @returns {string} */
function noteFor(state) {
  switch (state) {
    case 'live':
      return '';
    case 'starting':
      return text.cameraStarting;
    case 'insecure':
      return text.cameraInsecure;
    case 'refused':
      return text.cameraRefused;
    case 'absent':
      return text.cameraAbsent;
    case 'taken':
      return text.cameraTaken;
  }
}
