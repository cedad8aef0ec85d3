/** A JSON Schema as a table of fields, for people. What it refers to is shown in its place. */
import type { OpenApiDocument } from '../v1/openapi/document.js';
import type { JsonSchema } from '../v1/openapi/openapi-types.js';
import { html, prose, type Html } from './html.js';

interface Field {
  /** With dots and brackets: subject.id, photos[].index. */
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** Deeper fields are not spelt out. */
const maxDepth = 4;

export function schemaTable(schema: JsonSchema, document: OpenApiDocument): Html {
  const fields = fieldsOf(schema, document, { prefix: '', depth: 0 });
  return html`<table>
    <tbody>
      ${fields.map(row)}
    </tbody>
  </table>`;
}

function row({ name, required, schema }: Field): Html {
  const { description } = schema;
  return html`<tr>
    <th><code>${name}</code>${required ? undefined : html` <small>optional</small>`}</th>
    <td>
      ${typeof description === 'string' ? prose(description) : undefined}<small>${typeText(schema)}</small>
    </td>
  </tr>`;
}

function fieldsOf(
  schema: JsonSchema,
  document: OpenApiDocument,
  { prefix, depth }: { prefix: string; depth: number },
): Field[] {
  const resolved = resolve(schema, document);
  if (resolved['items'] !== undefined)
    return fieldsOf(resolved['items'] as JsonSchema, document, { prefix: `${prefix}[]`, depth });
  const properties = (resolved['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (resolved['required'] ?? []) as readonly string[];
  if (depth >= maxDepth) return [];
  return Object.entries(properties).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const own = {
      name,
      required: required.includes(key),
      schema: { ...resolve(value, document), ...withoutRef(value) },
    };
    return [own, ...fieldsOf(value, document, { prefix: name, depth: depth + 1 })];
  });
}

function withoutRef({ $ref: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function resolve(schema: JsonSchema, { components }: OpenApiDocument): JsonSchema {
  const { $ref } = schema;
  return typeof $ref === 'string' ? components.schemas[$ref.split('/').at(-1)!]! : schema;
}

/** "integer, 1 to 100, 25 unless told". */
export function typeText(schema: JsonSchema): string {
  const { enum: values, anyOf, items, minimum, maximum, minLength, maxLength, maxItems } = schema;
  const kind = Array.isArray(values)
    ? values.join(' | ')
    : Array.isArray(anyOf)
      ? (anyOf as JsonSchema[]).map(typeText).join(' or ')
      : items !== undefined
        ? `list of ${typeText(items as JsonSchema)}`
        : textOf(schema['title'] ?? schema['type'] ?? schema['const'] ?? 'object');
  return [
    kind,
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    maxItems === undefined ? '' : `up to ${textOf(maxItems)}`,
    schema['default'] === undefined ? '' : `${textOf(schema['default'])} unless told`,
  ]
    .filter((one) => one !== '')
    .join(', ');
}

function range(least: unknown, most: unknown, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `at least ${textOf(least)}${unit}`;
  return least === undefined ? `up to ${textOf(most)}${unit}` : `${textOf(least)} to ${textOf(most)}${unit}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
