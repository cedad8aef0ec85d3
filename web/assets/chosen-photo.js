// @ts-check
/** One photo that is chosen from a file in the place of the camera's, and its preview. */
import { element } from './element.js';
import { photoFromFile } from './photo-file.js';

/**
 * @param {object} parts
 * @param {{ cover(): void, uncover(): void }} parts.stage
 * @param {() => void} parts.onChoice
 */
export function createChosenPhoto({ stage, onChoice }) {
  const input = element('file', HTMLInputElement);
  const preview = element('chosen', HTMLImageElement);

  function changed() {
    const file = input.files?.[0];
    URL.revokeObjectURL(preview.src);
    preview.hidden = file === undefined;
    if (file === undefined) {
      preview.removeAttribute('src');
      stage.uncover();
      return;
    }
    preview.src = URL.createObjectURL(file);
    stage.cover();
    onChoice();
  }

  input.addEventListener('change', changed);
  return {
    /** What the browser cannot read goes as it is: the service says what is wrong with it. */
    photo: async () => {
      const file = input.files?.[0];
      return file === undefined ? undefined : ((await photoFromFile(file)) ?? file);
    },
    drop: () => {
      input.value = '';
      changed();
    },
  };
}
