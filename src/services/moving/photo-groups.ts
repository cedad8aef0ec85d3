/** Brings together what a source claims of one person: their photos, by id, and what the old table of users knows of them. */
import { FacedeskError } from '../../domain/errors.js';
import { isTime } from '../../domain/moving/legacy-file-name.js';
import { type IdKey, parseSubjectId, type SubjectId } from '../../domain/subject-id.js';
import type { ImportRow } from './import-report.js';
import type { PhotoClaim } from './photo-claims.js';

/** A row of the old table of users. */
export interface OldUser {
  readonly id: string;
  /** As UserRow has it; null where the table does not say. */
  readonly timestamp: string | null;
}

export interface PhotoGroup {
  readonly id: SubjectId;
  /** When the person was registered, where the table of users says so. */
  readonly registeredAt: string | null;
  /** Oldest first, then by name; empty for a user without a photo. */
  readonly claims: readonly PhotoClaim[];
}

export interface Grouping {
  readonly groups: readonly PhotoGroup[];
  /** Photos that belong to nobody, and users with an impossible id. */
  readonly rejected: readonly Omit<ImportRow, 'sameFaceAs'>[];
}

/**
 * Groups by id, without regard to case. Where the users are known, a photo of anybody else is of somebody who was deleted,
 * or never registered, and is rejected.
 */
export function groupByPerson(
  claims: readonly PhotoClaim[],
  users: readonly OldUser[] | undefined,
): Grouping {
  const rejected: Omit<ImportRow, 'sameFaceAs'>[] = [];
  const groups = new Map<IdKey, { id: SubjectId; registeredAt: string | null; claims: PhotoClaim[] }>();
  for (const { id, timestamp } of users ?? []) {
    const parsed = tryToParse(id);
    if (parsed === null) {
      rejected.push({ id, photo: '', takenAt: timestamp, verdict: 'id_invalid' });
    } else if (!groups.has(parsed.key)) {
      const registeredAt = timestamp !== null && isTime(timestamp) ? timestamp : null;
      groups.set(parsed.key, { id: parsed, registeredAt, claims: [] });
    }
  }
  for (const claim of claims.toSorted(byTime)) {
    const parsed = tryToParse(claim.id);
    const group = parsed === null ? undefined : groups.get(parsed.key);
    if (group !== undefined) group.claims.push(claim);
    else if (parsed !== null && users === undefined) {
      groups.set(parsed.key, { id: parsed, registeredAt: null, claims: [claim] });
    } else {
      const { id, photo, takenAt } = claim;
      const verdict = parsed === null ? 'id_invalid' : 'not_a_user';
      rejected.push({ id, photo, takenAt, verdict });
    }
  }
  return { groups: [...groups.values()], rejected };
}

function tryToParse(id: string): SubjectId | null {
  try {
    return parseSubjectId(id);
  } catch (error) {
    if (error instanceof FacedeskError && error.code === 'id_invalid') return null;
    throw error;
  }
}

/** The sort is stable, so equal and unknown times leave the order of the names. */
function byTime(a: PhotoClaim, b: PhotoClaim): number {
  const [first, second] = [a.takenAt ?? '~', b.takenAt ?? '~'];
  return first < second ? -1 : Number(first > second);
}
