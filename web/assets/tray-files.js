// @ts-check
/** Photos from files for the tray, each judged as it arrives. */
import { element } from './element.js';
import { photoFromFile } from './photo-file.js';
import { hintOf, judge } from './service.js';
import { places } from './tray.js';

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./tray.js').createTray>} parts.tray
 * @param {() => void} parts.onStart
 * @param {() => void} parts.onEnd
 */
export function takeFiles({ tray, onStart, onEnd }) {
  const input = element('file', HTMLInputElement);

  /** @param {File} file */
  async function take(file) {
    // What the browser cannot read goes as it is: the service says what is wrong with it.
    const photo = (await photoFromFile(file)) ?? file;
    const judgement = await judge(photo, 'enrolment');
    if (typeof judgement === 'string') return tray.add(photo, 'unknown', '');
    const [finding] = judgement.findings;
    tray.add(photo, judgement.accepted ? 'good' : 'bad', finding === undefined ? '' : hintOf(finding));
  }

  input.addEventListener('change', async () => {
    onStart();
    const files = [...(input.files ?? [])].slice(0, places);
    input.value = '';
    for (const file of files) await take(file);
    onEnd();
  });
}
