/** Where the encryption key comes from: a setting, a command that asks a vault, or a file that the first start makes. */
import { type EncryptionKey, parseKeys } from './encryption-key.js';
import { EncryptionKeyError, twoKeysNeededText, unreadableText } from './encryption-key-error.js';
import { runKeyCommand } from './key-command.js';
import { createKeyFile } from './key-file.js';

export interface KeySource {
  /** For sentences: "the key file /var/lib/facedesk/facedesk.key". */
  readonly name: string;
  /**
   * The keys as they are now: the one that is wanted first, then an older one that it is about to replace. Empty where no key
   * was made yet.
   * @throws EncryptionKeyError
   */
  read(): Promise<readonly EncryptionKey[]>;
  /** Makes the first key where there is none. Of several processes that do, one makes it and all read it. */
  makeFirst(): Promise<void>;
  /**
   * Sees to it that `read` gives a new key before the present one; where it does already, a rotation goes on.
   * @throws EncryptionKeyError where only the operator can, with what they have to do
   */
  beginRotation(): Promise<void>;
  /** Drops the old key when nothing is wrapped under it any more; true where it is the operator who has to. */
  endRotation(currentKeyId: string): Promise<{ readonly oldKeyLeft: boolean }>;
}

export interface KeySettings {
  readonly key?: string;
  readonly keyFile: string;
  readonly keyCommand?: string;
  /** Called after a key file was made that holds the only copy of the key. */
  readonly onKeyFileMade?: (path: string) => void;
}

/** A key or a command that is set goes before the file. */
export function createKeySource({ key, keyFile, keyCommand, onKeyFileMade }: KeySettings): KeySource {
  if (key !== undefined) return outsideSource('FACEDESK_ENCRYPTION_KEY', async () => key);
  if (keyCommand !== undefined)
    return outsideSource('the output of FACEDESK_ENCRYPTION_KEY_COMMAND', () => runKeyCommand(keyCommand));
  return createKeyFile(keyFile, onKeyFileMade);
}

/** A key that is kept elsewhere, and that only the operator can change. */
function outsideSource(name: string, readText: () => Promise<string>): KeySource {
  const read = async (): Promise<readonly EncryptionKey[]> => {
    const keys = parseKeys(await readText());
    if (keys === null) throw new EncryptionKeyError(unreadableText(name));
    return keys;
  };
  return {
    name,
    read,
    makeFirst: async () => undefined,
    beginRotation: async () => {
      if ((await read()).length < 2) throw new EncryptionKeyError(twoKeysNeededText(name));
    },
    endRotation: async () => ({ oldKeyLeft: (await read()).length > 1 }),
  };
}
