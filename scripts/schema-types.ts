/** A JSON schema of the OpenAPI document as the text of a TypeScript type. Knows the keywords that the document uses. */
import type { JsonSchema } from '../src/http/v1/openapi/openapi-types.js';

export interface TypeStyle {
  /** What stands before the name of a schema. */
  readonly prefix: '' | 'schemas.';
  /** Callers may pass undefined for what they leave out; the service never sends it. */
  readonly optionalMay: '' | ' | undefined';
}

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** @throws Error for a schema that uses what is not known here */
export function typeText(schema: JsonSchema, style: TypeStyle): string {
  const { $ref, type, anyOf, contentEncoding, contentMediaType, items } = schema;
  if (typeof $ref === 'string') return `${style.prefix}${$ref.replace('#/components/schemas/', '')}`;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((one) => literalText(one)).join(' | ');
  if ('const' in schema) return literalText(schema['const']);
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeText(one as JsonSchema, style)).join(' | ');
  if (contentEncoding === 'base64' || contentMediaType !== undefined) return 'PhotoFile';
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeText(items as JsonSchema, style);
      return item.includes('|') ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    case 'object':
      return objectText(schema, style);
    default:
      throw new Error(`a schema that is no type: ${JSON.stringify(schema)}`);
  }
}

/** An object's type, a line for each member. */
export function membersText(members: readonly Member[], style: TypeStyle): string {
  const lines = members.map(({ name, required, schema }) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    const type = typeText(schema, style);
    return `${docText(schema['description'])}readonly ${key}${required ? `: ${type}` : `?: ${type}${style.optionalMay}`};\n`;
  });
  return `{\n${lines.join('')}}`;
}

/** A description as a comment on its own line; nothing where there is none. */
export function docText(description: unknown): string {
  return typeof description === 'string' ? `/** ${description.replaceAll('*/', '*\\/')} */\n` : '';
}

function objectText(schema: JsonSchema, style: TypeStyle): string {
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const required = (schema['required'] ?? []) as readonly string[];
  const names = Object.keys(properties ?? {});
  if (properties === undefined || names.length === 0)
    return `Readonly<Record<string, ${valueText(schema, style)}>>`;
  const text = membersText(
    names.map((name) => ({ name, required: required.includes(name), schema: properties[name]! })),
    style,
  );
  return schema['additionalProperties'] === true ? `${text} & Readonly<Record<string, unknown>>` : text;
}

/** What any member of an object without named ones is. */
function valueText({ patternProperties, additionalProperties }: JsonSchema, style: TypeStyle): string {
  const [pattern] = Object.values((patternProperties ?? {}) as Record<string, JsonSchema>);
  if (pattern !== undefined) return typeText(pattern, style);
  return typeof additionalProperties === 'object' && additionalProperties !== null
    ? typeText(additionalProperties as JsonSchema, style)
    : 'unknown';
}

function literalText(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value);
}
