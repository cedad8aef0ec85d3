// @ts-check
/**
 * Keeps the camera running while the page is seen, and takes photos: the whole picture at the camera's own resolution, not
 * mirrored, whatever the preview looks like.
 */

/** @typedef {'insecure' | 'refused' | 'absent' | 'taken'} CameraProblem why there is no picture */
/** @typedef {'starting' | 'live' | CameraProblem} CameraState */

/** @type {MediaStreamConstraints} */
const constraints = {
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' },
};

/** Between files that are too large to send quickly and artefacts that a face comparison would notice. */
const jpegQuality = 0.92;

/**
 * @param {object} parts
 * @param {HTMLVideoElement} parts.video shows the preview
 * @param {HTMLCanvasElement} parts.canvas holds the last photo until `forget`
 * @param {(state: CameraState) => void} parts.onState
 */
export function createCamera({ video, canvas, onState }) {
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

  document.addEventListener('visibilitychange', () => (document.hidden ? release() : start()));
  navigator.mediaDevices?.addEventListener('devicechange', () => {
    if (stream === undefined && !document.hidden) start();
  });

  return {
    start,
    /**
     * Waits for a camera that is still starting.
     * @returns {Promise<Blob | undefined>} a JPEG, or undefined where there is no camera
     */
    takePhoto: async () => {
      await starting;
      if (stream === undefined) return undefined;
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      return toJpeg(canvas);
    },
    /** Wipes the last photo. */
    forget: () => {
      canvas.width = 0;
    },
  };
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob | undefined>} */
function toJpeg(canvas) {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', jpegQuality);
  });
}

/** @param {unknown} error of getUserMedia @returns {CameraProblem} */
function problemOf(error) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError') return 'absent';
  return 'taken';
}
