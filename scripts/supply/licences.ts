/** Under which licences a package may be shipped with facedesk, by their SPDX identifiers (https://spdx.org/licenses). */

/** Why the one that asks for more than a notice is among them: see `copyleft`. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
];

/**
 * libvips is a shared library of its own, which is loaded at run time and which anybody can put another in the place of;
 * that is what the LGPL asks of a program that uses one.
 */
const copyleft = ['LGPL-3.0-or-later'];

export const allowedLicences: ReadonlySet<string> = new Set([...permissive, ...copyleft]);

/**
 * Whether an SPDX expression lets us choose allowed licences only; no expression does not.
 * @throws Error where it has both AND and OR, which nobody needed so far and which has to be read by a person.
 */
export function isAllowed(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const plain = expression.replaceAll(/[()]/g, '');
  if (plain.includes(' AND ') && plain.includes(' OR '))
    throw new Error(`Read the licence "${expression}" and teach isAllowed() to.`);
  if (plain.includes(' OR ')) return plain.split(' OR ').some((id) => allowedLicences.has(id));
  return plain.split(' AND ').every((id) => allowedLicences.has(id));
}

/** A licence as CycloneDX 1.6 writes one: an identifier, an expression, or the words of whoever made the thing. */
export function licenceChoice(licence: string): object[] {
  if (/ (AND|OR) /.test(licence)) return [{ expression: licence }];
  return [{ license: allowedLicences.has(licence) ? { id: licence } : { name: licence } }];
}
