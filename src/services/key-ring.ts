/**
 * The keys that are valid now, as a process holds them in memory: read anew from the store once what it has is a second old,
 * so that a key which another process made or revoked counts here within 2 s. Where the store is away, nobody is let in by
 * an old copy.
 */
import { allScopes, type Caller, scopesOfKey } from '../domain/access.js';
import { type AddressRange, isInRange, parseAddress, parseAddressRange } from '../domain/address-range.js';
import { FacedeskError } from '../domain/errors.js';
import type { ApiKeyRecord } from '../store/index.js';
import { digestOf, isAmong, parsePresented } from './key-secret.js';

export interface KeyRing {
  /** @throws FacedeskError api_key_invalid, key_address_refused, store_unavailable */
  callerOf(presented: string, address: string): Promise<Caller>;
  /** True where there is a key, or ever was one: who revokes the last key does not open the doors. */
  exist(): Promise<boolean>;
  /** Has the store read anew by the next question. */
  forget(): void;
}

export interface KeyRingParts {
  readonly list: () => Promise<readonly ApiKeyRecord[]>;
  /** Keys of the settings, which may do everything. */
  readonly settingsKeys: readonly string[];
  readonly now: () => number;
}

const freshMs = 1000;

interface HeldKey {
  readonly record: ApiKeyRecord;
  readonly ranges: readonly AddressRange[];
  readonly caller: Caller;
}

type Copy = ReadonlyMap<string, HeldKey>;

export function createKeyRing({ list, settingsKeys, now }: KeyRingParts): KeyRing {
  const settingsCallers = settingsKeys.map((key, index) => ({
    digest: digestOf(key),
    caller: settingsCaller(index),
  }));
  let copy: Promise<Copy> | undefined;
  let readAtMs = -Infinity;

  const current = async (): Promise<Copy> => {
    if (copy === undefined || performance.now() - readAtMs >= freshMs) {
      readAtMs = performance.now();
      const reading = list().then(holdAll);
      copy = reading;
      // Whoever asks next reads again.
      reading.catch(() => {
        if (copy === reading) copy = undefined;
      });
    }
    return copy;
  };

  return {
    callerOf: async (presented, address) => {
      const fromSettings = findSettingsCaller(settingsCallers, presented);
      if (fromSettings !== undefined) return fromSettings;
      const parsed = parsePresented(presented);
      if (parsed === null) throw new FacedeskError('api_key_invalid');
      const key = (await current()).get(parsed.keyId);
      if (key === undefined || !opens(key.record, parsed.secret, now()))
        throw new FacedeskError('api_key_invalid');
      if (!mayComeFrom(key, address)) throw new FacedeskError('key_address_refused');
      return key.caller;
    },
    exist: async () => settingsKeys.length > 0 || (await current()).size > 0,
    forget: () => {
      copy = undefined;
    },
  };
}

function holdAll(records: readonly ApiKeyRecord[]): Copy {
  return new Map(records.map((record) => [record.keyId, hold(record)]));
}

function hold(record: ApiKeyRecord): HeldKey {
  const { keyId, role, scopes, addresses, ratePerMinute } = record;
  return {
    record,
    // A range that cannot be read, such as one that somebody wrote into the table, lets nobody in.
    ranges: addresses.flatMap((text) => parseAddressRange(text) ?? []),
    caller: { keyId, role, scopes: new Set(scopesOfKey(role, scopes)), ratePerMinute },
  };
}

function opens({ revokedAt, expiresAt, secrets }: ApiKeyRecord, secret: string, nowMs: number): boolean {
  const valid = secrets.filter((one) => !isPast(one.expiresAt, nowMs)).map(({ digest }) => digest);
  return isAmong(digestOf(secret), valid) && revokedAt === null && !isPast(expiresAt, nowMs);
}

function isPast(time: string | null, nowMs: number): boolean {
  return time !== null && Date.parse(`${time}Z`) <= nowMs;
}

function mayComeFrom({ record, ranges }: HeldKey, address: string): boolean {
  if (record.addresses.length === 0) return true;
  const bytes = parseAddress(address);
  return bytes !== null && ranges.some((range) => isInRange(bytes, range));
}

interface SettingsCaller {
  readonly digest: string;
  readonly caller: Caller;
}

function settingsCaller(index: number): Caller {
  return { keyId: `settings-${index + 1}`, role: 'admin', scopes: new Set(allScopes), ratePerMinute: null };
}

function findSettingsCaller(callers: readonly SettingsCaller[], presented: string): Caller | undefined {
  const digest = digestOf(presented);
  // Each is compared, whether or not one before it fits.
  const fitting = callers.filter((one) => isAmong(digest, [one.digest]));
  return fitting[0]?.caller;
}
