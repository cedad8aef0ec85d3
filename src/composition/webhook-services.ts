/** Constructs webhooks and their delivery: a part of container.ts, which hands it what everything else is made of. */
import type { Config } from '../config/index.js';
import { scopes, type Scope } from '../domain/access.js';
import { toEventBody } from '../http/v1/schemas/event.js';
import type { Logger } from '../observability/logger.js';
import type { Events } from '../services/events.js';
import { createWebhooks } from '../services/webhooks.js';
import { createWebhookDelivery } from '../services/webhooks/delivery.js';
import { createDestinations } from '../services/webhooks/destination.js';
import { createMessenger } from '../services/webhooks/messenger.js';
import { defaultRules } from '../services/webhooks/rules.js';
import { createSender } from '../services/webhooks/send.js';
import type { Store, StoredEvent } from '../store/index.js';

export interface WebhookServiceParts {
  readonly store: Store;
  readonly events: Events;
  readonly settings: Config['webhooks'];
  /** Of the service. */
  readonly version: string;
  readonly log: Logger;
}

export type WebhookServices = ReturnType<typeof createWebhookServices>;

export function createWebhookServices({ store, events, settings, version, log }: WebhookServiceParts) {
  const rules = { ...defaultRules, disableAfterMs: settings.disableAfterDays * 86_400_000 };
  const destinations = createDestinations(settings.networks);
  const sender = createSender({ destinations, timeoutMs: rules.timeoutMs, version });
  const messenger = createMessenger({ store, sender, render, now: Date.now });
  return {
    webhooks: createWebhooks({ store, events, destinations, messenger }),
    webhookDelivery: createWebhookDelivery({
      ...{ store, events, messenger, rules, log },
      cutOff: () => sender.close(),
    }),
  };
}

const seen: ReadonlySet<Scope> = new Set(Object.keys(scopes) as Scope[]);
const nothing: ReadonlySet<Scope> = new Set();

/** The same body that /v1/events has. */
function render(event: StoredEvent, withScores: boolean): string {
  return JSON.stringify(toEventBody(event, { scopes: withScores ? seen : nothing }));
}
