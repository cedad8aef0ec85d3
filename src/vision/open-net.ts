/** Opens a net that the settings choose by name, so that whatever is wrong with it stops the start with a sentence. */
import { FacedeskError } from '../domain/errors.js';
import { ModelPackError } from './models/packs/model-pack-error.js';

/** @throws FacedeskError models_unavailable where `open` fails, saying why where that is known. */
export async function openOrExplain<Opened>(name: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof FacedeskError) throw error;
    const detail = error instanceof ModelPackError ? error.message : `the model ${name} does not work`;
    throw new FacedeskError('models_unavailable', { detail, cause: error });
  }
}
