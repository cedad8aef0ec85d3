/** The client: what the service can do, in the words of its operations. How a request is made and repeated is connection.ts. */
import { type CallOptions, Connection, type FacedeskOptions } from './connection.js';
import { type StreamOptions, streamEvents } from './event-stream.js';
import type { OperationName, Operations } from './operations.generated.js';
import { type Pages, pagesOf } from './pages.js';
import type { PhotoFile } from './photo-file.js';
import type * as schemas from './schemas.generated.js';

type Query<Name extends OperationName> = Operations[Name]['input'] extends {
  readonly query?: infer Q | undefined;
}
  ? Omit<NonNullable<Q>, 'cursor'>
  : never;
type Body<Name extends OperationName> = Operations[Name]['input'] extends { readonly body: infer B }
  ? B
  : never;

/** A person with the ETag of their state, for `ifMatch` of a change. */
export type TaggedSubject = schemas.Subject & { readonly etag: string };

export class Facedesk {
  readonly #connection: Connection;
  readonly subjects: Subjects;
  readonly photos: Photos;
  readonly groups: Groups;
  readonly events: Events;
  readonly duplicates: Duplicates;
  readonly calibration: Calibration;

  constructor(options: FacedeskOptions) {
    const connection = new Connection(options);
    this.#connection = connection;
    this.subjects = new Subjects(connection);
    this.photos = new Photos(connection);
    this.groups = new Groups(connection);
    this.events = new Events(connection);
    this.duplicates = new Duplicates(connection);
    this.calibration = new Calibration(connection);
  }

  /** Any operation by its name, for what has no method here. */
  async call<Name extends OperationName>(
    name: Name,
    input: Operations[Name]['input'],
    options?: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    return (await this.#connection.call(name, input, options)).body;
  }

  /** Is this the person who they say they are? */
  verify(body: Body<'verify'>, options?: CallOptions): Promise<schemas.Verification> {
    return this.call('verify', { body }, options);
  }

  /** Who is this? */
  async identify(body: Body<'identify'>, options?: CallOptions): Promise<readonly schemas.Candidate[]> {
    return (await this.call('identify', { body }, options)).candidates;
  }

  /** Do two photos show one person? Nothing is stored. */
  compare(one: PhotoFile, other: PhotoFile, options?: CallOptions): Promise<schemas.Comparison> {
    return this.call('comparePhotos', { body: { photos: [one, other] } }, options);
  }

  /** Is a photo good enough, and what would have to change? Nothing is stored. */
  judge(body: Body<'judgeQuality'>, options?: CallOptions): Promise<Operations['judgeQuality']['answer']> {
    return this.call('judgeQuality', { body }, options);
  }

  /** What a person has to do before the camera; its token goes into `verify`. */
  challenge(options?: CallOptions): Promise<schemas.Challenge> {
    return this.call('issueChallenge', {}, options);
  }

  /** What runs, and how it is. */
  system(options?: CallOptions): Promise<schemas.System> {
    return this.call('readSystem', {}, options);
  }
}

class Resource {
  protected readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  protected async call<Name extends OperationName>(
    name: Name,
    input: Operations[Name]['input'],
    options?: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    return (await this.connection.call(name, input, options)).body;
  }
}

/** The people who can be verified. */
class Subjects extends Resource {
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
class Photos extends Resource {
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
class Groups extends Resource {
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

/** Who was verified when, and what else happened. */
class Events extends Resource {
  /** Newest first. */
  list(query: Query<'listEvents'> = {}, options?: CallOptions): Pages<schemas.Event> {
    return pagesOf((cursor) => this.call('listEvents', { query: { ...query, cursor } }, options));
  }

  /** Events as they happen; it goes on by itself where the connection breaks, and ends when you stop or abort. */
  stream(options: StreamOptions = {}): AsyncGenerator<schemas.Event, never> {
    return streamEvents(this.connection, options);
  }
}

/** People who seem to be enrolled twice, or who look alike. */
class Duplicates extends Resource {
  list(query: Query<'listDuplicates'> = {}, options?: CallOptions): Promise<schemas.AlikePeopleList> {
    return this.call('listDuplicates', { query }, options);
  }

  settle(body: Body<'settleDuplicate'>, options?: CallOptions): Promise<void> {
    return this.call('settleDuplicate', { body }, options);
  }
}

/** Where the line between the same and another person is drawn. */
class Calibration extends Resource {
  get(options?: CallOptions): Promise<schemas.Calibration> {
    return this.call('readCalibration', {}, options);
  }

  /** Begins to draw it anew; the line as it stands until then. */
  renew(options?: CallOptions): Promise<schemas.Calibration> {
    return this.call('renewCalibration', {}, options);
  }
}

function tagged({ body, headers }: { body: schemas.Subject; headers: Headers }): TaggedSubject {
  return { ...body, etag: headers.get('etag') ?? '*' };
}
