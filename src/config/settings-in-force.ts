/** Every setting with the value in force and where that came from, for an administrator's eyes. Secrets are never told. */
import type { Config } from './schema.js';
import { type Setting, settings } from './settings.js';

export type SettingSource = 'default' | 'file' | 'environment' | 'flag';

export interface SettingInForce {
  /** As in a configuration file. */
  readonly name: string;
  /** As in the environment. */
  readonly env: string;
  /** The part of the service that it is for. */
  readonly group: string;
  readonly description: string;
  readonly unit: string | null;
  /** What a value has to be, as a phrase. */
  readonly rule: string;
  readonly default: string;
  readonly source: SettingSource;
  /** As a text, lists with commas; null for a setting that has no value, and for secrets. */
  readonly value: string | null;
  /** Present for secrets in place of the value: whether there is one. */
  readonly set?: boolean;
}

const sourcesOf = new WeakMap<Config, ReadonlyMap<Setting, SettingSource>>();

/** Notes where the values of a configuration came from; settings that are not named have their default. */
export function noteSources(config: Config, sources: ReadonlyMap<Setting, SettingSource>): void {
  sourcesOf.set(config, sources);
}

/** @param config as loadConfig made it: of a copy nobody knows where its values came from */
export function settingsInForce(config: Config): SettingInForce[] {
  const sources = sourcesOf.get(config);
  const slices = config as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return settings.map((setting) => {
    const { name, env, slice, description, unit = null, rule, defaultText, secret } = setting;
    const source = sources?.get(setting) ?? 'default';
    const value = slices[slice]?.[setting.field];
    return {
      ...{ name, env, group: slice, description, unit, rule, default: defaultText, source },
      ...(secret ? { value: null, set: isSet(value) } : { value: textOf(value) }),
    };
  });
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
