/** One declaration as an operation of the OpenAPI document, with every answer that it can give. */
import type { TObject } from 'typebox';
import { scopes } from '../../../domain/access.js';
import { errorsOf } from '../framework/common-errors.js';
import type { AnswerDeclaration, Declaration } from '../framework/operation.js';
import type { FailureCatalogue } from './failure-catalogue.js';
import { asForm, type SchemaCatalogue } from './json-schema.js';
import type { JsonSchema, MediaType, OperationObject, Parameter, ResponseObject } from './openapi-types.js';

/** What the operations of one document share. */
export interface Catalogues {
  readonly schemas: SchemaCatalogue;
  readonly failures: FailureCatalogue;
}

export function describeOperation(declaration: Declaration, catalogues: Catalogues): OperationObject {
  const { schemas } = catalogues;
  const { operationId, tag, summary, scope } = declaration;
  const parameters = parametersOf(declaration, schemas);
  const needs = scope === 'anyKey' ? 'Takes any key.' : `Needs a key with \`${scope}\`: ${scopes[scope]}.`;
  return {
    operationId,
    tags: [tag],
    summary,
    description: declaration.description === undefined ? needs : `${declaration.description}\n\n${needs}`,
    'x-scope': scope,
    ...(parameters.length > 0 && { parameters }),
    ...(declaration.body !== undefined && { requestBody: requestBody(declaration, schemas) }),
    responses: responses(declaration, catalogues),
  };
}

function parametersOf(declaration: Declaration, schemas: SchemaCatalogue): Parameter[] {
  const header = (name: string, description: string, schema: JsonSchema = { type: 'string' }): Parameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema,
  });
  return [
    ...fields(declaration.params, 'path', schemas),
    ...fields(declaration.query, 'query', schemas),
    ...(declaration.idempotent === true
      ? [
          header(
            'Idempotency-Key',
            'Chosen by you, such as a UUID. Sent again with the same key within 24 hours, the request is answered as it was the first time, and done once.',
            { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
          ),
        ]
      : []),
    ...(declaration.prefers === true
      ? [
          header(
            'Prefer',
            '`return=minimal` for an answer without a body, `return=representation` for one with it.',
          ),
        ]
      : []),
    ...(declaration.conditional === true
      ? [
          header(
            'If-Match',
            'An ETag: the change is refused with 412 where it is not the current one any more.',
          ),
        ]
      : []),
    ...(declaration.answers[304] === undefined
      ? []
      : [header('If-None-Match', 'An ETag: the answer is 304 where it is the current one.')]),
    ...Object.entries(declaration.requestHeaders ?? {}).map(([name, says]) => header(name, says)),
  ];
}

function fields(schema: TObject | undefined, place: 'path' | 'query', schemas: SchemaCatalogue): Parameter[] {
  const required = (schema as { required?: readonly string[] } | undefined)?.required ?? [];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = schemas.add(property);
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    };
  });
}

function requestBody(
  { body }: Declaration,
  schemas: SchemaCatalogue,
): OperationObject['requestBody'] & object {
  const { schema, types, example, optional } = body!;
  const described = schemas.add(schema);
  const content = types.map((type): [string, MediaType] => [
    type,
    type === 'multipart/form-data'
      ? { schema: asForm(described), ...(types.length === 1 && { example }) }
      : { schema: described, example },
  ]);
  return { required: optional !== true, content: Object.fromEntries(content) };
}

function responses(
  declaration: Declaration,
  { schemas, failures }: Catalogues,
): OperationObject['responses'] {
  const answers = Object.entries(declaration.answers).map(([status, answer]) => [
    status,
    success(answer, declaration, schemas),
  ]);
  return {
    ...(Object.fromEntries(answers) as OperationObject['responses']),
    ...failures.add(errorsOf(declaration)),
  };
}

function success(
  answer: AnswerDeclaration,
  { idempotent }: Declaration,
  schemas: SchemaCatalogue,
): ResponseObject {
  const { description, schema, example, type = 'application/json; charset=utf-8' } = answer;
  const headers = {
    ...answer.headers,
    'X-Request-Id': 'Names this request in the log and in events.',
    ...(idempotent === true && {
      'Idempotency-Replayed': '“true” where the answer is that of an earlier request.',
    }),
  };
  return {
    description,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, says]) => [
        name,
        { description: says, schema: { type: 'string' } },
      ]),
    ),
    ...(schema !== undefined && {
      content: {
        [type.split(';')[0]!]: { schema: schemas.add(schema), ...(example !== undefined && { example }) },
      },
    }),
  };
}
