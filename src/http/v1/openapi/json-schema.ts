/** The schemas that check requests, as a document shows them: titled ones once, by reference, photos as files in forms. */
import type { TSchema } from 'typebox';
import type { JsonSchema } from './openapi-types.js';

/** Gathers the schemas that have a title, under it. */
export class SchemaCatalogue {
  readonly #schemas = new Map<string, JsonSchema>();

  /** The schema, or a reference to it where it has a title. */
  add(schema: TSchema): JsonSchema {
    // What a schema holds for the compiler alone is lost on the way through JSON.
    return this.#hoisted(JSON.parse(JSON.stringify(schema)) as JsonSchema);
  }

  /** In alphabetical order. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #hoisted(schema: JsonSchema): JsonSchema {
    const inner = this.#inner(schema);
    const { title } = inner;
    if (typeof title !== 'string') return inner;
    const known = this.#schemas.get(title);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(inner))
      throw new Error(`two schemas are called ${title}`);
    this.#schemas.set(title, inner);
    return { $ref: `#/components/schemas/${title}` };
  }

  #inner(schema: JsonSchema): JsonSchema {
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => {
        if (key === 'properties')
          return [key, mapValues(value as Record<string, JsonSchema>, (one) => this.#hoisted(one))];
        if (key === 'items') return [key, this.#hoisted(value as JsonSchema)];
        if (key === 'anyOf' || key === 'allOf')
          return [key, (value as JsonSchema[]).map((one) => this.#hoisted(one))];
        return [key, value];
      }),
    );
  }
}

/** The same for multipart/form-data: a photo is a file there. */
export function asForm(schema: JsonSchema): JsonSchema {
  const properties = schema['properties'] as Record<string, JsonSchema>;
  return { ...schema, properties: mapValues(properties, asFormField) };
}

function asFormField(schema: JsonSchema): JsonSchema {
  const { contentEncoding, items, minLength: _, type, ...rest } = schema;
  if (contentEncoding === 'base64')
    return { ...rest, type: 'string', contentMediaType: 'application/octet-stream' };
  if (items !== undefined) return { ...rest, type, items: asFormField(items as JsonSchema) };
  return schema;
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, to(value)]));
}
