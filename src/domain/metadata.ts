/**
 * What may be noted of a person beside their face: a JSON object of limited size, of which the plain members can be searched
 * for. The service reads no meaning into it.
 */
import { FacedeskError } from './errors.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Metadata = { readonly [name: string]: Json };

/** Bytes of the object as JSON, in UTF-8. */
export const maxMetadataBytes = 8192;
/** Members of the object itself. */
export const maxMetadataMembers = 64;
/** Characters of a member's name. */
export const maxMetadataNameLength = 64;
/** Characters of a member's value as JSON, above which it is kept but cannot be searched for. */
export const maxSearchableLength = 255;

/** @throws FacedeskError metadata_too_large */
export function assertMetadataFits(metadata: Metadata): void {
  const names = Object.keys(metadata);
  if (
    names.length > maxMetadataMembers ||
    names.some((name) => name.length > maxMetadataNameLength) ||
    utf8Length(JSON.stringify(metadata)) > maxMetadataBytes
  ) {
    throw new FacedeskError('metadata_too_large');
  }
}

/** The members that can be searched for: texts, numbers, true and false, as JSON, in which every character can be stored. */
export function searchableMembers(metadata: Metadata): { readonly name: string; readonly value: string }[] {
  return Object.entries(metadata).flatMap(([name, value]) => {
    if (typeof value === 'object' || !isPlainName(name)) return [];
    const json = JSON.stringify(value);
    return json.length > maxSearchableLength ? [] : [{ name, value: json }];
  });
}

/** What a text that somebody searches for can stand for: the text itself, or the number or truth value it is written as. */
export function searchedValues(text: string): string[] {
  const plain = /^(true|false|-?\d+(\.\d+)?)$/.test(text)
    ? [JSON.stringify(JSON.parse(plainNumber(text)))]
    : [];
  return [JSON.stringify(text), ...plain];
}

/** RFC 7396: members that are null are removed, objects are merged, everything else takes the place of what was there. */
export function mergeMetadata(metadata: Metadata, patch: Metadata): Metadata {
  const merged = new Map(Object.entries(metadata));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (isObject(value)) {
      const known = merged.get(name);
      merged.set(name, mergeMetadata(known !== undefined && isObject(known) ? known : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: Json): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A database can refuse other characters in a name, and nobody searches for them. */
function isPlainName(name: string): boolean {
  return !/\p{Cc}|\p{Cs}/u.test(name);
}

/** JSON has no leading zeros. */
function plainNumber(text: string): string {
  return text.replace(/^(-?)0+(?=\d)/, '$1');
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
