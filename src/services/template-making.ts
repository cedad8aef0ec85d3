/**
 * New templates after a change of the model, made beside the service's other work: one such run at a time over all processes of
 * a database. What is made stays; a run that is cut off is begun anew by whoever wants it, and finds only who is left.
 */
import { randomUUID } from 'node:crypto';
import { FacedeskError } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import type { Store } from '../store/index.js';
import type { ModelChange } from './model-change.js';

export interface TemplateRun {
  readonly state: 'running' | 'finished' | 'cancelled' | 'failed';
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** People who had no template of the model in use, and how many of them are done with. */
  readonly people: number;
  readonly done: number;
  /** How many have one now; of how many no photo was kept, or none in which a face could be measured; null while it runs. */
  readonly outcome: {
    readonly added: number;
    readonly withoutPhoto: number;
    readonly withoutFace: number;
  } | null;
  /** Code of what it failed with. */
  readonly problem: string | null;
}

export interface TemplateMaking {
  /** The run of this process that is under way or ended last; null where there was none since the start. */
  readonly run: TemplateRun | null;
  /**
   * Begins, where this process is not at it already.
   * @throws FacedeskError model_templates_in_progress where another process is, vision_unavailable, those of the store
   */
  start(): Promise<TemplateRun>;
  /** Ends it after the person whose turn it is. */
  cancel(): TemplateRun | null;
  /** Cancels, and waits until it has ended. */
  close(): Promise<void>;
}

export interface TemplateMakingParts {
  readonly modelChange: Pick<ModelChange, 'reembed'>;
  readonly store: { readonly webhooks: Pick<Store['webhooks'], 'takeLease' | 'endLease'> };
  readonly vision: { status(): { readonly workersReady: number } };
  readonly log: Logger;
}

const leaseName = 'templates';
/** How long others wait where a process was killed, and how often the lease is renewed. */
const leaseMs = 30_000;
const renewMs = 10_000;

export function createTemplateMaking(parts: TemplateMakingParts): TemplateMaking {
  return new Making(parts);
}

class Making implements TemplateMaking {
  readonly #holder = randomUUID();
  #run: TemplateRun | null = null;
  #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: TemplateMakingParts) {}

  get run(): TemplateRun | null {
    return this.#run;
  }

  async start(): Promise<TemplateRun> {
    const underWay = this.#underWay();
    if (underWay !== null) return underWay;
    if (this.parts.vision.status().workersReady === 0) throw new FacedeskError('vision_unavailable');
    // The lease of a run that has just ended is on its way back.
    await this.#ended;
    if (!(await this.#takeLease())) throw new FacedeskError('model_templates_in_progress');
    // Somebody else may have asked meanwhile.
    return this.#underWay() ?? this.#begin();
  }

  cancel(): TemplateRun | null {
    this.#stop.abort();
    return this.#run;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  #underWay(): TemplateRun | null {
    return this.#run?.state === 'running' ? this.#run : null;
  }

  #begin(): TemplateRun {
    const startedAt = new Date().toISOString();
    const none = { endedAt: null, people: 0, done: 0, outcome: null, problem: null };
    const begun: TemplateRun = { state: 'running', startedAt, ...none };
    const stop = new AbortController();
    [this.#run, this.#stop] = [begun, stop];
    const renewing = setInterval(() => {
      // Where the database is away the work waits or fails too; a lease that another process has ends this run.
      this.#takeLease().then(
        (isHeld) => {
          if (!isHeld) stop.abort();
        },
        () => undefined,
      );
    }, renewMs);
    this.#ended = this.#work(begun, stop.signal).then(async (last) => {
      clearInterval(renewing);
      this.#run = { ...last, endedAt: new Date().toISOString() };
      await this.parts.store.webhooks.endLease(leaseName, this.#holder).catch(() => undefined);
    });
    return begun;
  }

  async #work(begun: TemplateRun, signal: AbortSignal): Promise<TemplateRun> {
    const { modelChange, log } = this.parts;
    try {
      const { added, withoutPhoto, withoutFace } = await modelChange.reembed({
        signal,
        onProgress: (done, people) => (this.#run = { ...begun, people, done }),
      });
      const outcome = { added, withoutPhoto: withoutPhoto.length, withoutFace: withoutFace.length };
      return { ...(this.#run ?? begun), state: signal.aborted ? 'cancelled' : 'finished', outcome };
    } catch (err) {
      log.warn({ err }, 'new templates could not be made for everybody');
      const problem = err instanceof FacedeskError ? err.code : 'internal';
      return { ...(this.#run ?? begun), state: 'failed', problem };
    }
  }

  #takeLease(): Promise<boolean> {
    const nowMs = Date.now();
    const [at, until] = [nowMs, nowMs + leaseMs].map((ms) => new Date(ms).toISOString()) as [string, string];
    return this.parts.store.webhooks.takeLease(leaseName, { holder: this.#holder, at, until });
  }
}
