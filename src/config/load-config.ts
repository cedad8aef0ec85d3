/**
 * Reads the settings from the defaults, a JSON file, the environment and flags, each overruling the one before, and
 * reports everything that is wrong at once. The only place that looks at process.env.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { parseAddressRange } from '../domain/address-range.js';
import { isEndpoint } from './endpoint.js';
import { nearestName } from './nearest-name.js';
import { packageRoot } from './package-root.js';
import type { Config } from './schema.js';
import { noteSources, type SettingSource } from './settings-in-force.js';
import { settings, settingsByEnv, settingsByName, type Setting } from './settings.js';

/** Names of the environment that are ours but are no settings: where the file is, and what only the test suite reads. */
const otherEnvNames = /^FACEDESK_(CONFIG_FILE|REQUIRE_ALL|TEST_.*)$/;

export interface ConfigSources {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By setting name (`port`, `dataDir`), as text; undefined where a flag was not given. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
}

/** Everything that is wrong with the settings. Names settings and rules, never values, which may be secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Loads, checks and freezes the settings.
 * @throws ConfigError
 */
export function loadConfig({ env = process.env, flags = {} }: ConfigSources = {}): Config {
  const problems: string[] = [];
  const values = new Map<Setting, unknown>();
  for (const setting of settings) if (setting.default !== undefined) values.set(setting, setting.default);
  const sources = new Map<Setting, SettingSource>();
  /** What one source gives overrules what came before it. */
  const take = (source: SettingSource, given: ReadonlyMap<Setting, unknown>): void => {
    for (const [setting, value] of given) {
      values.set(setting, value);
      sources.set(setting, source);
    }
  };

  take('file', readFile(env['FACEDESK_CONFIG_FILE'], problems));
  take('environment', readEnvironment(env, problems));
  take('flag', readFlags(flags, problems));

  if (problems.length === 0) checkKeySources(values, problems);
  if (problems.length === 0) checkProxies(values, problems);
  if (problems.length === 0) checkEdge(values, problems);
  if (problems.length === 0) deriveDefaults(values);
  if (problems.length > 0) throw new ConfigError(problems);
  const config = slices(values);
  noteSources(config, sources);
  return config;
}

/** What one source gives. */
type Given = ReadonlyMap<Setting, unknown>;

function readFile(path: string | undefined, problems: string[]): Given {
  const values = new Map<Setting, unknown>();
  if (path === undefined || path === '') return values;
  const content = parseFile(path);
  if (content === undefined) {
    problems.push('FACEDESK_CONFIG_FILE has to name a readable file that holds a JSON object');
    return values;
  }
  for (const [name, value] of Object.entries(content)) {
    const setting = settingsByName.get(name);
    if (setting === undefined) problems.push(unknown(`"${name}" in the file`, name, settingsByName.keys()));
    else accept({ setting, source: `"${name}" in the file`, value: value }, values, problems);
  }
  return values;
}

function parseFile(path: string): object | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? content : undefined;
  } catch {
    // The reason is not passed on: a JSON parser quotes the text around the fault, which may be a secret.
    return undefined;
  }
}

function readEnvironment(env: Readonly<Record<string, string | undefined>>, problems: string[]): Given {
  const values = new Map<Setting, unknown>();
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('FACEDESK_') || otherEnvNames.test(name)) continue;
    const setting = settingsByEnv.get(name);
    if (setting === undefined) problems.push(unknown(name, name, settingsByEnv.keys()));
    // Compose files hand over "" for a variable that is not set, so that is what it means here.
    else if (text !== undefined && text !== '')
      accept({ setting, source: name, value: fromText(setting, text) }, values, problems);
  }
  return values;
}

function readFlags(flags: Readonly<Record<string, string | undefined>>, problems: string[]): Given {
  const values = new Map<Setting, unknown>();
  for (const [name, text] of Object.entries(flags)) {
    const setting = settingsByName.get(name);
    if (setting === undefined) problems.push(unknown(`flag "${name}"`, name, settingsByName.keys()));
    else if (text !== undefined)
      accept({ setting, source: `flag "${name}"`, value: fromText(setting, text) }, values, problems);
  }
  return values;
}

function accept({ setting, source, value }: Entry, values: Map<Setting, unknown>, problems: string[]): void {
  if (Value.Check(setting.schema, value)) values.set(setting, value);
  else problems.push(`${source} has to be ${setting.rule}`);
}

