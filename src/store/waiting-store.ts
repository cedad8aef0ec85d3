/**
 * Stands in for a store whose database could not be reached when the service started. Every question tries to open it,
 * one attempt at a time; from the first that succeeds on it only passes questions on.
 */
import { FacedeskError } from '../domain/errors.js';
import { EncryptionKeyError } from '../sealing/index.js';
import type { Store } from './index.js';
import { StoreSetupError } from './store-setup-error.js';

/** How each member of a store is passed on. A part is an object whose members are all asynchronous functions. */
const members: Readonly<Record<keyof Store, 'own' | 'question' | 'list' | 'part'>> = {
  engine: 'own',
  close: 'own',
  encryption: 'part',
  calibration: 'part',
  models: 'part',
  photos: 'part',
  refreshes: 'part',
  duplicates: 'part',
  apiKeys: 'part',
  attempts: 'part',
  directory: 'part',
  groups: 'part',
  events: 'part',
  tallies: 'part',
  idempotency: 'part',
  webhooks: 'part',
  imports: 'part',
  ping: 'question',
  findSubject: 'question',
  findSubjectByNo: 'question',
  enrol: 'question',
  enrolIfUnchanged: 'question',
  deleteSubject: 'question',
  templatesOf: 'question',
  restore: 'question',
  currentCursor: 'question',
  changesSince: 'question',
  listUsers: 'list',
  listTemplates: 'list',
  listRecords: 'list',
};

type Asynchronous = (...args: unknown[]) => Promise<unknown>;
type Listing = (...args: unknown[]) => AsyncIterable<unknown>;

export function createWaitingStore(open: () => Promise<Store>, onWarning: (text: string) => void): Store {
  const attempts = new OpeningAttempts(open, onWarning);
  const reach = async (): Promise<Record<string, unknown>> =>
    (await attempts.reach()) as unknown as Record<string, unknown>;

  const question =
    (name: string): Asynchronous =>
    async (...args) => {
      const store = await reach();
      return (store[name] as Asynchronous).apply(store, args);
    };
  const list = (name: string): Listing =>
    async function* (...args) {
      const store = await reach();
      yield* (store[name] as Listing).apply(store, args);
    };
  const part = (name: string): object =>
    new Proxy(
      {},
      {
        get: (_, method): Asynchronous => {
          return async (...args) =>
            ((await reach())[name] as Record<string | symbol, Asynchronous>)[method]!(...args);
        },
      },
    );

  const passedOn = Object.entries(members).flatMap(([name, kind]) => {
    if (kind === 'own') return [];
    return [[name, { question, list, part }[kind](name)] as const];
  });
  const own = {
    get engine(): string {
      return attempts.reached?.engine ?? 'not reached yet';
    },
    close: () => attempts.close(),
  };
  return Object.assign(own, Object.fromEntries(passedOn)) as Pick<Store, 'engine' | 'close'> as Store;
}

class OpeningAttempts {
  reached: Store | undefined;
  #opening: Promise<Store> | undefined;
  #isClosed = false;
  #lastRefusal = '';

  constructor(
    private readonly open: () => Promise<Store>,
    private readonly onWarning: (text: string) => void,
  ) {}

  async reach(): Promise<Store> {
    if (this.reached !== undefined) return this.reached;
    if (this.#isClosed) throw new FacedeskError('store_unavailable', { detail: 'the store is closed' });
    this.#opening ??= this.open().finally(() => (this.#opening = undefined));
    try {
      this.reached = await this.#opening;
      return this.reached;
    } catch (error) {
      throw this.#named(error);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const opening = await this.#opening?.catch(() => undefined);
    await (this.reached ?? opening)?.close();
  }

  /** What would have stopped the start stops it no more; it is said once, and the service stays not ready. */
  #named(error: unknown): unknown {
    if (!(error instanceof StoreSetupError || error instanceof EncryptionKeyError)) return error;
    if (error.message !== this.#lastRefusal) this.onWarning(error.message);
    this.#lastRefusal = error.message;
    return new FacedeskError('store_unavailable', { cause: error });
  }
}
