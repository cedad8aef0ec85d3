// @ts-check
/** Short tones with results, made here and loaded from nowhere, and the button that silences them for good. */
import { element } from './element.js';
import { text } from './language.js';
import { prefer, preference } from './preferences.js';

/** Hertz one after the other; a rise is a yes, a fall is a no. */
const melodies = { good: [660, 990], bad: [330, 220], advice: [440], shutter: [1200] };

const toneS = 0.14;
const loudness = 0.12;

export function createSounds() {
  const button = element('sound', HTMLButtonElement);
  let on = preference('sound') !== 'off';
  /** @type {AudioContext | undefined} */
  let context;

  function say() {
    button.setAttribute('aria-pressed', String(on));
    button.setAttribute('aria-label', on ? text.soundOn : text.soundOff);
    button.title = on ? text.soundOn : text.soundOff;
  }

  /** @param {keyof typeof melodies} name */
  function play(name) {
    if (!on || typeof AudioContext === 'undefined') return;
    context ??= new AudioContext();
    // Browsers keep it silent until somebody has touched the page; then the next one is heard.
    if (context.state === 'suspended') void context.resume();
    const speaker = context;
    melodies[name].forEach((hertz, index) => {
      const start = speaker.currentTime + index * toneS;
      const tone = speaker.createOscillator();
      const volume = speaker.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(loudness, start + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.001, start + toneS);
      tone.connect(volume).connect(speaker.destination);
      tone.start(start);
      tone.stop(start + toneS);
    });
  }

  button.addEventListener('click', () => {
    on = !on;
    prefer('sound', on ? 'on' : 'off');
    say();
    play('good');
  });
  say();
  return { play, say };
}
