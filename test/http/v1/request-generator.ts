/**
 * Makes requests for an operation of the OpenAPI document from its schemas: most as they should be, some wrong in one place or
 * altogether. The same seed makes the same requests.
 */
import type { InjectOptions } from 'fastify';
import type { JsonSchema, OperationObject } from '../../../src/http/v1/openapi/openapi-types.js';
import { multipart, multipartType, type Part } from '../../form-body.js';

export interface GeneratorParts {
  readonly random: () => number;
  /** The document's schemas, by name. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Values by the name of a field, so that requests meet what is there. */
  readonly known: Readonly<Record<string, readonly unknown[]>>;
  /** Photos, good ones and others. */
  readonly photos: readonly Buffer[];
}

export class RequestGenerator {
  constructor(private readonly parts: GeneratorParts) {}

  request(method: string, path: string, operation: OperationObject): InjectOptions {
    const headers: Record<string, string> = {};
    const query = new URLSearchParams();
    let url = path;
    for (const { name, in: place, required, schema } of operation.parameters ?? []) {
      if (!required && this.#chance(place === 'header' ? 0.9 : 0.6)) continue;
      const value = this.#maybeWrong(schema, name);
      if (place === 'path') url = url.replace(`{${name}}`, segment(textOf(value)));
      else if (place === 'header') headers[name.toLowerCase()] = textOf(value).replace(/[^\x20-\x7e]/g, '?');
      else for (const one of [value].flat()) query.append(name, textOf(one));
    }
    if (this.#chance(0.05)) query.append('unknown', '1');
    const payload = this.#body(operation, headers);
    return {
      method: method.toUpperCase(),
      url: query.size === 0 ? url : `${url}?${query.toString()}`,
      headers,
      ...(payload === undefined ? {} : { payload }),
    };
  }

  #body({ requestBody }: OperationObject, headers: Record<string, string>): string | Buffer | undefined {
    if (requestBody === undefined || this.#chance(0.03)) return undefined;
    const types = Object.keys(requestBody.content);
    const type = this.#chance(0.03) ? 'text/plain' : this.#one(types);
    const { schema } = requestBody.content[type] ?? requestBody.content[types[0]!]!;
    const valid = this.#valid(schema!);
    if (Buffer.isBuffer(valid)) {
      headers['content-type'] = type;
      return valid;
    }
    const body = valid as Record<string, unknown>;
    if (this.#chance(0.25)) this.#spoil(body, this.#resolved(schema!));
    headers['content-type'] = type === 'multipart/form-data' ? multipartType : type;
    if (type === 'multipart/form-data') return multipart(...partsOf(body));
    const json = JSON.stringify(body, (_, value: unknown) => (isBytes(value) ? base64(value) : value));
    return this.#chance(0.03) ? json.slice(0, -1) : json;
  }

  /** Takes a field away, adds one, or puts something else in its place. */
  #spoil(body: Record<string, unknown>, schema: JsonSchema): void {
    const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
    const name = this.#one(Object.keys(properties));
    const way = this.parts.random();
    if (way < 0.3) delete body[name];
    else if (way < 0.5) body['unknown'] = 1;
    else body[name] = this.#rubbish();
  }

  #maybeWrong(schema: JsonSchema, name: string): unknown {
    return this.#chance(0.12) ? this.#rubbish() : this.#valid(schema, name);
  }

  #valid(schema: JsonSchema, name = ''): unknown {
    const own = this.#resolved(schema);
    const known = this.parts.known[name];
    if (known !== undefined && this.#chance(0.8)) return this.#one(known);
    const { enum: values, anyOf, items, type, contentEncoding, contentMediaType } = own;
    if (Array.isArray(values)) return this.#one(values as unknown[]);
    if (Array.isArray(anyOf)) return this.#valid(this.#one(anyOf as JsonSchema[]), name);
    if (contentEncoding !== undefined || contentMediaType !== undefined) return this.#one(this.parts.photos);
    if (type === 'array') return this.#list(items as JsonSchema, own, name);
    if (type === 'object') return this.#object(own);
    if (type === 'boolean') return this.#chance(0.5);
    if (type === 'integer' || type === 'number') return this.#number(own);
    return this.#text(own);
  }

  #object(schema: JsonSchema): Record<string, unknown> {
    const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
    const required = (schema['required'] ?? []) as readonly string[];
    const made: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(properties))
      if (required.includes(name) || this.#chance(0.4)) made[name] = this.#valid(property, name);
    if (Object.keys(properties).length > 0) return made;
    return { [this.#text({})]: this.#one([1, true, 'x', null, { deep: [1] }]), plain: this.#text({}) };
  }

  #list(items: JsonSchema, { minItems = 0, maxItems = 4 }: JsonSchema, name: string): unknown[] {
    const least = Number(minItems);
    const length =
      least + Math.floor(this.parts.random() * (Math.min(Number(maxItems), least + 2) - least + 1));
    return Array.from({ length }, () => this.#valid(items, name));
  }

  #number({ minimum = 0, maximum = 100 }: JsonSchema): number {
    return Number(minimum) + Math.floor(this.parts.random() * (Number(maximum) - Number(minimum) + 1));
  }

  #text({ minLength = 0, maxLength = 12, pattern }: JsonSchema): string {
    if (typeof pattern === 'string' && pattern.startsWith('^\\d{4}')) return '2026-11-22T10:00:00Z';
    if (typeof pattern === 'string' && pattern.includes(':')) return 'plain:x';
    const letters = typeof pattern === 'string' ? 'abcXYZ019._-' : 'abcÄß漢字😀 09_/%"\\.<>';
    const length = Math.max(
      Number(minLength),
      Math.floor(this.parts.random() * Math.min(Number(maxLength), 12)),
      1,
    );
    return Array.from({ length }, () => this.#one([...letters])).join('');
  }

  #rubbish(): unknown {
    return this.#one(['', ' ', '\u0000', 'x'.repeat(600), -1, 1e21, null, [], {}, 'é́', '../..', '%', true]);
  }

  #resolved(schema: JsonSchema): JsonSchema {
    const { $ref } = schema;
    return typeof $ref === 'string' ? this.parts.schemas[$ref.split('/').at(-1)!]! : schema;
  }

  #chance(share: number): boolean {
    return this.parts.random() < share;
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.parts.random() * all.length)]!;
  }
}

function partsOf(body: Readonly<Record<string, unknown>>): Part[] {
  return Object.entries(body).flatMap(([name, values]) =>
    [values].flat().map((value) => ({
      name,
      content: isBytes(value) ? value : textOf(value),
      ...(isBytes(value) ? { fileName: 'photo.jpg', type: 'image/jpeg' } : {}),
    })),
  );
}

/** As a part of a path. Dots alone mean another folder there, whatever they are written as. */
function segment(text: string): string {
  return encodeURIComponent(/^\.{0,2}$/.test(text) ? 'x' : text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A Buffer, or what JSON.stringify makes of one before it asks. */
function isBytes(value: unknown): value is Buffer {
  return (
    Buffer.isBuffer(value) ||
    (typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer')
  );
}

function base64(bytes: Buffer): string {
  return Buffer.from(bytes).toString('base64');
}
