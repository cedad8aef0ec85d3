/**
 * The API for people: one page, made once from the OpenAPI document, that needs no script and loads nothing from elsewhere.
 * Its look is web/assets/docs.css.
 */
import type { OpenApiDocument } from '../v1/openapi/document.js';
import type { OperationObject } from '../v1/openapi/openapi-types.js';
import { errorsSection } from './errors-section.js';
import { html, prose, type Html } from './html.js';
import { operationSection } from './operation-section.js';

export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): PlacedOperation => ({ method, path, operation })),
  );
  const sections = document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>facedesk API</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/docs.css" />
      </head>
      <body>
        <nav aria-label="Contents">
          <p class="brand">
            <img src="/assets/icon.svg" alt="" width="28" height="28" /> facedesk
            <span>${document.info.version}</span>
          </p>
          <ul>
            ${sections.map(
              ({ name, operations: own }) =>
                html`<li>
                  <a href="#${name}">${name}</a>
                  <ul>
                    ${own.map(contentsLine)}
                  </ul>
                </li>`,
            )}
            <li><a href="#errors">errors</a></li>
          </ul>
        </nav>
        <main>
          <h1>facedesk API</h1>
          ${prose(document.info.description)}
          <p>For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI ${document.openapi}).</p>
          <p>
            The lines below are for a terminal: <code>export KEY=…</code> first, with a key that
            <code>facedesk keys create</code> has made, and leave the header out where no key is asked for.
          </p>
          ${sections.map(
            ({ name, description, operations: own }) =>
              html`<section id="${name}">
                <h2>${name}</h2>
                ${prose(description)}${own.map((one) => operationSection(one, document))}
              </section>`,
          )}
          ${errorsSection(document)}
        </main>
      </body>
    </html> `;
  return page.html;
}

function contentsLine({ method, operation }: PlacedOperation): Html {
  return html`<li>
    <a href="#${operation.operationId}"><b class="${method}">${method}</b> ${operation.summary}</a>
  </li>`;
}