interface Entry {
  readonly setting: Setting;
  /** Where it was given, as its owner would look for it. */
  readonly source: string;
  readonly value: unknown;
}

/** What a text stands for under the setting's type; the text itself where it stands for nothing, to fail the check. */
function fromText(setting: Setting, text: string): unknown {
  const { type } = setting.schema as { type?: string };
  if (type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text);
  if (type === 'number' && /^\d{1,15}(\.\d+)?(e-?\d+)?$/i.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'array') {
    return text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }
  return text;
}

function deriveDefaults(values: Map<Setting, unknown>): void {
  const setting = (env: string): Setting => settingsByEnv.get(env)!;
  const dataDir = resolve(String(values.get(setting('FACEDESK_DATA_DIR'))));
  values.set(setting('FACEDESK_DATA_DIR'), dataDir);
  const derived = {
    FACEDESK_DATABASE_URL: `sqlite:${join(dataDir, 'facedesk.sqlite')}`,
    FACEDESK_ENCRYPTION_KEY_FILE: join(dataDir, 'facedesk.key'),
    FACEDESK_MODELS_DIR: join(packageRoot, '.cache', 'models'),
    FACEDESK_VISION_WORKERS: Math.min(64, availableParallelism()),
  };
  for (const [env, value] of Object.entries(derived)) {
    if (!values.has(setting(env))) values.set(setting(env), value);
  }
  const migrate = setting('FACEDESK_MIGRATE');
  const isEmbedded = String(values.get(setting('FACEDESK_DATABASE_URL'))).startsWith('sqlite:');
  if (!values.has(migrate)) values.set(migrate, isEmbedded ? 'auto' : 'explicit');
}

/** Of two keys nobody could say which one seals. */
function checkKeySources(values: ReadonlyMap<Setting, unknown>, problems: string[]): void {
  const sources = ['', '_FILE', '_COMMAND'].map((end) => `FACEDESK_ENCRYPTION_KEY${end}`);
  const given = sources.filter((env) => values.has(settingsByEnv.get(env)!));
  if (given.length > 1) problems.push(`${given.join(' and ')} each name a key: set only one of them`);
}

/** The schema's pattern lets texts pass that only look like addresses. */
function checkProxies(values: ReadonlyMap<Setting, unknown>, problems: string[]): void {
  const setting = settingsByEnv.get('FACEDESK_TRUSTED_PROXIES')!;
  const ranges = values.get(setting) as readonly string[];
  if (ranges.some((range) => parseAddressRange(range) === null))
    problems.push(`${setting.env} has to be ${setting.rule}`);
}

/** What the schema's patterns let pass, and two certificates of which nobody could say which one is shown. */
function checkEdge(values: ReadonlyMap<Setting, unknown>, problems: string[]): void {
  const value = (env: string): unknown => values.get(settingsByEnv.get(env)!);
  if (value('FACEDESK_TLS_CERT_FILE') !== undefined && value('FACEDESK_TLS_SELF_SIGNED') === true)
    problems.push(
      'FACEDESK_TLS_SELF_SIGNED and FACEDESK_TLS_CERT_FILE each name a certificate: set only one of them',
    );
  const admin = value('FACEDESK_ADMIN_LISTEN') as string | undefined;
  if (admin !== undefined && !isEndpoint(admin))
    problems.push(`FACEDESK_ADMIN_LISTEN has to be ${settingsByEnv.get('FACEDESK_ADMIN_LISTEN')!.rule}`);
  const origins = settingsByEnv.get('FACEDESK_CORS_ORIGINS')!;
  if ((values.get(origins) as readonly string[]).some((origin) => !isOrigin(origin)))
    problems.push(`${origins.env} has to be ${origins.rule}`);
}

/** As browsers write it: no path, no default port, lower case. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function unknown(source: string, name: string, known: Iterable<string>): string {
  const meant = nearestName(name, known);
  return `${source} is not a setting${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function slices(values: ReadonlyMap<Setting, unknown>): Config {
  const config: Record<string, Record<string, unknown>> = {};
  for (const [{ slice, field }, value] of values) {
    (config[slice] ??= {})[field] = Array.isArray(value) ? Object.freeze([...(value as unknown[])]) : value;
  }
  for (const slice of Object.values(config)) Object.freeze(slice);
  // The schema was checked value by value, which the compiler cannot follow through the map.
  return Object.freeze(config) as unknown as Config;
}
