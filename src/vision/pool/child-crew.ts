/**
 * Keeps a number of children alive: starts them, replaces those that ended or hold too much memory, and backs off while
 * they fail to start. Which picture goes to which child is vision-pool.ts' business.
 */
import type { FacedeskError } from '../../domain/errors.js';
import { parseTraceparent } from '../../observability/tracing/trace-context.js';
import { ChildHandle, type ChildOwner } from './child-handle.js';
import type { ModelProperties, StartMessage } from './messages.js';

const firstRestartDelayMs = 100;
const longestRestartDelayMs = 5000;
/** So many children that end in a row without having finished a task are no accident; fewer are replaced at once. */
const failingAfter = 3;
/** A child that has lived for this long is not one of them, whether or not it was given anything to do. */
const probationMs = 2000;

export interface VisionLogEntry {
  readonly level: 'info' | 'warn';
  readonly pid?: number;
  readonly text: string;
  /** Of the picture that the child had in hand, where it is traced. */
  readonly traceId?: string;
}

export interface CrewOptions {
  readonly size: number;
  readonly start: StartMessage;
  /** A child whose resident memory exceeds this after a task is replaced. */
  readonly memoryBytes: number;
  /** A child has said that it cannot start; starting goes on being tried. */
  readonly onStartFailed: (error: FacedeskError) => void;
  /** The child is idle. */
  readonly onIdle: (child: ChildHandle) => void;
  /** A child has ended. */
  readonly onGone: (child: ChildHandle) => void;
  readonly onLog: (entry: VisionLogEntry) => void;
}

export class ChildCrew implements ChildOwner {
  /** Known from the first child that was ready, and the same for all. */
  model: ModelProperties | undefined;
  /** Children that ended and were, or will be, replaced. */
  restarts = 0;
  readonly #children = new Set<ChildHandle>();
  /** Those that have finished a task, or lived long enough for it to be no matter. */
  readonly #proven = new WeakSet<ChildHandle>();
  /** Children in a row that ended unproven. */
  #lost = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(private readonly options: CrewOptions) {
    process.on('exit', this.#killAll);
    this.#fill();
  }

  /** True while child after child ends unproven, and none that is proven is left. */
  get failing(): boolean {
    return this.#lost >= failingAfter && ![...this.#children].some((child) => this.#proven.has(child));
  }

  idleChild(): ChildHandle | undefined {
    return this.#inState('idle')[0];
  }

  /** Of all together, each after its last picture. */
  get residentBytes(): number {
    return [...this.#children].reduce((total, child) => total + child.residentBytes, 0);
  }

  count(...states: readonly ChildHandle['state'][]): number {
    return this.#inState(...states).length;
  }

  /** Ends idle children now and busy ones after their task; resolves when all have ended. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restartTimer);
    for (const child of this.#children) child.retire();
    await Promise.all([...this.#children].map((child) => child.gone));
    process.off('exit', this.#killAll);
  }

  childReady(child: ChildHandle, model: ModelProperties): void {
    if (this.model !== undefined && model.modelId !== this.model.modelId) {
      // Features of two models do not compare, and what this process has measured so far is the first one's.
      this.#log(
        child,
        'warn',
        `has model ${model.modelId}, not ${this.model.modelId}; a change of models needs a restart`,
      );
      return child.kill();
    }
    this.model = model;
    setTimeout(() => this.#prove(child), probationMs).unref();
    [...this.#children].find((other) => other.worn && !other.retiring)?.retire();
    this.#fill();
    this.options.onIdle(child);
  }

  childStartFailed(child: ChildHandle, error: FacedeskError): void {
    this.#log(child, 'warn', `cannot start: ${error.code} ${error.context.detail ?? ''}`);
    this.options.onStartFailed(error);
  }

  childIdle(child: ChildHandle, residentBytes: number): void {
    this.#prove(child);
    if (residentBytes > this.options.memoryBytes && !child.worn) {
      child.worn = true;
      this.#log(child, 'info', `holds ${Math.round(residentBytes / 2 ** 20)} MiB and is being replaced`);
      // The only one that serves goes on serving until the next is ready; any other makes room for it first.
      if (this.count('idle', 'busy') > 1) child.retire();
      else this.#fill();
    }
    this.options.onIdle(child);
  }

  childGone(child: ChildHandle, how: string): void {
    this.#children.delete(child);
    if (this.#closing) return;
    this.restarts++;
    this.#log(child, child.retiring ? 'info' : 'warn', `ended: ${how}`);
    if (this.#proven.has(child) || child.retiring) this.#fill();
    else this.#fillLater();
    this.options.onGone(child);
  }

  childWrote(child: ChildHandle, line: string): void {
    this.#log(child, 'warn', line);
  }

  /**
   * Starts what is missing; the first alone until it is ready, so that models are compiled by one process only. Memory is
   * planned for `size` children, so there is never one more, save for a single one that serves until the next is ready.
   */
  #fill(): void {
    if (this.#closing || this.#restartTimer !== undefined) return;
    const wanted = this.model === undefined ? 1 : this.options.size;
    const present = this.#inState('starting', 'idle', 'busy').filter((child) => !child.worn).length;
    const room = Math.max(2, this.options.size) - this.#children.size;
    for (let missing = Math.min(wanted - present, room); missing > 0; missing--) {
      try {
        this.#children.add(new ChildHandle(this.options.start, this));
      } catch (error) {
        this.options.onLog({ level: 'warn', text: `a vision worker cannot be forked: ${String(error)}` });
        return this.#fillLater();
      }
    }
  }

  #fillLater(): void {
    const beyond = ++this.#lost - failingAfter;
    const delayMs = beyond < 0 ? 0 : Math.min(longestRestartDelayMs, firstRestartDelayMs * 2 ** beyond);
    if (this.#restartTimer !== undefined) return;
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      this.#fill();
    }, delayMs);
  }

  #prove(child: ChildHandle): void {
    if (this.#proven.has(child) || !this.#children.has(child)) return;
    this.#proven.add(child);
    this.#lost = 0;
  }

  #inState(...states: readonly ChildHandle['state'][]): ChildHandle[] {
    return [...this.#children].filter((child) => states.includes(child.state));
  }

  /** Where this process ends without close(), a child that hangs would not notice. */
  readonly #killAll = (): void => {
    for (const child of this.#children) child.kill();
  };

  #log({ pid, traceparent }: ChildHandle, level: VisionLogEntry['level'], text: string): void {
    const traceId = parseTraceparent(traceparent)?.traceId;
    this.options.onLog({
      level,
      text: `vision worker: ${text}`,
      ...(pid !== undefined && { pid }),
      ...(traceId !== undefined && { traceId }),
    });
  }
}
