/** The part of the store's door that is about who may call the service, and who tried in vain. The promises are those of Store. */
import type { Role, Scope } from '../domain/access.js';
import type { AttemptRules, AttemptVerdict } from '../domain/attempts.js';

/** An API key as it is kept. Times as in UserRow; null where there is no end. */
export interface ApiKeyRecord {
  /** The public part of the key. */
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
  /** Chosen ones; empty for roles that have scopes of their own. */
  readonly scopes: readonly Scope[];
  /** Ranges in CIDR notation that the key may be used from; empty for anywhere. */
  readonly addresses: readonly string[];
  /** Requests a minute; null for what the settings say. */
  readonly ratePerMinute: number | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** SHA-256 of each secret that opens it, in hexadecimal: one, or two after a rotation; none once it is revoked. */
  readonly secrets: readonly { readonly digest: string; readonly expiresAt: string | null }[];
}

export type NewApiKey = Omit<ApiKeyRecord, 'createdAt' | 'revokedAt' | 'secrets'>;

export interface ApiKeyStore {
  /** Every key there ever was, revoked ones too, oldest first. */
  list(): Promise<ApiKeyRecord[]>;
  add(key: NewApiKey, digest: string): Promise<void>;
  /** Adds a secret, and lets the one before open the key until `earlierUntil`; false where the key is unknown or revoked. */
  rotate(keyId: string, digest: string, earlierUntil: string): Promise<boolean>;
  /** For good; false where the key is unknown or revoked. */
  revoke(keyId: string): Promise<boolean>;
}

/** What is counted together; both are digests of 64 characters. */
export interface AttemptKey {
  /** Who somebody said they are, whether or not anybody has that id. */
  readonly claim: string;
  /** Where they said so. */
  readonly origin: string;
}

/** Counts attempts across all processes, one after the other. */
export interface AttemptStore {
  look(key: AttemptKey, nowMs: number): Promise<AttemptVerdict>;
  /** Ends the streak; changes nothing where an attempt is not let through. The verdict is from before. */
  succeed(key: AttemptKey, nowMs: number): Promise<AttemptVerdict>;
  /** Counts a failure; changes nothing where an attempt is not let through. The verdict is from before. */
  fail(key: AttemptKey, rules: AttemptRules, nowMs: number): Promise<AttemptVerdict>;
  /** Those of these claims that are locked, wherever it was. */
  lockedAmong(claims: readonly string[]): Promise<ReadonlySet<string>>;
  /** How many claims are locked, each origin by itself. */
  countLocked(): Promise<number>;
  /** Forgets every failure with a claim, whatever the origin; how many origins there were. */
  lift(claim: string): Promise<number>;
}
