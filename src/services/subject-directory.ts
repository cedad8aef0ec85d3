/**
 * The people and what is noted of them beside their faces: finding, listing, and changing metadata without overwriting what
 * somebody else changed meanwhile. Faces are enrolment's work.
 */
import { FacedeskError } from '../domain/errors.js';
import { assertMetadataFits, mergeMetadata, type Metadata, searchedValues } from '../domain/metadata.js';
import { type IdKey, parseSubjectId } from '../domain/subject-id.js';
import type { Actor, Events } from './events.js';
import type {
  DirectoryEntry,
  DirectoryFilter,
  DirectoryPosition,
  Store,
  SubjectDetails,
} from '../store/index.js';

export type { DirectoryPosition } from '../store/index.js';

export type SubjectState = 'enrolled' | 'awaitingPhoto' | 'locked';

export interface Person extends Omit<DirectoryEntry, 'idKey' | 'metadataVersion'> {
  /** A lock comes before everything else. */
  readonly state: SubjectState;
}

export interface PeopleFilter {
  readonly idPrefix?: string;
  /** Members of the metadata that have to be so. */
  readonly metadata?: readonly { readonly name: string; readonly text: string }[];
  readonly state?: SubjectState;
  readonly groupId?: string;
}

export interface PeopleWindow {
  readonly limit: number;
  readonly after?: DirectoryPosition;
}

export interface People {
  readonly people: readonly Person[];
  readonly next: DirectoryPosition | null;
}

export interface MetadataChange {
  /** RFC 7396. */
  readonly patch: Metadata;
  /** Whether the person, as they are just before the change, are as the caller knows them. */
  readonly expects?: (person: Person) => boolean;
  /** For the record of events. */
  readonly by?: Actor;
}

export interface SubjectDirectory {
  /** @throws FacedeskError user_not_found, id_invalid */
  find(id: string): Promise<Person>;
  list(filter: PeopleFilter, window: PeopleWindow): Promise<People>;
  /**
   * Registers somebody who enrols a face later.
   * @throws FacedeskError user_already_exists, id_invalid, group_not_found, metadata_too_large
   */
  register(id: string, details: SubjectDetails, by?: Actor): Promise<Person>;
  /** @throws FacedeskError user_not_found, id_invalid, precondition_failed, metadata_too_large */
  changeMetadata(id: string, change: MetadataChange): Promise<Person>;
  /** @throws FacedeskError group_not_found, metadata_too_large */
  check(details: SubjectDetails): Promise<void>;
}

/** Which people failed attempts have locked. */
export interface Locks {
  /** Those of these people who are locked. */
  lockedAmong(keys: readonly IdKey[]): Promise<ReadonlySet<IdKey>>;
}

export interface SubjectDirectoryParts {
  readonly store: Pick<Store, 'directory' | 'groups' | 'findSubject'>;
  readonly locks: Locks;
  readonly events: Pick<Events, 'record'>;
}

/** How often a change of metadata is tried again when somebody else's came in between. */
const changeAttempts = 5;
/** People looked at at once where the locked ones are looked for. */
const scanLength = 1000;

export function createSubjectDirectory(parts: SubjectDirectoryParts): SubjectDirectory {
  const { store, events } = parts;
  const find = async (id: string): Promise<Person> => personOf(parts, await findEntry(parts, id));
  const check = (details: SubjectDetails): Promise<void> => assertUsable(parts, details);

  return {
    find,
    check,
    list: async (filter, window) => {
      const wanted = toStoreFilter(filter);
      if (filter.state === 'locked') return listLocked(parts, wanted, window);
      const { entries, next } = await store.directory.page(wanted, window);
      const people = await toPeople(parts, entries);
      return {
        people: people.filter(({ state }) => filter.state === undefined || state === filter.state),
        next,
      };
    },
    register: async (id, details, by) => {
      const subjectId = parseSubjectId(id);
      await check(details);
      if ((await store.findSubject(subjectId.key)) !== null) throw new FacedeskError('user_already_exists');
      const { subjectNo } = await store.directory.register(subjectId, details);
      events.record({ kind: 'subject.registered', subjectNo, ...(by !== undefined && { by }) });
      return find(id);
    },
    changeMetadata: async (id, { patch, expects, by }) => {
      for (let attempt = 0; attempt < changeAttempts; attempt++) {
        const entry = await findEntry(parts, id);
        if (expects !== undefined && !expects(await personOf(parts, entry)))
          throw new FacedeskError('precondition_failed');
        const metadata = mergeMetadata(entry.metadata, patch);
        assertMetadataFits(metadata);
        const { subjectNo, metadataVersion } = entry;
        if (!(await store.directory.putMetadata(subjectNo, metadata, metadataVersion))) continue;
        events.record({ kind: 'subject.updated', subjectNo, ...(by !== undefined && { by }) });
        return find(id);
      }
      throw new FacedeskError('precondition_failed', {
        detail: 'others changed the metadata again and again',
      });
    },
  };
}

type Parts = SubjectDirectoryParts;

async function findEntry({ store }: Parts, id: string): Promise<DirectoryEntry> {
  const { key } = parseSubjectId(id);
  // Takes over a row that another program wrote to `users`.
  const entry = (await store.findSubject(key)) && (await store.directory.find(key));
  if (entry === null) throw new FacedeskError('user_not_found');
  return entry;
}

async function toPeople({ locks }: Parts, entries: readonly DirectoryEntry[]): Promise<Person[]> {
  const locked = await locks.lockedAmong(entries.map(({ idKey }) => idKey));
  return entries.map(({ idKey, metadataVersion: _, ...entry }) => ({
    ...entry,
    state: locked.has(idKey) ? 'locked' : entry.templateCount > 0 ? 'enrolled' : 'awaitingPhoto',
  }));
}

async function personOf(parts: Parts, entry: DirectoryEntry): Promise<Person> {
  return (await toPeople(parts, [entry]))[0]!;
}

/** Locks are few and kept by digests of ids, so those who have one are picked out of all. */
async function listLocked(
  parts: Parts,
  filter: DirectoryFilter,
  { limit, after }: PeopleWindow,
): Promise<People> {
  const found: Person[] = [];
  for (let position = after; ;) {
    const page = await parts.store.directory.page(filter, {
      limit: scanLength,
      ...(position === undefined ? {} : { after: position }),
    });
    const locked = await parts.locks.lockedAmong(page.entries.map(({ idKey }) => idKey));
    for (const entry of page.entries.filter(({ idKey }) => locked.has(idKey))) {
      found.push(await personOf(parts, entry));
      if (found.length === limit)
        return { people: found, next: { subjectNo: entry.subjectNo, idKey: entry.idKey } };
    }
    if (page.next === null) return { people: found, next: null };
    position = page.next;
  }
}

async function assertUsable({ store }: Parts, { metadata, groups = [] }: SubjectDetails): Promise<void> {
  if (metadata !== undefined) assertMetadataFits(metadata);
  for (const groupId of groups) {
    if ((await store.groups.find(groupId)) === null) throw new FacedeskError('group_not_found');
  }
}

function toStoreFilter({ idPrefix, metadata, state, groupId }: PeopleFilter): DirectoryFilter {
  return {
    ...(idPrefix !== undefined && { idPrefix: parseSubjectId(idPrefix).key }),
    ...(metadata !== undefined && {
      metadata: metadata.map(({ name, text }) => ({ name, values: searchedValues(text) })),
    }),
    ...(state === 'enrolled' && { enrolled: true }),
    ...(state === 'awaitingPhoto' && { enrolled: false }),
    ...(groupId !== undefined && { groupId }),
  };
}
