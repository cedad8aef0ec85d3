// @ts-check
/**
 * Keeps the camera running while the page is seen, and takes stills: the whole picture at the camera's own resolution, not
 * mirrored, whatever the preview looks like.
 */

import { place } from './place.js';

/** @typedef {'insecure' | 'refused' | 'absent' | 'taken'} CameraProblem why there is no picture */
/** @typedef {'starting' | 'live' | CameraProblem} CameraState */

/** @type {MediaStreamConstraints} */
const constraints = {
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' },
};

/** Cameras in the dark take five pictures a second; slower ones have stopped. */
const pictureTimeoutMs = 250;

/**
 * @param {object} parts
 * @param {HTMLVideoElement} parts.video shows the preview
 * @param {(state: CameraState) => void} parts.onState
 */
export function createCamera({ video, onState }) {
  const { life } = place;
  /** @type {MediaStream | undefined} */
  let stream;
  /** @type {Promise<void>} */
  let starting = Promise.resolve();
  // A stream that arrives after a later start or stop is closed again.
  let turn = 0;

  function release() {
    turn += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
  }

  function start() {
    starting = open();
  }

  async function open() {
    release();
    const mine = turn;
    onState('starting');
    if (navigator.mediaDevices === undefined) return onState('insecure');
    try {
      const opened = await navigator.mediaDevices.getUserMedia(constraints);
      if (mine !== turn) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      video.srcObject = opened;
      for (const track of opened.getTracks()) track.addEventListener('ended', start);
      await video.play();
      if (mine === turn) onState('live');
    } catch (error) {
      if (mine !== turn) return;
      release();
      onState(problemOf(error));
    }
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? release() : start()), {
    signal: life,
  });
  navigator.mediaDevices?.addEventListener(
    'devicechange',
    () => {
      if (stream === undefined && !document.hidden) start();
    },
    { signal: life },
  );
  life.addEventListener('abort', release);

  return {
    start,
    /** Resolves when a camera that was starting runs, or is known not to. */
    settled: () => starting,
    /** Resolves when the camera has another picture than before: to true, or to false where none comes. */
    anotherPicture: () =>
      new Promise((/** @type {(came: boolean) => void} */ resolve) => {
        setTimeout(resolve, pictureTimeoutMs, false);
        if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve(true));
      }),
    /** What the camera sees now, to be closed by who took it; undefined where there is no picture. */
    still: async () =>
      stream === undefined || video.videoWidth === 0 ? undefined : createImageBitmap(video),
  };
}

/** @param {unknown} error of getUserMedia @returns {CameraProblem} */
function problemOf(error) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError') return 'absent';
  return 'taken';
}
