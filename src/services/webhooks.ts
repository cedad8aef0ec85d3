/**
 * Webhooks: set up, changed, tried out, and what they missed. A secret is told when it is made, and never again. Sending itself
 * is in webhooks/: docs/webhooks.md says how it goes.
 */
import { randomBytes } from 'node:crypto';
import type { Caller } from '../domain/access.js';
import { FacedeskError } from '../domain/errors.js';
import type { DeliveryRecord, DeliveryState, Store, WebhookRecord, WebhookState } from '../store/index.js';
import type { Actor, EventKind, Events } from './events.js';
import type { Destinations } from './webhooks/destination.js';
import type { Messenger } from './webhooks/messenger.js';
import type { Attempt } from './webhooks/send.js';
import { newWebhookSecret, secretText } from './webhooks/signature.js';

export type { DeliveryRecord, DeliveryState, WebhookRecord, WebhookState } from '../store/index.js';

export const maxWebhooks = 1000;
/** For how long the secret before a rotation still signs. */
export const defaultGraceS = 24 * 3600;

export interface WebhookRequest {
  readonly url: string;
  /** Empty for all. */
  readonly kinds: readonly EventKind[];
  readonly description: string;
  /** Whether receipts and reasons are sent; only for those who may see them. */
  readonly withScores: boolean;
}

export type WebhookChange = Partial<WebhookRequest & { readonly state: Exclude<WebhookState, 'disabled'> }>;

/** Who asks: what they may see, and what is noted of them. */
export interface By {
  readonly caller: Caller;
  /** Absent on the command line. */
  readonly actor?: Actor;
}

export interface WebhookWithSecret {
  readonly webhook: WebhookRecord;
  /** whsec_… */
  readonly secret: string;
}

export interface Webhooks {
  /** In the order in which they were made. */
  list(window: { readonly limit: number; readonly after?: number }): Promise<WebhookRecord[]>;
  /** @throws FacedeskError webhook_not_found */
  find(webhookId: string): Promise<WebhookRecord>;
  /**
   * It gets what happens from now on.
   * @throws FacedeskError webhook_url_refused, too_many_webhooks, scope_missing
   */
  create(request: WebhookRequest, by: By): Promise<WebhookWithSecret>;
  /** @throws FacedeskError webhook_not_found, webhook_url_refused, scope_missing */
  change(webhookId: string, changes: WebhookChange, by: By): Promise<WebhookRecord>;
  /** @throws FacedeskError webhook_not_found */
  remove(webhookId: string, by: By): Promise<void>;
  /**
   * Gives it another secret. Both sign for `graceS` seconds.
   * @throws FacedeskError webhook_not_found
   */
  rotate(webhookId: string, by: By, graceS?: number): Promise<WebhookWithSecret>;
  /**
   * Sends one message without an event behind it, once and at once.
   * @throws FacedeskError webhook_not_found
   */
  test(webhookId: string): Promise<Attempt>;
  /**
   * What waits beside the line, and what is dead; newest first.
   * @throws FacedeskError webhook_not_found
   */
  deliveries(
    webhookId: string,
    window: { readonly state?: DeliveryState; readonly limit: number; readonly below?: number },
  ): Promise<DeliveryRecord[]>;
  /** @throws FacedeskError webhook_not_found, webhook_delivery_not_found */
  replay(webhookId: string, eventNo: number): Promise<void>;
  /**
   * Sends every event from a moment on again, in order.
   * @param since RFC 3339
   * @throws FacedeskError webhook_not_found
   */
  replaySince(webhookId: string, since: string): Promise<void>;
}

export interface WebhooksParts {
  readonly store: Pick<Store, 'webhooks' | 'events'>;
  readonly events: Events;
  readonly destinations: Destinations;
  readonly messenger: Messenger;
}

export function createWebhooks({ store, events, destinations, messenger }: WebhooksParts): Webhooks {
  const find = async (webhookId: string): Promise<WebhookRecord> => {
    const webhook = await store.webhooks.find(webhookId);
    if (webhook === null) throw new FacedeskError('webhook_not_found');
    return webhook;
  };
  const record = (kind: EventKind, webhookId: string, { actor }: By): void =>
    events.record({ kind, reason: webhookId, ...(actor !== undefined && { by: actor }) });

  return {
    list: (window) => store.webhooks.page(window),
    find,
    create: async ({ url, ...request }, by) => {
      if (request.withScores) mustSeeScores(by);
      const { href } = destinations.check(url);
      const [webhookId, secret] = [randomBytes(6).toString('hex'), newWebhookSecret()];
      await events.flush();
      const doneNo = await store.events.newest();
      const { keyId } = by.caller;
      const webhook = { ...request, webhookId, url: href, keyId, doneNo, at: utcNow() };
      if (!(await store.webhooks.add(webhook, secret, maxWebhooks)))
        throw new FacedeskError('too_many_webhooks');
      record('webhook.created', webhookId, by);
      return { webhook: await find(webhookId), secret: secretText(secret) };
    },
    change: async (webhookId, changes, by) => {
      const before = await find(webhookId);
      const { url } = changes;
      // Where scores go is for those to say who may see them.
      if (changes.withScores ?? (before.withScores && url !== undefined)) mustSeeScores(by);
      const checked = url === undefined ? {} : { url: destinations.check(url).href };
      const webhook = await store.webhooks.change(webhookId, { ...changes, ...checked }, utcNow());
      if (webhook === null) throw new FacedeskError('webhook_not_found');
      record('webhook.changed', webhookId, by);
      return webhook;
    },
    remove: async (webhookId, by) => {
      if (!(await store.webhooks.remove(webhookId))) throw new FacedeskError('webhook_not_found');
      record('webhook.deleted', webhookId, by);
    },
    rotate: async (webhookId, by, graceS = defaultGraceS) => {
      const secret = newWebhookSecret();
      const earlierUntil = new Date(Date.now() + graceS * 1000).toISOString();
      if (!(await store.webhooks.rotate(webhookId, secret, earlierUntil)))
        throw new FacedeskError('webhook_not_found');
      record('webhook.changed', webhookId, by);
      return { webhook: await find(webhookId), secret: secretText(secret) };
    },
    test: async (webhookId) => messenger.trial(await find(webhookId)),
    deliveries: async (webhookId, window) =>
      store.webhooks.deliveries((await find(webhookId)).webhookNo, window),
    replay: async (webhookId, eventNo) => {
      const { webhookNo } = await find(webhookId);
      if (!(await store.webhooks.replay(webhookNo, eventNo, utcNow())))
        throw new FacedeskError('webhook_delivery_not_found');
    },
    replaySince: async (webhookId, since) => {
      const { webhookNo } = await find(webhookId);
      await store.webhooks.replaySince(webhookNo, new Date(since).toISOString(), utcNow());
    },
  };
}

function mustSeeScores({ caller }: By): void {
  if (!caller.scopes.has('scores:read')) throw new FacedeskError('scope_missing');
}

function utcNow(): string {
  return new Date().toISOString();
}
