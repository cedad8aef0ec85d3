/**
 * Delivers events to webhooks, in one process at a time: whoever has the lease in the database. Where it ends, another process
 * goes on from what is noted there, so an event can come twice, and none is left out. So many attempts run at once and no more,
 * and receivers that fail, or that are new, never take all of them. Nothing here is waited for by a verdict.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../../observability/logger.js';
import type { Store } from '../../store/index.js';
import type { Events } from '../events.js';
import { tryAside } from './aside.js';
import { Line, type LineParts } from './line.js';
import type { Messenger } from './messenger.js';
import { createProgressNotes } from './progress-notes.js';
import type { DeliveryRules } from './rules.js';

export interface WebhookDelivery {
  /** Begins; for the process that serves, not for commands beside it. */
  start(): void;
  /** Ends after the attempts under way, or two seconds. */
  close(): Promise<void>;
}

export interface DeliveryParts {
  readonly store: Pick<Store, 'webhooks' | 'events'>;
  readonly events: Events;
  readonly messenger: Messenger;
  readonly rules: DeliveryRules;
  readonly log: Logger;
  readonly now?: () => number;
  /** Ends the attempts under way. */
  readonly cutOff: () => void;
}

/** Attempts at once, over all webhooks, and how many of them may go to receivers that failed the last time or are new. */
const mostAttempts = { all: 16, doubtful: 12 };
/** At most 40 looks a second, however fast attempts end. */
const lookGapMs = 25;
/** Clocks of processes may differ by a part of it; more only makes events come twice. */
const leaseMs = 30_000;
const leaseName = 'webhooks';
const closeWithinMs = 2000;
/** More webhooks than there can be. */
const all = 10_000;

export function createWebhookDelivery(parts: DeliveryParts): WebhookDelivery {
  const delivery = new Delivery(parts);
  return { start: () => delivery.start(), close: () => delivery.close() };
}

class Delivery {
  readonly #holder = randomUUID();
  readonly #lineParts: LineParts;
  #lines = new Map<number, Line>();
  readonly #asideUnderWay = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #doubtfulAttempts = 0;
  #fingerprint: string | null = null;
  #leaseEndsMs = -Infinity;
  #asideLookedMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | undefined;
  #isLookWanted = false;
  #stop: (() => void) | undefined;
  #isClosed = false;

