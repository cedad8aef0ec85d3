/**
 * What a caller may do. A key has scopes; a role is a named set of them. Pure: keys themselves are made, kept and looked up
 * elsewhere.
 */

/** Each says what whoever has it may do. */
export const scopes = {
  verify: 'hold a photo against an id',
  identify: 'find who a photo shows, without an id',
  compare: 'compare two photos, storing nothing',
  'quality:judge': 'judge a photo, storing nothing',
  'people:read': 'read and search people',
  'people:write': 'register and change people and their photos',
  'people:delete': 'erase people and their photos',
  'photos:read': 'see the photos that are kept of people',
  'events:read': 'read who was verified when',
  'verdicts:review': 'say whether a verdict was right',
  'scores:read': 'see scores, thresholds and the receipts of decisions',
  'attempts:unlock': 'lift a lock that failed attempts have put on an id',
  'duplicates:review': 'read and settle likely duplicates and lookalikes',
  'imports:run': 'import people in bulk',
  'webhooks:manage': 'set up webhooks and replay what they missed',
  'keys:manage': 'make, rotate and revoke keys',
  'system:read': 'read settings, health and calibration of the service',
  'system:manage': 'recalibrate and change what the service does',
} as const;

export type Scope = keyof typeof scopes;

export const allScopes = Object.keys(scopes) as readonly Scope[];

const kiosk = ['verify', 'quality:judge'] as const satisfies readonly Scope[];

const running: readonly Scope[] = ['webhooks:manage', 'keys:manage', 'system:read', 'system:manage'];

/** Whether a scope is about the service itself and not about people who come to a door. */
export function runsTheService(scope: Scope): boolean {
  return running.includes(scope);
}

/** An integration has no scopes of its own: they are chosen with each key. With any other role, chosen ones come on top. */
export const roles = {
  kiosk,
  desk: [...kiosk, 'people:read', 'photos:read', 'events:read', 'verdicts:review', 'attempts:unlock'],
  enrol: ['quality:judge', 'people:read', 'people:write', 'imports:run', 'duplicates:review'],
  admin: allScopes,
  integration: [],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof roles;

/** Who asks, once the key is known. */
export interface Caller {
  /** The public part of the key, for logs, events and limits; null where no key was asked for. */
  readonly keyId: string | null;
  /** Null for nobody in particular. */
  readonly role: Role | null;
  readonly scopes: ReadonlySet<Scope>;
  /** Requests a minute; null for what the settings say. */
  readonly ratePerMinute: number | null;
}

/** Everybody, on a service that was told to ask nobody for a key. */
export const anyone: Caller = { keyId: null, role: 'admin', scopes: new Set(allScopes), ratePerMinute: null };

/** Who calls what is open to everybody: no key was looked at, so nothing is allowed to them. */
export const nobody: Caller = { keyId: null, role: null, scopes: new Set(), ratePerMinute: null };

export function isScope(name: string): name is Scope {
  return Object.hasOwn(scopes, name);
}

/** What a key allows: the scopes of its role and those chosen for it. A role or scope that this version does not know allows nothing. */
export function scopesOfKey(role: string, chosen: readonly string[]): readonly Scope[] {
  return [...new Set([...(isRole(role) ? roles[role] : []), ...chosen.filter(isScope)])];
}

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}
