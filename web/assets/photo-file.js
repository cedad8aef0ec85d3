// @ts-check
/** A photo that is chosen from a file instead of taken, and its preview. The file is sent as it is. */
import { element } from './element.js';

/** @param {() => void} onChange after a photo was chosen or dropped */
export function createPhotoFile(onChange) {
  const input = element('file', HTMLInputElement);
  const preview = element('chosen', HTMLImageElement);
  let address = '';

  function changed() {
    const file = input.files?.[0];
    URL.revokeObjectURL(address);
    address = file === undefined ? '' : URL.createObjectURL(file);
    if (file === undefined) preview.removeAttribute('src');
    else preview.src = address;
    preview.hidden = file === undefined;
    onChange();
  }

  function drop() {
    input.value = '';
    changed();
  }

  input.addEventListener('change', changed);
  element('drop-file', HTMLButtonElement).addEventListener('click', drop);
  return { chosen: () => input.files?.[0], drop };
}
