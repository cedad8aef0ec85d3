/** What the store keeps of webhooks: where events are sent, how far that has come, and what could not be delivered. Types only. */
import type { StoredEvent } from './events.js';

/** 'paused' by somebody; 'disabled' by the service, after days of failures or because the receiver said that it is gone. */
export type WebhookState = 'active' | 'paused' | 'disabled';

/** Times are RFC 3339, UTC, with milliseconds. */
export interface WebhookRecord {
  readonly webhookNo: number;
  /** 12 hexadecimal digits. */
  readonly webhookId: string;
  readonly url: string;
  /** Empty for all. */
  readonly kinds: readonly string[];
  readonly description: string;
  /** Whether receipts and reasons are sent. */
  readonly withScores: boolean;
  /** Whose key made it; null where none was asked for. */
  readonly keyId: string | null;
  readonly createdAt: string;
  /** Counts what people change; what delivery notes leaves it as it is. */
  readonly version: number;
  readonly state: WebhookState;
  /** Events up to this number need no attempt any more, except for those among the deliveries. */
  readonly doneNo: number;
  /** From when on it may be tried: when it was made, resumed, or told to send events again. */
  readonly resumedAt: string;
  /** Attempts in a row that failed. */
  readonly failures: number;
  readonly failingSince: string | null;
  readonly retryAt: string | null;
  /** What went wrong last; null once something was delivered since. */
  readonly problem: string | null;
  readonly deliveredAt: string | null;
}

export type NewWebhook = Pick<
  WebhookRecord,
  'webhookId' | 'url' | 'kinds' | 'description' | 'withScores' | 'keyId' | 'doneNo'
> & { readonly at: string };

export type WebhookChanges = Partial<
  Pick<WebhookRecord, 'url' | 'kinds' | 'description' | 'withScores' | 'state'>
>;

/** What delivery notes of a webhook; left out where somebody changed the webhook meanwhile. */
export type WebhookProgress = Pick<
  WebhookRecord,
  | 'webhookNo'
  | 'version'
  | 'state'
  | 'doneNo'
  | 'failures'
  | 'failingSince'
  | 'retryAt'
  | 'problem'
  | 'deliveredAt'
>;

/** 'waiting' to be tried again, beside the line of those that were not tried yet; 'dead' where no attempt follows. */
export type DeliveryState = 'waiting' | 'dead';

export interface DeliveryRecord {
  readonly webhookNo: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** From when on the patience with it is counted. */
  readonly since: string;
  readonly retryAt: string | null;
  readonly problem: string | null;
  readonly event: StoredEvent;
}

export type DeliveryNote = Omit<DeliveryRecord, 'event'> & { readonly eventNo: number };

export interface WebhookCounts {
  readonly webhooks: Readonly<Partial<Record<WebhookState, number>>>;
  readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
}

export interface WebhookStore {
  /** In the order in which they were made, starting behind `after`. */
  page(window: { readonly limit: number; readonly after?: number }): Promise<WebhookRecord[]>;
  find(webhookId: string): Promise<WebhookRecord | null>;
  /** False, and nothing is changed, where there are `most` already. */
  add(webhook: NewWebhook, secret: Uint8Array, most: number): Promise<boolean>;
  /** Null where it is unknown. Setting it active lets it be tried at once. */
  change(webhookId: string, changes: WebhookChanges, at: string): Promise<WebhookRecord | null>;
  remove(webhookId: string): Promise<boolean>;
  /** Adds a secret; the one before is used until `earlierUntil`, one from before that no more. False where it is unknown. */
  rotate(webhookId: string, secret: Uint8Array, earlierUntil: string): Promise<boolean>;
  /** Those to be used at this moment, the newest first. */
  secretsOf(webhookId: string, at: string): Promise<Uint8Array[]>;
  /** A text that differs where any webhook was made, changed or removed since; null where there is none. */
  fingerprint(): Promise<string | null>;
  save(progress: readonly WebhookProgress[]): Promise<void>;
  /** Puts a delivery aside, or notes what became of it; nothing where webhook or event is gone. */
  note(delivery: DeliveryNote): Promise<void>;
  /** Forgets a delivery, as it has arrived. */
  settle(webhookNo: number, eventNo: number): Promise<void>;
  /** Waiting ones that are due, of active webhooks whose last attempt did not fail; the oldest first. */
  due(at: string, limit: number): Promise<DeliveryRecord[]>;
  /** How many webhooks and deliveries there are in each state; states that none is in may be absent. */
  counts(): Promise<WebhookCounts>;
  /** How many wait beside the line. */
  countWaiting(webhookNo: number): Promise<number>;
  /**
   * Marks as dead what has waited since before a moment, and up to `limit` events of the line that happened before it; up to
   * which number the line is done then. Changes nothing where somebody changed the webhook meanwhile.
   */
  giveUp(webhook: WebhookRecord, before: string, limit: number): Promise<number>;
  /** Newest first, starting below `below`. */
  deliveries(
    webhookNo: number,
    window: { readonly state?: DeliveryState; readonly limit: number; readonly below?: number },
  ): Promise<DeliveryRecord[]>;
  /** Has one tried again at once; false where it is not among the deliveries. */
  replay(webhookNo: number, eventNo: number, at: string): Promise<boolean>;
  /** Has every event from a moment on sent again, in order. */
  replaySince(webhookNo: number, since: string, at: string): Promise<void>;
  /** True where this holder has the lease until then; false where another one holds it. */
  takeLease(
    name: string,
    lease: { readonly holder: string; readonly at: string; readonly until: string },
  ): Promise<boolean>;
  endLease(name: string, holder: string): Promise<void>;
}
