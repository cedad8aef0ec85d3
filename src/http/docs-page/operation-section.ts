/** One operation on the page: what it does, what it takes, a line of curl, and what it answers. */
import type { OpenApiDocument } from '../v1/openapi/document.js';
import type {
  JsonSchema,
  OperationObject,
  Parameter,
  Reference,
  ResponseObject,
} from '../v1/openapi/openapi-types.js';
import { curlLine } from './curl.js';
import type { PlacedOperation } from './docs-page.js';
import { html, prose, type Html } from './html.js';
import { schemaTable, typeText } from './schema-table.js';

export function operationSection(
  { method, path, operation }: PlacedOperation,
  document: OpenApiDocument,
): Html {
  return html`<article id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p class="call"><b class="${method}">${method}</b> <code>${path}</code></p>
    ${operation.description === undefined ? undefined : prose(operation.description)}
    <pre><code>${curlLine({ method, path, operation })}</code></pre>
    ${parameters(operation)} ${body(operation, document)} ${answers(operation, document)}
  </article>`;
}

function parameters({ parameters: all = [] }: OperationObject): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<h4>Takes</h4>
    <table>
      <tbody>
        ${all.map(parameterRow)}
      </tbody>
    </table>`;
}

function parameterRow({ name, in: place, required, description = '', schema }: Parameter): Html {
  return html`<tr>
    <th><code>${name}</code> <small>${place}${required ? ', required' : ''}</small></th>
    <td>${prose(description)}<small>${typeText(schema)}</small></td>
  </tr>`;
}

function body({ requestBody }: OperationObject, document: OpenApiDocument): Html | undefined {
  if (requestBody === undefined) return undefined;
  const types = Object.keys(requestBody.content);
  const { schema, example } = requestBody.content['application/json'] ?? requestBody.content[types[0]!]!;
  return html`<h4>Body: ${types.join(' or ')}</h4>
    ${schemaTable(schema ?? {}, document)}${exampleBlock(example)}`;
}

function answers({ responses }: OperationObject, document: OpenApiDocument): Html {
  const all = Object.entries(responses).map(
    ([status, response]) => [status, resolve(response, document)] as const,
  );
  const successes = all.filter(([status]) => status < '400');
  const failures = all.filter(([status]) => status >= '400');
  return html`<h4>Answers</h4>
    ${successes.map(([status, response]) => success(status, response, document))}
    <details>
      <summary>Failures</summary>
      <table>
        <tbody>
          ${failures.map(
            ([status, { description }]) =>
              html`<tr>
                <th>${status}</th>
                <td>${codeLinks(description)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
}

function success(
  status: string,
  { description, content = {}, headers }: ResponseObject,
  document: OpenApiDocument,
): Html {
  const [[type, { schema, example }] = ['', {} as { schema?: JsonSchema; example?: unknown }]] =
    Object.entries(content);
  return html`<p><b>${status}</b> ${description}${type === '' ? undefined : html` <small>${type}</small>`}</p>
    ${headers === undefined ? undefined : headerList(headers)}
    ${
      schema === undefined || type !== 'application/json'
        ? undefined
        : html`<details>
            <summary>Fields</summary>
            ${schemaTable(schema, document)}
          </details>`
    }
    ${exampleBlock(example)}`;
}

function headerList(headers: NonNullable<ResponseObject['headers']>): Html {
  return html`<details>
    <summary>Headers</summary>
    <table>
      <tbody>
        ${Object.entries(headers).map(
          ([name, { description }]) =>
            html`<tr>
              <th><code>${name}</code></th>
              <td>${description}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

/** The codes of a failure's description, each leading to the list of errors. */
function codeLinks(description: string): readonly Html[] {
  return [...description.matchAll(/`(\w+)`/g)].map(
    ([, code]) => html`<a href="#${code}"><code>${code}</code></a> `,
  );
}

function exampleBlock(example: unknown): Html | undefined {
  if (example === undefined) return undefined;
  const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  return html`<pre><code>${text}</code></pre>`;
}

function resolve(response: ResponseObject | Reference, { components }: OpenApiDocument): ResponseObject {
  if (!('$ref' in response)) return response;
  return components.responses[response.$ref.split('/').at(-1)!]!;
}
