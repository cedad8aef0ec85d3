/** The encryption keys that this process has, read anew where a database asks for one that it does not know. */
import { FacedeskError } from '../domain/errors.js';
import type { EncryptionKey } from './encryption-key.js';
import type { KeySource } from './key-source.js';

export class Keyring {
  #keys: readonly EncryptionKey[] = [];
  #reading: Promise<void> | undefined;

  constructor(readonly source: KeySource) {}

  /** The key that the source puts first; undefined where it has none. */
  get wanted(): EncryptionKey | undefined {
    return this.#keys[0];
  }

  find(id: string): EncryptionKey | undefined {
    return this.#keys.find((key) => key.id === id);
  }

  /** Reads the source anew. @throws EncryptionKeyError */
  async reload(): Promise<void> {
    // Those who ask while the source is read share the answer.
    this.#reading ??= this.source
      .read()
      .then((keys) => void (this.#keys = keys))
      .finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /**
   * The key with this id, which another process can have brought into use a moment ago.
   * @throws FacedeskError store_unavailable where the source does not have it: the records are sound, but cannot be read here
   */
  async get(id: string): Promise<EncryptionKey> {
    if (this.find(id) === undefined) await this.reload();
    const key = this.find(id);
    if (key !== undefined) return key;
    const detail = `the database is sealed with the key ${id}, which is not in ${this.source.name}`;
    throw new FacedeskError('store_unavailable', { detail });
  }
}
