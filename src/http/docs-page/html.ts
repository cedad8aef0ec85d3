/** Writes HTML of which nothing can break out: every text is escaped unless it was written here. */

/** HTML that was written, not read. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[] | undefined;

/** A template whose values are escaped; other HTML goes in as it is, lists of it one after the other, undefined as nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.reduce((written, text, index) => written + text + textOf(parts[index]), '') };
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A sentence in which `words` between back-ticks are code; an empty line begins a new paragraph. */
export function prose(text: string): Html {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => {
    const pieces = paragraph
      .split('`')
      .map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`));
    return html`<p>${pieces}</p>`;
  });
  return { html: paragraphs.map((one) => one.html).join('') };
}
