/**
 * Keeps a number of children alive: starts them, replaces those that ended or hold too much memory, and backs off while
 * they fail to start. Which picture goes to which child is vision-pool.ts' business.
 */
import type { FacedeskError } from '../../domain/errors.js';
import { ChildHandle, type ChildOwner } from './child-handle.js';
import type { ModelProperties, StartMessage } from './messages.js';

const firstRestartDelayMs = 100;
const longestRestartDelayMs = 5000;

export interface VisionLogEntry {
  readonly level: 'info' | 'warn';
  readonly pid?: number;
  readonly text: string;
}

export interface CrewOptions {
  readonly size: number;
  readonly start: StartMessage;
  /** A child whose resident memory exceeds this after a task is replaced. */
  readonly memoryBytes: number;
  /** A child has said that it cannot start; starting goes on being tried. */
  readonly onStartFailed: (error: FacedeskError) => void;
  /** There is an idle child. */
  readonly onIdle: () => void;
  readonly onLog: (entry: VisionLogEntry) => void;
}

export class ChildCrew implements ChildOwner {
  /** Known from the first child that was ready, and the same for all. */
  model: ModelProperties | undefined;
  /** Children that ended and were, or will be, replaced. */
  restarts = 0;
  readonly #children = new Set<ChildHandle>();
  #failedStarts = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(private readonly options: CrewOptions) {
    process.on('exit', this.#killAll);
    this.#fill();
  }

  idleChild(): ChildHandle | undefined {
    return this.#inState('idle')[0];
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
    [...this.#children].find((other) => other.worn && !other.retiring)?.retire();
    this.#fill();
    this.options.onIdle();
  }

  childStartFailed(child: ChildHandle, error: FacedeskError): void {
    this.#log(child, 'warn', `cannot start: ${error.code} ${error.context.detail ?? ''}`);
    this.options.onStartFailed(error);
  }

  childIdle(child: ChildHandle, residentBytes: number): void {
    if (child.tasksTaken === 1) this.#failedStarts = 0;
    if (residentBytes > this.options.memoryBytes && !child.worn) {
      child.worn = true;
      this.#log(child, 'info', `holds ${Math.round(residentBytes / 2 ** 20)} MiB and is being replaced`);
      this.#fill();
    }
    this.options.onIdle();
  }

  childGone(child: ChildHandle, how: string): void {
    this.#children.delete(child);
    if (this.#closing) return;
    this.restarts++;
    this.#log(child, child.retiring ? 'info' : 'warn', `ended: ${how}`);
    if (child.tasksTaken === 0) this.#fillLater();
    else this.#fill();
  }

  childWrote(child: ChildHandle, line: string): void {
    this.#log(child, 'warn', line);
  }

  /** Starts what is missing; the first alone until it is ready, so that models are compiled by one process only. */
  #fill(): void {
    if (this.#closing || this.#restartTimer !== undefined) return;
    const wanted = this.model === undefined ? 1 : this.options.size;
    const present = this.#inState('starting', 'idle', 'busy').filter((child) => !child.worn).length;
    for (let missing = wanted - present; missing > 0; missing--) {
      try {
        this.#children.add(new ChildHandle(this.options.start, this));
      } catch (error) {
        this.options.onLog({ level: 'warn', text: `a vision worker cannot be forked: ${String(error)}` });
        return this.#fillLater();
      }
    }
  }

  #fillLater(): void {
    if (this.#restartTimer !== undefined) return;
    const delayMs = Math.min(longestRestartDelayMs, firstRestartDelayMs * 2 ** this.#failedStarts++);
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      this.#fill();
    }, delayMs);
  }

  #inState(...states: readonly ChildHandle['state'][]): ChildHandle[] {
    return [...this.#children].filter((child) => states.includes(child.state));
  }

  /** Where this process ends without close(), a child that hangs would not notice. */
  readonly #killAll = (): void => {
    for (const child of this.#children) child.kill();
  };

  #log({ pid }: ChildHandle, level: VisionLogEntry['level'], text: string): void {
    this.options.onLog({ level, text: `vision worker: ${text}`, ...(pid !== undefined && { pid }) });
  }
}
