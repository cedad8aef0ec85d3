/** Stands around everything that a store does: refuses it once the store is closed, and calls failures by the product's names. */
import { FacedeskError } from '../../domain/errors.js';
import type { Capabilities } from './capabilities.js';
import { namedFailure } from './named-failure.js';

export class StoreGuard {
  #isClosed = false;

  constructor(private readonly capabilities: Pick<Capabilities, 'classifyError'>) {}

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** @param duplicate what a key that is taken means here */
  async run<T>(work: () => Promise<T>, duplicate?: 'user_already_exists'): Promise<T> {
    try {
      this.#assertOpen();
      return await work();
    } catch (error) {
      throw this.#named(error, duplicate);
    }
  }

  async *runEach<T>(rows: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      this.#assertOpen();
      yield* rows;
    } catch (error) {
      throw this.#named(error);
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new FacedeskError('store_unavailable', { detail: 'the store is closed' });
  }

  #named(error: unknown, duplicate?: 'user_already_exists'): unknown {
    if (error instanceof FacedeskError) return error;
    const failure = this.capabilities.classifyError(error);
    if (failure === 'duplicate' && duplicate) return new FacedeskError(duplicate, { cause: error });
    if (failure === 'unwritable') return new FacedeskError('id_invalid', { cause: error });
    return namedFailure(failure, error) ?? error;
  }
}
