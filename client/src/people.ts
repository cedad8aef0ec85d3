/** People, the photos that they are recognised by, and the groups that they belong to. */
import type { CallOptions } from './connection.js';
import { type Pages, pagesOf } from './pages.js';
import { type Body, type Query, Resource } from './resource.js';
import type * as schemas from './schemas.generated.js';

/** A person with the ETag of their state, for `ifMatch` of a change. */
export type TaggedSubject = schemas.Subject & { readonly etag: string };

/** The people who can be verified. */
export class Subjects extends Resource {
  /** Registers a person, with photos or without. */
  create(body: Body<'registerSubject'>, options?: CallOptions): Promise<schemas.Registration> {
    return this.call('registerSubject', { body }, options);
  }

  async get(subjectId: string, options?: CallOptions): Promise<TaggedSubject> {
    return tagged(await this.connection.call('readSubject', { params: { subjectId } }, options));
  }

  list(query: Query<'listSubjects'> = {}, options?: CallOptions): Pages<schemas.Subject> {
    return pagesOf((cursor) => this.call('listSubjects', { query: { ...query, cursor } }, options));
  }

  /** Merges into the metadata: members that are null are removed. */
  async update(
    subjectId: string,
    body: Body<'updateSubject'>,
    options?: CallOptions,
  ): Promise<TaggedSubject> {
    return tagged(await this.connection.call('updateSubject', { params: { subjectId }, body }, options));
  }

  /** Erases a person with everything that is kept of them. */
  delete(subjectId: string, options?: CallOptions): Promise<void> {
    return this.call('deleteSubject', { params: { subjectId } }, options);
  }

  /** Lifts what failed attempts have put on an id. */
  unlock(subjectId: string, options?: CallOptions): Promise<void> {
    return this.call('unlockSubject', { params: { subjectId } }, options);
  }
}

/** The photos that a person is recognised by. */
export class Photos extends Resource {
  async list(subjectId: string, options?: CallOptions): Promise<readonly schemas.Photo[]> {
    return (await this.call('listPhotos', { params: { subjectId } }, options)).items;
  }

  /** What became of each. */
  async add(
    subjectId: string,
    body: Body<'addPhotos'>,
    options?: CallOptions,
  ): Promise<readonly schemas.PhotoReport[]> {
    return (await this.call('addPhotos', { params: { subjectId }, body }, options)).photos;
  }

  /** What is kept of it, as a JPEG. */
  get(subjectId: string, photoId: string, options?: CallOptions): Promise<Blob> {
    return this.call('readPhoto', { params: { subjectId, photoId } }, options);
  }

  delete(subjectId: string, photoId: string, options?: CallOptions): Promise<void> {
    return this.call('deletePhoto', { params: { subjectId, photoId } }, options);
  }
}

/** Sets of people that a search can be limited to. */
export class Groups extends Resource {
  create(body: Body<'createGroup'>, options?: CallOptions): Promise<schemas.Group> {
    return this.call('createGroup', { body }, options);
  }

  get(groupId: string, options?: CallOptions): Promise<schemas.Group> {
    return this.call('readGroup', { params: { groupId } }, options);
  }

  list(query: Query<'listGroups'> = {}, options?: CallOptions): Pages<schemas.Group> {
    return pagesOf((cursor) => this.call('listGroups', { query: { ...query, cursor } }, options));
  }

  delete(groupId: string, options?: CallOptions): Promise<void> {
    return this.call('deleteGroup', { params: { groupId } }, options);
  }

  addMember(groupId: string, subjectId: string, options?: CallOptions): Promise<void> {
    return this.call('addGroupMember', { params: { groupId, subjectId } }, options);
  }

  removeMember(groupId: string, subjectId: string, options?: CallOptions): Promise<void> {
    return this.call('removeGroupMember', { params: { groupId, subjectId } }, options);
  }
}

function tagged({ body, headers }: { body: schemas.Subject; headers: Headers }): TaggedSubject {
  return { ...body, etag: headers.get('etag') ?? '*' };
}
