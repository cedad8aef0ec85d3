/** What a command says on stdout: one JSON document for scripts, or lines for people. Everything else goes to stderr. */

export interface Answer {
  /** For --json. */
  readonly document: object;
  /** For people. */
  readonly text: string;
}

export type AnswerFormat = 'json' | 'text';

export function printAnswer(format: AnswerFormat, { document, text }: Answer): void {
  process.stdout.write(`${format === 'json' ? JSON.stringify(document, null, 2) : text}\n`);
}

/** Columns of equal width, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
