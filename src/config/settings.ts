/** The schema as a flat list of settings, for loading them, for the documentation and for the CLI's flags. */
import type { TSchema } from 'typebox';
import { configSchema } from './schema.js';

export interface Setting {
  readonly slice: string;
  readonly field: string;
  /** FACEDESK_VISION_WORKERS */
  readonly env: string;
  /** The same in a configuration file or among flags: visionWorkers. */
  readonly name: string;
  readonly description: string;
  readonly unit?: string;
  /** Undefined where the default depends on the machine or on another setting; `defaultText` says how. */
  readonly default?: unknown;
  readonly defaultText: string;
  readonly secret: boolean;
  readonly schema: TSchema;
  /** What a value has to be, as a phrase: "a whole number from 0 to 65535". */
  readonly rule: string;
}

/** What the schema's entries carry beside JSON Schema's own words. */
interface Annotations {
  readonly env: string;
  readonly description: string;
  readonly unit?: string;
  readonly default?: unknown;
  readonly defaultText?: string;
  readonly secret?: boolean;
  /** What a value has to be, where the schema's own words do not say it. */
  readonly rule?: string;
}

interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly minLength: number };
  readonly pattern?: string;
}

/** Every setting, in the order of the schema. */
export const settings: readonly Setting[] = Object.entries(configSchema.properties).flatMap(
  ([slice, { properties }]) =>
    Object.entries<TSchema>(properties).map(([field, schema]) => describe(slice, field, schema)),
);

export const settingsByName: ReadonlyMap<string, Setting> = new Map(settings.map((s) => [s.name, s]));
export const settingsByEnv: ReadonlyMap<string, Setting> = new Map(settings.map((s) => [s.env, s]));

function describe(slice: string, field: string, schema: TSchema): Setting {
  const notes = schema as unknown as Annotations;
  return {
    slice,
    field,
    env: notes.env,
    name: camelCase(notes.env.replace(/^FACEDESK_/, '')),
    description: notes.description,
    ...(notes.unit === undefined ? {} : { unit: notes.unit }),
    default: notes.default,
    defaultText: notes.defaultText ?? printDefault(notes.default),
    secret: notes.secret === true,
    schema,
    rule: notes.rule ?? rule(schema),
  };
}

function rule(shape: Shape): string {
  if (shape.enum !== undefined) return `one of ${shape.enum.join(', ')}`;
  if (shape.type === 'integer') return `a whole number from ${shape.minimum} to ${shape.maximum}`;
  if (shape.type === 'number') return `a number from ${shape.minimum} to ${shape.maximum}`;
  if (shape.type === 'boolean') return 'true or false';
  if (shape.items !== undefined)
    return `a list in which every entry has at least ${shape.items.minLength} characters and no spaces`;
  if (shape.pattern !== undefined) return 'a URL that starts with sqlite:, mysql:, mariadb: or postgres:';
  return 'a text that is not empty';
}

function printDefault(value: unknown): string {
  return Array.isArray(value) ? 'none' : String(value);
}

function camelCase(upperSnake: string): string {
  return upperSnake.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
