/** The client: what the service can do, in the words of its operations. How a request is made and repeated is connection.ts. */
import { Calibration, Duplicates, Keys, Models, Webhooks } from './administration.js';
import { type CallOptions, Connection, type FacedeskOptions } from './connection.js';
import { Events } from './events.js';
import { Imports } from './imports.js';
import type { OperationName, Operations } from './operations.generated.js';
import { Groups, Photos, Subjects } from './people.js';
import type { PhotoFile } from './photo-file.js';
import type { Body, Query } from './resource.js';
import type * as schemas from './schemas.generated.js';

export class Facedesk {
  readonly #connection: Connection;
  readonly subjects: Subjects;
  readonly photos: Photos;
  readonly groups: Groups;
  readonly events: Events;
  readonly duplicates: Duplicates;
  readonly calibration: Calibration;
  readonly models: Models;
  readonly webhooks: Webhooks;
  readonly imports: Imports;
  readonly keys: Keys;

  constructor(options: FacedeskOptions) {
    const connection = new Connection(options);
    this.#connection = connection;
    this.subjects = new Subjects(connection);
    this.photos = new Photos(connection);
    this.groups = new Groups(connection);
    this.events = new Events(connection);
    this.duplicates = new Duplicates(connection);
    this.calibration = new Calibration(connection);
    this.models = new Models(connection);
    this.webhooks = new Webhooks(connection);
    this.imports = new Imports(connection);
    this.keys = new Keys(connection);
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

  /** What happened, counted by the hour or by the day. */
  statistics(query: Query<'readStatistics'> = {}, options?: CallOptions): Promise<schemas.Statistics> {
    return this.call('readStatistics', { query }, options);
  }

  /** Every setting with the value in force; secrets are not told. */
  async settings(options?: CallOptions): Promise<Operations['listSettings']['answer']['items']> {
    return (await this.call('listSettings', {}, options)).items;
  }

  /** How the cameras do that verify, the worst first. */
  async devices(query: Query<'listDevices'> = {}, options?: CallOptions): Promise<readonly schemas.Device[]> {
    return (await this.call('listDevices', { query }, options)).items;
  }

  /** What runs, and how it is. */
  system(options?: CallOptions): Promise<schemas.System> {
    return this.call('readSystem', {}, options);
  }

  /** What the key of this client may do. */
  caller(options?: CallOptions): Promise<schemas.Caller> {
    return this.call('readCaller', {}, options);
  }
}
