/**
 * Turns the OpenAPI document into the client's types and its table of operations, so that the client knows what the service
 * checks. Called by generate-docs.ts, which writes the files and tells where they are out of date.
 */
import { format } from 'prettier';
import type { OpenApiDocument } from '../src/http/v1/openapi/document.js';
import type { JsonSchema, OperationObject } from '../src/http/v1/openapi/openapi-types.js';
import { docText, membersText, typeText, type TypeStyle } from './schema-types.js';

// They are longer than what people write may be.
const notice =
  '/* eslint-disable max-lines */\n/** Written by `npx tsx scripts/generate-docs.ts` from what src/http/v1 declares; edit that instead. */';
const own: TypeStyle = { prefix: '', optionalMay: '' };
const answered: TypeStyle = { prefix: 'schemas.', optionalMay: '' };
const asked: TypeStyle = { prefix: 'schemas.', optionalMay: ' | undefined' };

interface Located {
  readonly path: string;
  readonly method: string;
  readonly operation: OperationObject;
}

/** The files by their paths. */
export async function clientFiles(document: OpenApiDocument): Promise<Record<string, string>> {
  const operations = Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    );
  return {
    'client/src/schemas.generated.ts': await formatted(schemasText(document)),
    'client/src/operations.generated.ts': await formatted(operationsText(operations)),
  };
}

function formatted(text: string): Promise<string> {
  return format(text, { parser: 'typescript', printWidth: 110, singleQuote: true });
}

function schemasText({ components }: OpenApiDocument): string {
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `${docText(schema['description'])}export type ${name} = ${typeText(schema, own)};\n`,
  );
  const codes = Object.values(components.responses).flatMap(({ content }) =>
    Object.values(content ?? {}).flatMap(({ examples }) => Object.keys(examples ?? {})),
  );
  const union = [...new Set(codes)].sort().map((code) => `  | '${code}'`);
  const codeType = `/** What went wrong: see the list of errors. */\nexport type ErrorCode =\n${union.join('\n')};\n`;
  return [notice, ...types, codeType].join('\n');
}

function operationsText(operations: readonly Located[]): string {
  return `${notice}
import type { PhotoFile } from './photo-file.js';
import type * as schemas from './schemas.generated.js';

/** What each operation takes, and what it answers. */
export interface Operations {
${operations.map(typesOf).join('')}}

export type OperationName = keyof Operations;

/** How an operation is called. */
export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Takes an Idempotency-Key. */
  readonly idempotent?: true;
  /** Fields of the body that hold photos, or other files; they are sent as files. */
  readonly photos?: readonly string[];
  /** The body is one file. */
  readonly file?: true;
}

export const operations: Readonly<Record<OperationName, OperationRow>> = {
${operations.map(rowOf).join('')}};
`;
}

function typesOf({ operation }: Located): string {
  const { operationId, summary, requestBody } = operation;
  const params = fieldsIn('path', operation);
  const query = fieldsIn('query', operation);
  const body = bodyOf(operation);
  const input = [
    ...(params === null ? [] : [`readonly params: ${params};`]),
    ...(query === null ? [] : [`readonly query?: ${query};`]),
    ...(body === null ? [] : [`readonly body${requestBody!.required ? '' : '?'}: ${typeText(body, asked)};`]),
  ];
  const inputType = input.length === 0 ? 'object' : `{ ${input.join('\n')} }`;
  return `/** ${summary}. */\nreadonly ${operationId}: {\nreadonly input: ${inputType};\nreadonly answer: ${answerText(operation)};\n};\n`;
}

function fieldsIn(place: 'path' | 'query', { parameters = [] }: OperationObject): string | null {
  const fields = parameters.filter((one) => one.in === place);
  if (fields.length === 0) return null;
  const members = fields.map(({ name, required, schema, description }) => ({
    name,
    required,
    schema: { ...schema, description },
  }));
  return membersText(members, asked);
}

/** What a body holds: a form is described only where there is no JSON. */
function bodyOf({ requestBody }: OperationObject): JsonSchema | null {
  const content = requestBody?.content ?? {};
  const described =
    content['application/json'] ?? content['multipart/form-data'] ?? content['application/octet-stream'];
  return described?.schema ?? null;
}

/** Undefined where the answer has no body. */
function answerText({ responses }: OperationObject): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, answer]) => Object.entries('content' in answer ? (answer.content ?? {}) : {}))
    .map(([type, { schema }]) => (type === 'application/json' ? typeText(schema!, answered) : 'Blob'));
  return types.length === 0 ? 'undefined' : [...new Set(types)].join(' | ');
}

function rowOf({ path, method, operation }: Located): string {
  const isIdempotent = (operation.parameters ?? []).some(({ name }) => name === 'Idempotency-Key');
  const photos = photoFieldsOf(operation);
  const row = [
    `method: '${method}'`,
    `path: '${path}'`,
    ...(isIdempotent ? ['idempotent: true'] : []),
    ...(operation.requestBody?.content['application/octet-stream'] === undefined ? [] : ['file: true']),
    ...(photos.length === 0 ? [] : [`photos: [${photos.join(', ')}]`]),
  ];
  return `  ${operation.operationId}: { ${row.join(', ')} },\n`;
}

function photoFieldsOf(operation: OperationObject): string[] {
  if (operation.requestBody?.content['multipart/form-data'] === undefined) return [];
  const properties = (bodyOf(operation)?.['properties'] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties)
    .filter(([, schema]) => /"contentEncoding":"base64"|"contentMediaType"/.test(JSON.stringify(schema)))
    .map(([name]) => `'${name}'`);
}
