/** What the store keeps of people beside their faces: metadata and groups, and lists of people by them. Types only. */
import type { Metadata } from '../domain/metadata.js';
import type { IdKey, SubjectId } from '../domain/subject-id.js';
import type { Subject } from './index.js';

/** A person with what else is known of them. */
export interface DirectoryEntry extends Subject {
  readonly idKey: IdKey;
  readonly metadata: Metadata;
  /** Counts the changes of the metadata; 0 where there never were any. */
  readonly metadataVersion: number;
  /** Ids of the groups that they belong to, in alphabetical order. */
  readonly groups: readonly string[];
}

export interface DirectoryFilter {
  /** People whose id begins so. */
  readonly idPrefix?: IdKey;
  /** People whose metadata have such members: the value as JSON, any of those that are given. */
  readonly metadata?: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** True: people with a template; false: people who still need one. */
  readonly enrolled?: boolean;
  /** Members of this group; a group that does not exist has none. */
  readonly groupId?: string;
  /** Only these people. */
  readonly subjectNos?: readonly number[];
}

/** The last person of a page; the next page starts behind them. */
export interface DirectoryPosition {
  readonly subjectNo: number;
  readonly idKey: IdKey;
}

export interface DirectoryPage {
  /** In the order in which they came; by id where a prefix is asked for. */
  readonly entries: readonly DirectoryEntry[];
  /** Where the next page starts; null at the end. */
  readonly next: DirectoryPosition | null;
}

/** What is written of a person together with their enrolment, or later. */
export interface SubjectDetails {
  readonly metadata?: Metadata;
  /** Groups that exist. */
  readonly groups?: readonly string[];
}

export interface DirectoryStore {
  /** Null where no row of `users` has this id. */
  find(key: IdKey): Promise<DirectoryEntry | null>;
  page(
    filter: DirectoryFilter,
    window: { readonly limit: number; readonly after?: DirectoryPosition },
  ): Promise<DirectoryPage>;
  /**
   * Writes a user who still has to enrol a face.
   * @throws FacedeskError user_already_exists
   */
  register(subjectId: SubjectId, details: SubjectDetails): Promise<Subject>;
  /**
   * Replaces a person's metadata; false, and nothing is changed, where they are not at `version` any more.
   */
  putMetadata(subjectNo: number, metadata: Metadata, version: number): Promise<boolean>;
}

export interface Group {
  readonly groupId: string;
  readonly description: string;
  /** UTC, to the second: 2023-07-23T12:34:56. */
  readonly createdAt: string;
  readonly memberCount: number;
}

export interface GroupStore {
  /** In alphabetical order; starts behind `after`. */
  page(window: { readonly limit: number; readonly after?: string }): Promise<Group[]>;
  find(groupId: string): Promise<Group | null>;
  /** False where there is one with this id. */
  create(group: { readonly groupId: string; readonly description: string }): Promise<boolean>;
  /** False where there was none. Its members stay enrolled. */
  delete(groupId: string): Promise<boolean>;
  /** False where there is no such group, or the person is gone. Does nothing where they are a member already. */
  addMember(groupId: string, subjectNo: number): Promise<boolean>;
  /** False where there is no such group. Does nothing where they are no member. */
  removeMember(groupId: string, subjectNo: number): Promise<boolean>;
  /** The numbers of everybody in any of these groups. */
  membersOf(groupIds: readonly string[]): Promise<number[]>;
}
