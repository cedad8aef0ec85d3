/** What erased rows leave in the database's files: remembers that there may be some, and has the database remove it. */
import type { Capabilities } from './capabilities.js';
import type { Database } from './schema.js';

export class Traces {
  /** True at first, since a process that was killed can have left some. */
  #mayBeLeft = true;

  constructor(
    private readonly db: Database,
    private readonly capabilities: Pick<Capabilities, 'eraseTraces'>,
  ) {}

  /** To be called before what leaves some is committed. */
  mayBeLeft(): void {
    this.#mayBeLeft = true;
  }

  /** Holds the connection meanwhile, so that no transaction is open on it. What could not be removed yet is tried again by the next call. */
  async erase(): Promise<void> {
    if (!this.#mayBeLeft) return;
    await this.db.connection().execute(async () => {
      this.#mayBeLeft = !this.capabilities.eraseTraces();
    });
  }
}
