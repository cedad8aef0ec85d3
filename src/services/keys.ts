/**
 * API keys: made, listed, rotated, revoked, and asked for. A secret is told once, when it is made; what is kept of it is a
 * digest. Which route takes which scope is not known here.
 */
import { anyone, type Caller, type Role, type Scope, scopesOfKey } from '../domain/access.js';
import { FacedeskError } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import type { ApiKeyRecord, Store } from '../store/index.js';
import type { Actor, EventKind, Events } from './events.js';
import { checkedKey, type KeyRequest } from './key-request.js';
import { createKeyRing, type KeyRing } from './key-ring.js';
import { digestOf, newKeyId, newSecret, presentedText } from './key-secret.js';

/** A key without its secrets. Times are RFC 3339, UTC; null where there is no end. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** What it allows, those of its role included. */
  readonly scopes: readonly Scope[];
  /** Ranges that it may be used from; empty for anywhere. */
  readonly addresses: readonly string[];
  /** Requests a minute; null for what the settings say. */
  readonly ratePerMinute: number | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** Until when the secret from before the last rotation still opens it; null where it does not. */
  readonly earlierSecretUntil: string | null;
}

/** The only time that the secret is told. */
export interface NewKey {
  readonly key: ApiKey;
  /** What callers present: fdk_<id>_<secret>. */
  readonly secret: string;
}

export interface RotateOptions {
  /** How long the secret before goes on opening the key, in seconds; a day unless told. */
  readonly graceS?: number;
  /** For the record of events. */
  readonly actor?: Actor;
}

/** What is made, rotated and revoked is on the record of events, with who did it. */
export interface Keys {
  /**
   * Makes a key. Nobody can make one that allows more than they may do themselves.
   * @throws FacedeskError key_name_invalid, key_scopes_invalid, key_addresses_invalid, key_expiry_invalid, key_rate_invalid, scope_missing
   */
  create(request: KeyRequest, by: Caller, actor?: Actor): Promise<NewKey>;
  /** Every key there ever was, revoked ones too, oldest first. */
  list(): Promise<ApiKey[]>;
  /**
   * Gives a key a new secret. The one before opens it for a while more; one from before that does not any more.
   * @throws FacedeskError key_not_found, scope_missing
   */
  rotate(id: string, by: Caller, options?: RotateOptions): Promise<NewKey>;
  /**
   * Ends a key for good: here at once, in other processes within 2 s.
   * @throws FacedeskError key_not_found
   */
  revoke(id: string, actor?: Actor): Promise<void>;
  /**
   * Says who presents a key. Where there is no key at all and the settings allow that, everybody may do everything.
   * @throws FacedeskError api_key_required, api_key_invalid, key_address_refused, store_unavailable
   */
  authenticate(presented: string | undefined, address: string): Promise<Caller>;
  /** True where somebody could present a key: one is in the settings, or was ever made. */
  exist(): Promise<boolean>;
}

export interface KeysParts {
  readonly store: Pick<Store, 'apiKeys'>;
  readonly events: Pick<Events, 'record'>;
  /** Keys of the settings, which may do everything. */
  readonly settingsKeys: readonly string[];
  /** Whether callers are let in without a key while there is none. */
  readonly openWithoutKeys: boolean;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const defaultGraceS = 24 * 3600;

export function createKeys(parts: KeysParts): Keys {
  const { store, events, settingsKeys, openWithoutKeys, log, now = Date.now } = parts;
  const ring: KeyRing = createKeyRing({ list: () => store.apiKeys.list(), settingsKeys, now });

  const findValid = async (id: string): Promise<ApiKeyRecord> => {
    const key = (await store.apiKeys.list()).find(({ keyId }) => keyId === id);
    if (key === undefined || key.revokedAt !== null) throw new FacedeskError('key_not_found');
    return key;
  };

  const tell = async (keyId: string, secret: string): Promise<NewKey> => {
    ring.forget();
    return { key: toApiKey(await findValid(keyId), now()), secret: presentedText(keyId, secret) };
  };

  const record = (kind: EventKind, keyId: string, actor?: Actor): void =>
    events.record({ kind, reason: keyId, ...(actor !== undefined && { by: actor }) });

  return {
    create: async (request, by, actor) => {
      const checked = checkedKey(request, now());
      mustCover(by, scopesOf(checked));
      const [keyId, secret] = [newKeyId(), newSecret()];
      await store.apiKeys.add({ keyId, ...checked }, digestOf(secret));
      log.info({ keyId, role: checked.role, by: by.keyId }, 'key made');
      record('key.created', keyId, actor);
      return tell(keyId, secret);
    },
    list: async () => (await store.apiKeys.list()).map((record) => toApiKey(record, now())),
    rotate: async (id, by, { graceS = defaultGraceS, actor } = {}) => {
      mustCover(by, scopesOf(await findValid(id)));
      const secret = newSecret();
      const earlierUntil = new Date(now() + graceS * 1000).toISOString().slice(0, 19);
      if (!(await store.apiKeys.rotate(id, digestOf(secret), earlierUntil)))
        throw new FacedeskError('key_not_found');
      log.info({ keyId: id, by: by.keyId }, 'key rotated');
      record('key.rotated', id, actor);
      return tell(id, secret);
    },
    revoke: async (id, actor) => {
      if (!(await store.apiKeys.revoke(id))) throw new FacedeskError('key_not_found');
      ring.forget();
      log.info({ keyId: id }, 'key revoked');
      record('key.revoked', id, actor);
    },
    authenticate: async (presented, address) => {
      if (presented !== undefined) return ring.callerOf(presented, address);
      if (openWithoutKeys && !(await ring.exist())) return anyone;
      throw new FacedeskError('api_key_required');
    },
    exist: () => ring.exist(),
  };
}

function scopesOf({ role, scopes }: Pick<ApiKeyRecord, 'role' | 'scopes'>): readonly Scope[] {
  return scopesOfKey(role, scopes);
}

function mustCover(by: Caller, scopes: readonly Scope[]): void {
  if (!scopes.every((scope) => by.scopes.has(scope))) throw new FacedeskError('scope_missing');
}

function toApiKey({ keyId, secrets, ...record }: ApiKeyRecord, nowMs: number): ApiKey {
  const earlier = secrets.find(({ expiresAt }) => expiresAt !== null && Date.parse(`${expiresAt}Z`) > nowMs);
  return {
    id: keyId,
    name: record.name,
    role: record.role,
    scopes: scopesOf(record),
    addresses: record.addresses,
    ratePerMinute: record.ratePerMinute,
    createdAt: `${record.createdAt}Z`,
    expiresAt: zoned(record.expiresAt),
    revokedAt: zoned(record.revokedAt),
    earlierSecretUntil: zoned(earlier?.expiresAt ?? null),
  };
}

function zoned(time: string | null): string | null {
  return time === null ? null : `${time}Z`;
}
