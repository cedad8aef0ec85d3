// @ts-check
/**
 * Photos that are chosen from files. JPEG, PNG and WebP go to the service as they are; what only the browser can read, such as a
 * phone's HEIC, is made a JPEG of here.
 */
import { photoOf } from './jpeg.js';

const takenByService = ['image/jpeg', 'image/png', 'image/webp'];

/** @param {File} file @returns {Promise<Blob | undefined>} undefined where neither side can read it */
export async function photoFromFile(file) {
  if (takenByService.includes(file.type)) return file;
  try {
    const still = await createImageBitmap(file);
    const photo = await photoOf(still);
    still.close();
    return photo;
  } catch {
    return undefined;
  }
}
