// @ts-check
/**
 * Reads barcodes and QR codes that are held before the camera, where the browser can (BarcodeDetector: Chrome on Android, macOS and
 * ChromeOS). Elsewhere ids come from the keyboard, which is what a hand scanner is.
 */

import { place } from './place.js';

/**
 * @typedef {{ detect(source: ImageBitmap): Promise<{ rawValue: string }[]> }} Detector
 * @typedef {{ new (): Detector, getSupportedFormats(): Promise<string[]> }} DetectorType
 */

const paceMs = 400;

/** A code that stays in the picture is read once. */
const sameCodeMs = 8000;

/** No id is longer. */
const maxLength = 255;

/**
 * @param {object} parts
 * @param {() => Promise<ImageBitmap | undefined>} parts.still
 * @param {() => boolean} parts.isWanted whether an id is awaited
 * @param {(id: string) => void} parts.onId
 */
export async function scanCodes({ still, isWanted, onId }) {
  const type = /** @type {{ BarcodeDetector?: DetectorType }} */ (globalThis).BarcodeDetector;
  const formats = (await type?.getSupportedFormats().catch(() => [])) ?? [];
  if (type === undefined || formats.length === 0) return;
  const { life } = place;
  const detector = new type();
  let last = '';
  let lastAt = -sameCodeMs;

  while (!life.aborted) {
    await new Promise((resolve) => setTimeout(resolve, paceMs));
    const seen = document.hidden || !isWanted() ? undefined : await still();
    if (seen === undefined) continue;
    const codes = await detector.detect(seen).catch(() => []);
    seen.close();
    const id = codes[0]?.rawValue.trim() ?? '';
    // Two codes in the picture: nobody can say which one is meant.
    if (id === '' || codes.length > 1 || id.length > maxLength || !isWanted()) continue;
    if (id === last && performance.now() - lastAt < sameCodeMs) continue;
    last = id;
    lastAt = performance.now();
    onId(id);
  }
}
