/**
 * What an id is, for every door of the service: trimmed, Unicode NFC, 1 to 255 characters, no control characters,
 * compared without regard to case. Stores key on the bytes of `key`, so that no database's collation has a say.
 */
import { FacedeskError } from './errors.js';

export const maxIdCharacters = 255;

/** An id as its owner wrote it, trimmed and in NFC. */
export type DisplayId = string & { readonly __brand: 'DisplayId' };
/** The form in which two ids are compared: equal keys mean the same subject. */
export type IdKey = string & { readonly __brand: 'IdKey' };

export interface SubjectId {
  readonly display: DisplayId;
  readonly key: IdKey;
}

/**
 * Checks and normalises an id that is not blank.
 * Characters are counted as Unicode code points, as MySQL and PostgreSQL count a VARCHAR(255).
 * @throws FacedeskError id_invalid
 */
export function parseSubjectId(raw: string): SubjectId {
  const display = raw.normalize('NFC').trim();
  if (
    display === '' ||
    [...display].length > maxIdCharacters ||
    /\p{Cc}/u.test(display) ||
    !display.isWellFormed()
  ) {
    throw new FacedeskError('id_invalid');
  }
  return { display: display as DisplayId, key: idKey(display) };
}

/** True where a field counts as absent: not sent, or nothing but white space. */
export function isBlank(raw: string | undefined): raw is undefined | '' {
  return raw === undefined || raw.trim() === '';
}

/**
 * Approximates Unicode full case folding (Unicode Standard, 3.13) by upper then lower case, so that "ß" equals "SS" and
 * final sigma equals sigma, as case folding has it.
 */
function idKey(display: string): IdKey {
  return display.toUpperCase().toLowerCase().normalize('NFC') as IdKey;
}
