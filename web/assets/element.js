// @ts-check
/** Finds the elements that the scripts work with, and fails at once where the HTML does not have one. */
import { place } from './place.js';

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function element(id, type) {
  const found = place.root.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} called ${id}`);
  return found;
}
