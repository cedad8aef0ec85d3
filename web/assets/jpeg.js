// @ts-check
/** Makes JPEG files of stills. */

/** Between files that are too large to send quickly and artefacts that a face comparison would notice. */
const photoQuality = 0.92;

/** Coarser, for frames that are looked at once. */
const frameQuality = 0.85;

/** Of the frames that are judged while somebody places themselves, in pixels: small enough for five a second. */
const frameWidthPx = { verification: 480, enrolment: 640 };

/** A photo in full size. @param {ImageBitmap} still */
export async function photoOf(still) {
  return encoded(still, { widthPx: still.width, quality: photoQuality });
}

/** A small frame to be judged. @param {ImageBitmap} still @param {keyof typeof frameWidthPx} policy */
export async function frameOf(still, policy) {
  return encoded(still, { widthPx: Math.min(still.width, frameWidthPx[policy]), quality: frameQuality });
}

/** @param {ImageBitmap} still @param {{ widthPx: number, quality: number }} options @returns {Promise<Blob>} */
function encoded(still, { widthPx, quality }) {
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = Math.round((still.height * widthPx) / still.width);
  canvas.getContext('2d')?.drawImage(still, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no JPEG came out')) : resolve(blob)),
      'image/jpeg',
      quality,
    );
  });
}
