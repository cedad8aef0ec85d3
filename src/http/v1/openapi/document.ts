/**
 * The OpenAPI 3.1 document, made of the declarations that the routes are made of: what it says is what is checked. It is
 * committed as docs/openapi.json, served at /openapi.json and shown at /docs.
 */
import { declarations } from '../operations.js';
import { type Declaration, type Tag, tags } from '../framework/operation.js';
import { problemSchema } from '../schemas/problem.js';
import { FailureCatalogue, problemExamples } from './failure-catalogue.js';
import { SchemaCatalogue } from './json-schema.js';
import { libraryPaths } from './library-calls.js';
import type { JsonSchema, OperationObject, ResponseObject } from './openapi-types.js';
import { describeOperation } from './operation-object.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly examples: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

const description = `Is this person who they say they are? Register people by photos, verify them, and watch what happens.

Everything under \`/v1\` is JSON with times in RFC 3339. Photos are sent as files in \`multipart/form-data\`, or as base64 in JSON.
Failures are \`application/problem+json\` (RFC 9457) with a \`code\` that stays the same when sentences change, and a \`requestId\` by
which the log can be searched. Lists are cut into pages: pass \`nextCursor\` as \`cursor\` for the next one. Every POST that writes
takes an \`Idempotency-Key\`.`;

/** @param version of the service */
export function openApiDocument(version: string): OpenApiDocument {
  const schemas = new SchemaCatalogue();
  schemas.add(problemSchema);
  const failures = new FailureCatalogue();
  const catalogues = { schemas, failures };
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const declaration of declarations) {
    const path = (paths[declaration.path] ??= {});
    path[declaration.method.toLowerCase()] = describeOperation(declaration, catalogues);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'facedesk', version, description },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: usedTags(declarations).map((name) => ({ name, description: tags[name] })),
    paths: { ...paths, ...libraryPaths() },
    components: {
      schemas: schemas.all(),
      responses: failures.all(),
      examples: problemExamples(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'The same key, for callers that cannot set Authorization.',
        },
      },
    },
  };
}

function usedTags(all: readonly Declaration[]): Tag[] {
  const used = new Set<Tag>([...all.map(({ tag }) => tag), 'library']);
  return (Object.keys(tags) as Tag[]).filter((tag) => used.has(tag));
}
