/** A line of curl for an operation, to be pasted into a terminal: with the example's values, and photos as files. */
import type { OperationObject, JsonSchema } from '../v1/openapi/openapi-types.js';

/** What parameters in paths are filled with. */
const pathValues: Readonly<Record<string, string>> = {
  subjectId: 'B21CS042',
  groupId: 'east-gate',
  photoId: '731',
  importId: '7d20c1a94e5b',
};

export interface CurlTarget {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

export function curlLine({ method, path, operation }: CurlTarget): string {
  const url = `http://localhost:8000${path.replace(/\{(\w+)\}/g, (_, name: string) => pathValues[name] ?? name)}`;
  const words = [
    'curl',
    ...(method === 'get' || (method === 'post' && operation.requestBody !== undefined)
      ? []
      : ['-X', method.toUpperCase()]),
    ...(operation.responses['200'] !== undefined && path.endsWith('/stream') ? ['-N'] : []),
    ...(operation.parameters?.some(({ name }) => name === 'Idempotency-Key') === true
      ? ['-H', '"Idempotency-Key: $(uuidgen)"']
      : []),
    '-H',
    '"Authorization: Bearer $KEY"',
    ...bodyWords(operation),
    url,
  ];
  return words.join(' ');
}

function bodyWords({ requestBody }: OperationObject): string[] {
  const content = requestBody?.content ?? {};
  const json = content['application/json'];
  const form = content['multipart/form-data'];
  const example = (json ?? form)?.example;
  if (form !== undefined)
    return formWords(form.schema ?? {}, (example ?? {}) as Readonly<Record<string, unknown>>);
  if (json === undefined) return [];
  return ['-H', '"Content-Type: application/json"', '-d', `'${JSON.stringify(example)}'`];
}

function formWords(schema: JsonSchema, example: Readonly<Record<string, unknown>>): string[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const names = Object.keys(properties).filter((name) => name in example || required.includes(name));
  return names.flatMap((name) => {
    const values = [example[name] ?? 'value'].flat();
    return values.flatMap((value) => [
      '-F',
      `${name}=${isFile(properties[name]!) ? `@${fileName(value)}` : shellText(value)}`,
    ]);
  });
}

function isFile({ contentMediaType, items }: JsonSchema): boolean {
  return contentMediaType !== undefined || (items !== undefined && isFile(items as JsonSchema));
}

/** What the example calls it; a photo's example is its first bytes. */
function fileName(value: unknown): string {
  return typeof value === 'string' && /^[\w-]+\.\w{2,4}$/.test(value) ? value : 'photo.jpg';
}

function shellText(value: unknown): string {
  return typeof value === 'string' ? value : `'${JSON.stringify(value)}'`;
}
