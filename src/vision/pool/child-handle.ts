/**
 * The parent's side of one child process: starts it, gives it one task at a time, kills it at a deadline and tells its
 * owner what became of it. It does not choose tasks and does not replace itself; vision-pool.ts does.
 */
import type { ChildProcess } from 'node:child_process';
import { FacedeskError } from '../../domain/errors.js';
import { forkChild } from './fork-child.js';
import { detachMeasures, unpackError } from './messages.js';
import type { MessageFromChild, MessageToChild, ModelProperties, StartMessage } from './messages.js';
import { StderrLines } from './stderr-lines.js';
import type { VisionTask } from './vision-task.js';

/** A first start may compile all models; a start that takes longer than this hangs. */
const startTimeoutMs = 120_000;

export interface ChildOwner {
  childReady(child: ChildHandle, model: ModelProperties): void;
  /** The child says itself that it cannot start; it is being killed. */
  childStartFailed(child: ChildHandle, error: FacedeskError): void;
  childIdle(child: ChildHandle, residentBytes: number): void;
  /** The process has ended, for whatever reason; `how` is for the log. */
  childGone(child: ChildHandle, how: string): void;
  childWrote(child: ChildHandle, line: string): void;
}

export class ChildHandle {
  state: 'starting' | 'idle' | 'busy' | 'leaving' | 'gone' = 'starting';
  /** Set by the owner on a child that serves on until its replacement is ready. */
  worn = false;
  /** True once it was asked to leave. */
  retiring = false;
  tasksTaken = 0;
  /** After its last picture; 0 before the first. */
  residentBytes = 0;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  readonly #process: ChildProcess;
  readonly #stderr: StderrLines;
  #resolveGone!: () => void;
  #task: VisionTask | undefined;
  #deadline: NodeJS.Timeout | undefined;

  /** @throws where the system refuses to start a process. */
  constructor(
    start: StartMessage,
    private readonly owner: ChildOwner,
  ) {
    this.gone = new Promise((resolve) => (this.#resolveGone = resolve));
    this.#stderr = new StderrLines((line) => owner.childWrote(this, line));
    this.#process = forkChild();
    this.#listen();
    this.#deadline = setTimeout(() => this.kill(), startTimeoutMs);
    this.#send(start);
  }

  /** Of the picture in hand, where it is traced. */
  get traceparent(): string | undefined {
    return this.#task?.traceparent;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Gives a task to an idle child. An idle child starts on it at once, so the deadline counts from here. */
  run(task: VisionTask, timeoutMs: number): void {
    this.state = 'busy';
    this.tasksTaken++;
    this.#task = task;
    this.#stderr.renew();
    this.#deadline = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
    task.begin();
    const { image, keep, embed, attack, traceparent } = task;
    this.#send({ kind: 'examine', image, keep, embed, attack, ...(traceparent && { traceparent }) });
  }

  /** Ends the child once its task, if any, is finished. */
  retire(): void {
    this.retiring = true;
    if (this.state !== 'busy') this.kill();
  }

  /** Ends the child now. It may hang in native code, where only SIGKILL helps, and it has nothing to save. */
  kill(): void {
    if (this.state === 'gone') return;
    this.state = 'leaving';
    clearTimeout(this.#deadline);
    this.#process.kill('SIGKILL');
  }

  #listen(): void {
    const child = this.#process;
    child.on('message', (message) => this.#receive(message as MessageFromChild));
    child.on('exit', (code, signal) => this.#end(signal ?? `exit code ${code}`));
    child.on('error', (error) => {
      // Without a pid it never ran, and no 'exit' will follow.
      if (child.pid === undefined) this.#end(error.message);
    });
    child.on('disconnect', () => this.kill());
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (chunk: string) => this.#stderr.push(chunk));
    child.stderr?.on('end', () => this.#stderr.end());
    child.stderr?.on('error', () => undefined);
  }

  #receive(message: MessageFromChild): void {
    // After a deadline or a kill nobody waits for what is still in the channel.
    if (this.state === 'leaving' || this.state === 'gone') return;
    clearTimeout(this.#deadline);
    switch (message.kind) {
      case 'ready':
        this.state = 'idle';
        return this.owner.childReady(this, message);
      case 'startFailed':
        this.owner.childStartFailed(this, unpackError(message.error));
        return this.kill();
      case 'examined':
        this.#task?.succeed(detachMeasures(message.measures));
        return this.#finish(message.residentBytes);
      case 'failed':
        this.#task?.fail(unpackError(message.error));
        return this.#finish(message.residentBytes);
    }
  }

  #finish(residentBytes: number): void {
    this.residentBytes = residentBytes;
    this.#task = undefined;
    this.state = 'idle';
    if (this.retiring) this.kill();
    else this.owner.childIdle(this, residentBytes);
  }

  #timeOut(timeoutMs: number): void {
    this.#task?.fail(new FacedeskError('vision_timeout', { detail: `not finished after ${timeoutMs} ms` }));
    this.kill();
  }

  #end(how: string): void {
    if (this.state === 'gone') return;
    this.state = 'gone';
    clearTimeout(this.#deadline);
    // Never tried again on another child: the photo may be what killed this one, and would go on to kill them all.
    this.#task?.fail(
      new FacedeskError('vision_unavailable', { detail: `worker ended while working: ${how}` }),
    );
    this.#resolveGone();
    this.owner.childGone(this, how);
  }

  #send(message: MessageToChild): void {
    // A send that fails means that the child is gone or going; 'exit' tells the rest.
    this.#process.send(message, () => undefined);
  }
}
