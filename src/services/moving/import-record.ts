/** What an import writes of one person, and what it says of each of their photos. */
import type { PhotoRole } from '../../domain/moving/choose-reference.js';
import { legacyName } from '../../domain/moving/legacy-file-name.js';
import type { PhotoSource, SubjectRecord } from '../../store/index.js';
import type { ExaminedPhoto } from './examine-photo.js';
import type { RowVerdict } from './import-report.js';
import type { PhotoGroup } from './photo-groups.js';

export interface ChosenPhotos {
  readonly group: PhotoGroup;
  /** In the order of the group's claims, as `examined`; one of them is the reference. */
  readonly roles: readonly PhotoRole[];
  readonly examined: readonly ExaminedPhoto[];
}

/**
 * The record of a person with the reference as template. Where the table of users does not say when they were registered,
 * it is the time of the oldest photo that shows them, and now where that is not known either.
 */
export function recordOf(
  { group, roles, examined }: ChosenPhotos,
  { modelId, source }: { readonly modelId: string; readonly source: PhotoSource },
): SubjectRecord {
  const reference = roles.indexOf('reference');
  const { features, ...photo } = examined[reference]!;
  if (features === null) throw new Error('a reference has features');
  const own = group.claims.filter((_, at) => roles[at] === 'reference' || roles[at] === 'same_person');
  const id = group.id.display;
  const createdAt = group.claims[reference]!.takenAt ?? utcNow();
  const kept = 'keptPhoto' in photo ? photo.keptPhoto : undefined;
  return {
    id,
    timestamp: group.registeredAt ?? own[0]?.takenAt ?? utcNow(),
    templates: [{ modelId, features, createdAt, source }],
    photos: kept === undefined ? [] : [{ ...kept, fileName: legacyName(id, createdAt), createdAt }],
  };
}

/** A user of the old table without a face. */
export function recordWithoutFace({ id, registeredAt }: PhotoGroup): SubjectRecord {
  return { id: id.display, timestamp: registeredAt ?? utcNow(), templates: [], photos: [] };
}

export function verdictsOf({ roles, examined }: ChosenPhotos, ofReference: RowVerdict): RowVerdict[] {
  return roles.map((role, at) => {
    const photo = examined[at]!;
    if (photo.features === null) return photo.verdict;
    // Only photos without features are unusable, and those are gone.
    return role === 'reference' || role === 'unusable' ? ofReference : role;
  });
}

export function notesOnPickles(pickles: readonly string[]): string[] {
  if (pickles.length === 0) return [];
  const files = pickles.length === 1 ? 'One .pkl file was' : `${pickles.length} .pkl files were`;
  return [
    `${files} not opened: opening a Python pickle runs whatever program is in it, and the features in it are of ` +
      'another model. Features were made anew from the photos.',
  ];
}

function utcNow(): string {
  return new Date().toISOString().slice(0, 19);
}
