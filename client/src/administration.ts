/** What whoever looks after the service does: likely duplicates, calibration, models, webhooks, keys. */
import type { CallOptions } from './connection.js';
import type { Operations } from './operations.generated.js';
import type { PhotoFile } from './photo-file.js';
import { type Pages, pagesOf } from './pages.js';
import { type Body, type Query, Resource } from './resource.js';
import type * as schemas from './schemas.generated.js';

type Answer<Name extends keyof Operations> = Promise<Operations[Name]['answer']>;

/** People who seem to be enrolled twice, or who look alike. */
export class Duplicates extends Resource {
  list(query: Query<'listDuplicates'> = {}, options?: CallOptions): Promise<schemas.AlikePeopleList> {
    return this.call('listDuplicates', { query }, options);
  }

  settle(body: Body<'settleDuplicate'>, options?: CallOptions): Promise<void> {
    return this.call('settleDuplicate', { body }, options);
  }
}

/** Where the line between the same and another person is drawn. */
export class Calibration extends Resource {
  get(options?: CallOptions): Promise<schemas.Calibration> {
    return this.call('readCalibration', {}, options);
  }

  /** Begins to draw it anew; the line as it stands until then. */
  renew(options?: CallOptions): Promise<schemas.Calibration> {
    return this.call('renewCalibration', {}, options);
  }
}

/** The nets that find faces and make templates of them. */
export class Models extends Resource {
  get(options?: CallOptions): Promise<schemas.Models> {
    return this.call('readModels', {}, options);
  }

  /** Brings the file of a model pack, which counts from the service's next start on if the settings choose it. */
  install(name: string, file: PhotoFile, options?: CallOptions): Promise<schemas.Models> {
    return this.call('installModel', { params: { modelName: name }, body: file }, options);
  }

  /** Begins to make templates of the model in use for those who have none, from the photos that were kept. */
  makeTemplates(options?: CallOptions): Promise<schemas.TemplateRun> {
    return this.call('makeTemplates', {}, options);
  }

  /** Ends that; what is made stays. */
  cancelTemplates(options?: CallOptions): Promise<void> {
    return this.call('cancelTemplates', {}, options);
  }
}

/** Events, sent to an address of yours. */
export class Webhooks extends Resource {
  /** The answer holds the secret that messages are signed with; it is not shown again. */
  create(body: Body<'createWebhook'>, options?: CallOptions): Answer<'createWebhook'> {
    return this.call('createWebhook', { body }, options);
  }

  get(webhookId: string, options?: CallOptions): Answer<'readWebhook'> {
    return this.call('readWebhook', { params: { webhookId } }, options);
  }

  list(query: Query<'listWebhooks'> = {}, options?: CallOptions): Pages<schemas.Webhook> {
    return pagesOf((cursor) => this.call('listWebhooks', { query: { ...query, cursor } }, options));
  }

  update(webhookId: string, body: Body<'updateWebhook'>, options?: CallOptions): Answer<'updateWebhook'> {
    return this.call('updateWebhook', { params: { webhookId }, body }, options);
  }

  delete(webhookId: string, options?: CallOptions): Promise<void> {
    return this.call('deleteWebhook', { params: { webhookId } }, options);
  }

  /** The secret before goes on signing for a while. */
  rotateSecret(
    webhookId: string,
    body: Body<'rotateWebhookSecret'> = {},
    options?: CallOptions,
  ): Answer<'rotateWebhookSecret'> {
    return this.call('rotateWebhookSecret', { params: { webhookId }, body }, options);
  }

  /** Sends an event that nothing happened for. */
  test(webhookId: string, options?: CallOptions): Answer<'testWebhook'> {
    return this.call('testWebhook', { params: { webhookId } }, options);
  }

  /** What it has not got: events that wait for another try, and those that are tried no more. */
  deliveries(
    webhookId: string,
    query: Query<'listWebhookDeliveries'> = {},
    options?: CallOptions,
  ): Pages<schemas.WebhookDelivery> {
    return pagesOf((cursor) =>
      this.call('listWebhookDeliveries', { params: { webhookId }, query: { ...query, cursor } }, options),
    );
  }

  /** Has one of those tried again at once. */
  replayDelivery(webhookId: string, eventId: string, options?: CallOptions): Promise<void> {
    return this.call('replayWebhookDelivery', { params: { webhookId, eventId } }, options);
  }

  /** Has everything since a moment sent again, in order, what had arrived as well. */
  replay(webhookId: string, body: Body<'replayWebhook'>, options?: CallOptions): Promise<void> {
    return this.call('replayWebhook', { params: { webhookId }, body }, options);
  }
}

/** Who may call, and what they may do. */
export class Keys extends Resource {
  /** The answer holds the secret, which is not shown again. */
  create(body: Body<'createKey'>, options?: CallOptions): Answer<'createKey'> {
    return this.call('createKey', { body }, options);
  }

  get(keyId: string, options?: CallOptions): Answer<'readKey'> {
    return this.call('readKey', { params: { keyId } }, options);
  }

  list(query: Query<'listKeys'> = {}, options?: CallOptions): Pages<schemas.Key> {
    return pagesOf((cursor) => this.call('listKeys', { query: { ...query, cursor } }, options));
  }

  /** The secret before goes on working for a while. */
  rotate(
    keyId: string,
    body: Body<'rotateKeySecret'> = {},
    options?: CallOptions,
  ): Answer<'rotateKeySecret'> {
    return this.call('rotateKeySecret', { params: { keyId }, body }, options);
  }

  revoke(keyId: string, options?: CallOptions): Promise<void> {
    return this.call('revokeKey', { params: { keyId } }, options);
  }
}
