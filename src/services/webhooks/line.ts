/**
 * The events that one webhook has yet to get, in their order. What fails is tried again from the same event on, after longer
 * and longer pauses; what has failed several times is put aside, and what has failed for a day is dead.
 */
import type { Store, StoredEvent, WebhookProgress, WebhookRecord } from '../../store/index.js';
import type { Messenger } from './messenger.js';
import type { ProgressNotes } from './progress-notes.js';
import { type DeliveryRules, pauseMs } from './rules.js';
import type { Attempt } from './send.js';

export interface LineParts {
  readonly store: Pick<Store, 'webhooks' | 'events'>;
  readonly messenger: Messenger;
  readonly notes: ProgressNotes;
  readonly rules: DeliveryRules;
  readonly onDisabled: (webhookId: string) => void;
  readonly now: () => number;
}

/** Events of one run; then others get a turn. */
const runLength = 20;
/** Events that become dead in one transaction, and transactions in a row, so that nobody waits long for the database. */
const deadAtOnce = 200;
const deadRounds = 25;

export class Line {
  isBusy = false;
  /** Ends the run after the attempt that is under way. */
  isStopped = false;
  #webhook: WebhookRecord;

  constructor(
    webhook: WebhookRecord,
    private readonly parts: LineParts,
  ) {
    this.#webhook = webhook;
  }

  get webhook(): WebhookRecord {
    return this.#webhook;
  }

  /** Its receiver failed the last time, or has never taken anything yet. */
  get isDoubtful(): boolean {
    return this.#webhook.failures > 0 || this.#webhook.deliveredAt === null;
  }

  isDue(newestNo: number, nowMs: number): boolean {
    const { state, doneNo, retryAt } = this.#webhook;
    if (this.isBusy || state !== 'active' || doneNo >= newestNo) return false;
    return retryAt === null || Date.parse(retryAt) <= nowMs;
  }

  /** Delivers some events; more may wait then. */
  async run(newestNo: number): Promise<void> {
    const { store, messenger, now } = this.parts;
    const { doneNo, kinds } = this.#webhook;
    const events = await store.events.since(doneNo, runLength, kinds.length > 0 ? { kinds } : {});
    if (events.length > 0) {
      const send = await messenger.to(this.#webhook);
      for (const event of events) {
        if (this.isStopped) break;
        const attempt = await send(event);
        if (attempt.problem !== null) {
          await this.#failed(event, attempt);
          return;
        }
        this.#note({ ...wellAgain, doneNo: event.eventNo, deliveredAt: utc(now()) });
      }
      await this.#save();
    }
    if (events.length === runLength || this.isStopped) return;
    // Events of other kinds are passed over without a word to the database.
    this.#note({ doneNo: Math.max(newestNo, this.#webhook.doneNo) });
  }

  async #failed(event: StoredEvent, { problem, isGone }: Attempt): Promise<void> {
    const { rules, now, onDisabled } = this.parts;
    const nowMs = now();
    const failures = this.#webhook.failures + 1;
    const failingSince = this.#webhook.failingSince ?? utc(nowMs);
    this.#note({ failures, failingSince, problem, retryAt: utc(nowMs + pauseMs(failures, rules)) });
    if (isGone || nowMs - Date.parse(failingSince) > rules.disableAfterMs) {
      this.#note({ state: 'disabled', retryAt: null });
      await this.#save();
      onDisabled(this.#webhook.webhookId);
      return;
    }
    if (nowMs - this.#triedSince(event) > rules.patienceMs) await this.#giveUp(nowMs);
    else if (failures % rules.attemptsInLine === 0) await this.#putAside(event);
    await this.#save();
  }

  /** What nobody could take delivery of does not count: the receiver has to have failed all the while. */
  #triedSince({ at }: StoredEvent): number {
    const { resumedAt, failingSince } = this.#webhook;
    return Math.max(Date.parse(at), Date.parse(resumedAt), Date.parse(failingSince ?? at));
  }

  async #giveUp(nowMs: number): Promise<void> {
    const { store, rules } = this.parts;
    const before = utc(nowMs - rules.patienceMs);
    for (let round = 0; round < deadRounds; round++) {
      const doneNo = await store.webhooks.giveUp(this.#webhook, before, deadAtOnce);
      if (doneNo === this.#webhook.doneNo) return;
      this.#note({ doneNo });
    }
  }

  async #putAside({ eventNo, at }: StoredEvent): Promise<void> {
    const { store, rules } = this.parts;
    const { webhookNo, resumedAt, retryAt, problem } = this.#webhook;
    if ((await store.webhooks.countWaiting(webhookNo)) >= rules.mostAside) return;
    const since = resumedAt > at ? resumedAt : at;
    const attempts = rules.attemptsInLine;
    await store.webhooks.note({
      ...{ webhookNo, eventNo, attempts, since, retryAt, problem },
      state: 'waiting',
    });
    this.#note({ doneNo: eventNo });
  }

  #note(changes: Partial<WebhookProgress>): void {
    this.#webhook = { ...this.#webhook, ...changes };
  }

  async #save(): Promise<void> {
    const { webhookNo, version, state, doneNo, failures, failingSince, retryAt, problem, deliveredAt } =
      this.#webhook;
    await this.parts.notes.note({
      ...{ webhookNo, version, state, doneNo, failures, failingSince, retryAt, problem, deliveredAt },
    });
  }
}

const wellAgain = { failures: 0, failingSince: null, retryAt: null, problem: null } as const;

function utc(ms: number): string {
  return new Date(ms).toISOString();
}
