// @ts-check
/** Times and numbers as people write them, in the language that is chosen and the time of this device. */
import { language } from '../language.js';
import { words } from './words.js';

/** English as the browser has it, so that days come before months where they do. */
function locale() {
  if (language() === 'hi') return 'hi-IN';
  return navigator.languages.find((one) => one.startsWith('en')) ?? 'en-GB';
}

/** @param {string} iso @returns {string} day and time */
export function dateTime(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** @param {string} iso */
export function day(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(iso));
}

/** The time of today, else the day as well. @param {string} iso */
export function clock(iso) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday
    ? new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(at)
    : new Intl.DateTimeFormat(locale(), {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }).format(at);
}

/** As a mark under a chart: hours of a day, else days. @param {string} iso @param {'hour' | 'day'} unit */
export function tick(iso, unit) {
  /** @type {Intl.DateTimeFormatOptions} */
  const how = unit === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale(), how).format(new Date(iso));
}

/** How long ago, in the largest unit that fits. @param {string} iso */
export function ago(iso) {
  const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, length] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(
    Math.round(seconds / length),
    unit,
  );
}

/** @param {number} value @param {number} [digits] behind the point, at most */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** Of a file or of memory, in the unit that fits. @param {number} bytes */
export function size(bytes) {
  /** @type {readonly (readonly [unit: string, length: number])[]} */
  const units = [
    ['gigabyte', 1e9],
    ['megabyte', 1e6],
    ['kilobyte', 1e3],
  ];
  const [unit, length] = units.find(([, one]) => bytes >= one) ?? ['byte', 1];
  const maximumFractionDigits = bytes / length < 100 && length > 1 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, maximumFractionDigits }).format(
    bytes / length,
  );
}

/** A large number in few letters: 10K. @param {number} value */
export function short(value) {
  return new Intl.NumberFormat(locale(), { notation: 'compact' }).format(value);
}

/** @param {number} share 0 to 1 */
export function percent(share) {
  const digits = share !== 0 && share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A rate in words: 1 in 12,000. @param {number} rate 0 to 1 */
export function oneIn(rate) {
  if (rate <= 0) return words().shell.none;
  const people = 1 / rate;
  const rounded = people < 10 ? Math.round(people * 10) / 10 : Number(people.toPrecision(2));
  return words().shell.oneIn(number(rounded, 1));
}
