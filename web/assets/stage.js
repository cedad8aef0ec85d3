// @ts-check
/** The picture in the middle of the page: the camera's preview or a chosen photo, and why there is none. */
import { createCamera } from './camera.js';
import { element } from './element.js';
import { createPhotoFile } from './photo-file.js';
import { text } from './text.js';

/** @type {Record<import('./camera.js').CameraState, string>} */
const notes = {
  starting: text.cameraStarting,
  live: '',
  insecure: text.cameraInsecure,
  refused: text.cameraRefused,
  absent: text.cameraAbsent,
  taken: text.cameraTaken,
};

/**
 * @param {object} options
 * @param {'always' | 'withoutCamera'} options.offersFile
 * @param {() => void} options.onPhotoChosen
 */
export function createStage({ offersFile, onPhotoChosen }) {
  const stage = element('stage', HTMLDivElement);
  const video = element('preview', HTMLVideoElement);
  const shot = element('shot', HTMLCanvasElement);
  const again = element('camera-again', HTMLButtonElement);
  /** @type {import('./camera.js').CameraState} */
  let state = 'starting';

  function update() {
    const chosen = file.chosen() !== undefined;
    const broken = state !== 'live' && state !== 'starting';
    stage.dataset.shows = chosen ? 'file' : state === 'live' ? 'camera' : 'note';
    element('camera-status', HTMLParagraphElement).textContent = chosen ? '' : notes[state];
    again.hidden = chosen || !broken || state === 'insecure';
    const offersCamera = chosen && !broken;
    element('drop-file', HTMLButtonElement).hidden = !offersCamera;
    element('file-label', HTMLLabelElement).hidden =
      offersCamera || (offersFile === 'withoutCamera' && !broken);
  }

  const file = createPhotoFile(() => {
    update();
    if (file.chosen() !== undefined) onPhotoChosen();
  });
  const camera = createCamera({
    video,
    canvas: shot,
    onState: (next) => {
      state = next;
      update();
    },
  });

  // The stage takes the shape of the picture, so that nobody is in the photo who is not in the preview.
  video.addEventListener('resize', () => {
    if (video.videoHeight > 0)
      stage.style.setProperty('--shape', String(video.videoWidth / video.videoHeight));
  });
  again.addEventListener('click', camera.start);
  camera.start();

  return {
    /** The photo to send, which stays in sight until `release`; undefined where there is none. */
    takePhoto: async () => {
      const chosen = file.chosen();
      if (chosen !== undefined) return chosen;
      const photo = await camera.takePhoto();
      shot.hidden = photo === undefined;
      return photo;
    },
    /** Goes back to the preview. @param {{ keepsFile: boolean }} options */
    release: ({ keepsFile }) => {
      shot.hidden = true;
      camera.forget();
      if (!keepsFile && file.chosen() !== undefined) file.drop();
    },
  };
}
