/** The list of errors at the end of the page: where the `type` of a problem leads to. */
import { type ErrorCode, errorEntry, errorTable } from '../../domain/errors.js';
import type { OpenApiDocument } from '../v1/openapi/document.js';
import { html, type Html } from './html.js';

export function errorsSection({ components }: OpenApiDocument): Html {
  const codes = (Object.keys(errorTable) as ErrorCode[]).filter((code) => code in components.examples);
  return html`<section id="errors">
    <h2>errors</h2>
    <p>“Again” says whether the same request can succeed later without being changed.</p>
    <table>
      <thead>
        <tr>
          <th>Code</th>
          <th>Status</th>
          <th>Again</th>
          <th>Sentence</th>
        </tr>
      </thead>
      <tbody>
        ${codes.map(row)}
      </tbody>
    </table>
  </section>`;
}

function row(code: ErrorCode): Html {
  const { status, retryable, text } = errorEntry(code);
  return html`<tr id="${code}">
    <td><code>${code}</code></td>
    <td>${status}</td>
    <td>${retryable ? 'yes' : 'no'}</td>
    <td>${text}</td>
  </tr>`;
}
