/**
 * What the store promises of the photos that people are enrolled with, of the templates that verifications add to them, and
 * of people who may be one person. Its methods throw what the store's do.
 */
import type { KeptPhoto } from '../domain/face.js';
import type { Features } from '../domain/features.js';
import type { NewEnrolment } from './index.js';

/**
 * How an enrolled photo came: with a registration, afterwards, in an import of photos, from the old service's folder, from
 * another database of facedesk, or embedded anew from the photo that was kept.
 */
export type PhotoSource = 'registered' | 'added' | 'imported' | 'oldService' | 'moved' | 'reembedded';

/** Where enrolled photos come from. */
export interface PhotoOrigin {
  readonly source: PhotoSource;
  /** The public part of the key that they came with; absent where there was none. */
  readonly keyId?: string;
}

export interface RefreshedRecord {
  readonly modelId: string;
  readonly features: Features;
  readonly createdAt: string;
  readonly quality: number;
  /** Normalised, against the enrolled photos. */
  readonly score: number;
  /** Of the verification that it comes from; absent where it came without one. */
  readonly requestId?: string;
}

/** An enrolled photo of a person. */
export interface StoredPhoto {
  /** This store's own number for the photo, never reused: that of its template under the model asked for. */
  readonly photoNo: number;
  /** 0 to 100; null where it was not judged. */
  readonly quality: number | null;
  /** What is kept of the picture itself. */
  readonly kept: KeptPhoto['kind'] | 'none';
  /** Absent where it was not noted, as of photos of earlier versions. */
  readonly from?: PhotoOrigin;
  /** As in UserRow. */
  readonly createdAt: string;
}

/** The enrolled photos of people who are enrolled. */
export interface PhotoStore {
  /** In the order in which they were enrolled; empty where the subject is gone. */
  list(subjectNo: number, modelId: string): Promise<StoredPhoto[]>;
  /** Null where there is no such photo, or nothing was kept of it. */
  read(subjectNo: number, photoNo: number): Promise<KeptPhoto | null>;
  /**
   * Adds photos to those that a person has, in one transaction; their numbers in that order, or null, and nothing is changed,
   * where the subject is gone or would have more than `most` photos then.
   */
  add(
    subjectNo: number,
    photos: Pick<NewEnrolment, 'modelId' | 'photos' | 'from'>,
    most: number,
  ): Promise<number[] | 'subject gone' | 'too many'>;
  /**
   * Erases a photo, its templates under every model, and all that was refreshed, which was measured against the photos that
   * there were. The last photo stays: without it the person would not be enrolled.
   */
  remove(subjectNo: number, photoNo: number): Promise<'removed' | 'unknown' | 'last photo'>;
}

export interface NewRefresh extends Omit<RefreshedRecord, 'createdAt'> {
  readonly subjectNo: number;
  readonly state: 'refreshed' | 'proposed';
  /** Numbers of the enrolled templates that it was measured against. */
  readonly measuredAgainst: readonly number[];
}

/** A template that a verification added, or that waits for somebody to look at it. */
export interface StoredRefresh extends Omit<RefreshedRecord, 'features'> {
  readonly refreshNo: number;
  readonly subjectNo: number;
  readonly state: 'refreshed' | 'proposed';
}

/** Templates that come from verifications. They never take the place of an enrolled one. */
export interface RefreshStore {
  /**
   * Adds one, in one transaction, and takes out the oldest of its state where there would be more than `most`. Its number, or
   * null, and nothing is changed, where the subject is gone, its enrolled templates are not those that it was measured
   * against, or one came after `notAfter` (as in UserRow) already.
   */
  add(
    refresh: NewRefresh,
    limits: { readonly most: number; readonly notAfter: string },
  ): Promise<number | null>;
  /** Of one subject or of everybody, the oldest first. */
  list(subjectNo?: number): Promise<StoredRefresh[]>;
  /** Makes what was proposed count; false where there is no such proposal. The oldest goes where there would be more than `most`. */
  confirm(refreshNo: number, most: number): Promise<boolean>;
  /** False where there is none of that number. */
  remove(refreshNo: number): Promise<boolean>;
}

/** What was said of two people: that they may be one, or that somebody looked and they are not. */
export interface PairVerdict {
  /** The lower number first. */
  readonly subjectNos: readonly [number, number];
  readonly verdict: 'open' | 'notSamePerson';
  /** As in UserRow. */
  readonly notedAt: string;
}

/** Pairs of people who may be one person. They go with either of the two. */
export interface DuplicateStore {
  list(): Promise<PairVerdict[]>;
  /** Notes a pair; one that was settled stays settled. */
  note(subjectNos: readonly [number, number]): Promise<void>;
  /** False where one of the two is gone. Takes the place of an earlier verdict. */
  settle(subjectNos: readonly [number, number], verdict: PairVerdict['verdict']): Promise<boolean>;
}
