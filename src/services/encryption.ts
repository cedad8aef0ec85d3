/** How what is kept of people is sealed, and changing the key it is sealed under. The records stay where they are. */
import type { Logger } from '../observability/logger.js';
import type { KeySource } from '../sealing/index.js';
import type { EncryptionState, RecordCounts, Store } from '../store/index.js';

export interface EncryptionReport extends EncryptionState, RecordCounts {
  /** Where the key comes from: "the key file /var/lib/facedesk/facedesk.key". */
  readonly keySource: string;
}

export interface Rotation {
  /** The new key's id. */
  readonly keyId: string;
  /** Data keys that were wrapped anew by this call; one that was cut off before has done its own. */
  readonly rewrapped: number;
  readonly keySource: string;
  /** True where the old key is still in the key source, and has to be taken out by hand. */
  readonly oldKeyLeft: boolean;
}

export interface Encryption {
  /** Opens every record there is. @throws FacedeskError store_unavailable */
  report(): Promise<EncryptionReport>;
  /** Only what opens and what does not; for a check-up. @throws FacedeskError store_unavailable */
  inspect(): Promise<RecordCounts>;
  /**
   * Changes the key while the service runs, here or elsewhere. Goes on where an earlier call was cut off.
   * @throws EncryptionKeyError where the operator has to do something first; FacedeskError store_unavailable
   */
  rotate(onRewrapped: (done: number, total: number) => void): Promise<Rotation>;
}

export interface EncryptionParts {
  readonly store: Pick<Store, 'encryption'>;
  readonly keys: KeySource;
  readonly log: Logger;
}

export function createEncryption({ store: { encryption }, keys, log }: EncryptionParts): Encryption {
  return {
    report: async () => ({
      keySource: keys.name,
      ...(await encryption.state()),
      ...(await encryption.inspect()),
    }),
    inspect: () => encryption.inspect(),
    rotate: async (onRewrapped) => {
      // The new key is safely kept before anything is wrapped under it, and the old one goes when nothing is any more.
      await keys.beginRotation();
      const { keyId, rewrapped } = await encryption.rotate(onRewrapped);
      const { oldKeyLeft } = await keys.endRotation(keyId);
      log.info({ keyId, rewrapped }, 'encryption key changed');
      return { keyId, rewrapped, keySource: keys.name, oldKeyLeft };
    },
  };
}
