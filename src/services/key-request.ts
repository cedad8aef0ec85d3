/** What somebody asks of a new API key, checked and brought into the form in which it is kept. */
import { isRole, isScope, type Role, roles, type Scope } from '../domain/access.js';
import { parseAddressRange } from '../domain/address-range.js';
import { FacedeskError } from '../domain/errors.js';
import type { ApiKeyRecord } from '../store/index.js';

export interface KeyRequest {
  readonly name: string;
  readonly role: Role;
  /** What it may do on top of its role; for the role integration, which may do nothing by itself, at least one. */
  readonly scopes?: readonly string[];
  /** RFC 3339. */
  readonly expiresAt?: string;
  /** Addresses or ranges in CIDR notation, IPv4 or IPv6. */
  readonly addresses?: readonly string[];
  /** Requests a minute, in place of what the settings say. */
  readonly ratePerMinute?: number;
}

type CheckedKey = Pick<
  ApiKeyRecord,
  'name' | 'role' | 'scopes' | 'addresses' | 'ratePerMinute' | 'expiresAt'
>;

const maxNameCharacters = 100;
const maxAddresses = 50;
const maxRatePerMinute = 1_000_000;

/** @throws FacedeskError key_name_invalid, key_scopes_invalid, key_addresses_invalid, key_expiry_invalid, key_rate_invalid */
export function checkedKey(request: KeyRequest, nowMs: number): CheckedKey {
  return {
    name: checkedName(request.name),
    role: request.role,
    scopes: checkedScopes(request),
    addresses: checkedAddresses(request.addresses ?? []),
    ratePerMinute: checkedRate(request.ratePerMinute),
    expiresAt: checkedExpiry(request.expiresAt, nowMs),
  };
}

function checkedName(raw: string): string {
  const name = raw.normalize('NFC').trim();
  const length = [...name].length;
  if (length < 1 || length > maxNameCharacters || /\p{Cc}/u.test(name) || !name.isWellFormed())
    throw new FacedeskError('key_name_invalid');
  return name;
}

function checkedScopes({ role, scopes = [] }: KeyRequest): Scope[] {
  const missing = role === 'integration' && scopes.length === 0;
  if (!isRole(role) || missing || !scopes.every(isScope)) throw new FacedeskError('key_scopes_invalid');
  const ofRole: readonly Scope[] = roles[role];
  return [...new Set(scopes)].filter((scope) => !ofRole.includes(scope));
}

function checkedAddresses(addresses: readonly string[]): string[] {
  if (addresses.length > maxAddresses || addresses.some((text) => parseAddressRange(text) === null))
    throw new FacedeskError('key_addresses_invalid');
  return [...new Set(addresses)];
}

function checkedRate(rate: number | undefined): number | null {
  if (rate === undefined) return null;
  if (!Number.isInteger(rate) || rate < 1 || rate > maxRatePerMinute)
    throw new FacedeskError('key_rate_invalid');
  return rate;
}

/** Date alone would read "2030" as well, and local times without a zone. */
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function checkedExpiry(text: string | undefined, nowMs: number): string | null {
  if (text === undefined) return null;
  const ms = rfc3339.test(text) ? Date.parse(text) : NaN;
  // Years of more than four digits have another form.
  if (!(ms > nowMs && ms < Date.UTC(9999, 0))) throw new FacedeskError('key_expiry_invalid');
  return new Date(ms).toISOString().slice(0, 19);
}