  constructor(private readonly parts: DeliveryParts) {
    const { store, messenger, rules, log } = parts;
    this.#lineParts = {
      ...{ store, messenger, rules },
      now: this.#now,
      notes: createProgressNotes(store, log),
      onDisabled: (webhookId) => {
        log.warn({ webhookId }, 'a webhook is disabled: nothing could be delivered');
        parts.events.record({ kind: 'webhook.disabled', reason: webhookId });
      },
    };
  }

  readonly #now = (): number => (this.parts.now ?? Date.now)();

  start(): void {
    const timer = setInterval(() => this.#wake(), this.parts.rules.lookEveryMs);
    timer.unref();
    const stopListening = this.parts.events.onWritten(() => this.#wake());
    this.#stop = () => {
      clearInterval(timer);
      stopListening();
    };
    this.#wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop?.();
    clearTimeout(this.#timer);
    await this.#look;
    for (const line of this.#lines.values()) line.isStopped = true;
    const cutOff = setTimeout(this.parts.cutOff, closeWithinMs);
    await Promise.all(this.#running);
    clearTimeout(cutOff);
    this.parts.cutOff();
    if (this.#leaseEndsMs < this.#now()) return;
    // Others need not wait until it runs out; where the database is away, they have to.
    await this.parts.store.webhooks.endLease(leaseName, this.#holder).catch(() => undefined);
  }

  #wake(): void {
    this.#isLookWanted = true;
    if (this.#isClosed || this.#look !== undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isLookWanted = false;
      this.#look = this.#lookAround()
        .catch((err: unknown) => this.parts.log.warn({ err }, 'webhooks wait to be delivered'))
        .finally(() => {
          this.#look = undefined;
          if (this.#isLookWanted) this.#wake();
        });
    }, lookGapMs);
    this.#timer.unref();
  }

  async #lookAround(): Promise<void> {
    if (!(await this.#isMine())) return;
    await this.#startAside();
    const newestNo = await this.parts.events.newest();
    const nowMs = this.#now();
    const due = [...this.#lines.values()].filter((line) => line.isDue(newestNo, nowMs));
    // Those that work first, so that they never wait for those that do not.
    due.sort((a, b) => Number(a.isDoubtful) - Number(b.isDoubtful));
    for (const line of due) {
      if (!this.#hasRoom(line.isDoubtful)) break;
      line.isBusy = true;
      this.#launch(line.isDoubtful, async () => {
        try {
          await line.run(newestNo);
        } finally {
          line.isBusy = false;
        }
      });
    }
  }

  #hasRoom(isDoubtful: boolean): boolean {
    if (this.#running.size >= mostAttempts.all) return false;
    return !isDoubtful || this.#doubtfulAttempts < mostAttempts.doubtful;
  }

  #launch(isDoubtful: boolean, work: () => Promise<void>): void {
    if (isDoubtful) this.#doubtfulAttempts++;
    const running: Promise<void> = work()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'a webhook waits to be delivered'))
      .finally(() => {
        if (isDoubtful) this.#doubtfulAttempts--;
        this.#running.delete(running);
        this.#wake();
      });
    this.#running.add(running);
  }

  async #startAside(): Promise<void> {
    const { store, messenger, rules } = this.parts;
    // The clock of the day can be set back.
    if (performance.now() - this.#asideLookedMs < rules.lookEveryMs) return;
    this.#asideLookedMs = performance.now();
    const due = await store.webhooks.due(new Date(this.#now()).toISOString(), mostAttempts.all);
    for (const delivery of due) {
      const line = this.#lines.get(delivery.webhookNo);
      const name = `${delivery.webhookNo}/${delivery.event.eventNo}`;
      // What is put aside has failed before, so it goes with those in doubt.
      if (line === undefined || this.#asideUnderWay.has(name) || !this.#hasRoom(true)) continue;
      this.#asideUnderWay.add(name);
      this.#launch(true, async () => {
        try {
          await tryAside(line.webhook, delivery, { store, messenger, rules, now: this.#now });
        } finally {
          this.#asideUnderWay.delete(name);
        }
      });
    }
  }

  /** Whether this process is to deliver; if so, it knows every webhook as it is now. */
  async #isMine(): Promise<boolean> {
    const { webhooks } = this.parts.store;
    const fingerprint = await webhooks.fingerprint();
    if (fingerprint === null || !(await this.#hasLease())) {
      this.#know([]);
      this.#fingerprint = null;
      return false;
    }
    if (fingerprint !== this.#fingerprint) {
      this.#know((await webhooks.page({ limit: all })).map((one) => this.#lineOf(one)));
      this.#fingerprint = fingerprint;
    }
    return true;
  }

  async #hasLease(): Promise<boolean> {
    const nowMs = this.#now();
    const leftMs = this.#leaseEndsMs - nowMs;
    // More than a whole lease is left where the clock was set back; others would not believe it.
    if (leftMs > leaseMs / 2 && leftMs <= leaseMs) return true;
    const [at, until] = [nowMs, nowMs + leaseMs].map((ms) => new Date(ms).toISOString()) as [string, string];
    const isHeld = await this.parts.store.webhooks.takeLease(leaseName, { holder: this.#holder, at, until });
    this.#leaseEndsMs = isHeld ? nowMs + leaseMs : -Infinity;
    return isHeld;
  }

  /** The line that is there already, unless somebody has changed the webhook. */
  #lineOf(webhook: Line['webhook']): Line {
    const known = this.#lines.get(webhook.webhookNo);
    return known?.webhook.version === webhook.version ? known : new Line(webhook, this.#lineParts);
  }

  #know(lines: readonly Line[]): void {
    const kept = new Set(lines);
    for (const line of this.#lines.values()) if (!kept.has(line)) line.isStopped = true;
    this.#lines = new Map(lines.map((line) => [line.webhook.webhookNo, line]));
  }
}
