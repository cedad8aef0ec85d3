/** Cuts a child's stderr into lines for the log. Bounded in length and number, so that no picture can flood the log. */

const maxLineCharacters = 500;
const maxLinesPerTask = 50;

export class StderrLines {
  #rest = '';
  #linesLeft = maxLinesPerTask;

  constructor(private readonly onLine: (line: string) => void) {}

  /** Gives the next task its own share of lines. */
  renew(): void {
    this.#linesLeft = maxLinesPerTask;
  }

  push(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop()!.slice(0, maxLineCharacters);
    for (const line of lines) this.#pass(line);
  }

  end(): void {
    this.#pass(this.#rest);
    this.#rest = '';
  }

  #pass(line: string): void {
    if (line.trim() === '' || this.#linesLeft <= 0) return;
    this.#linesLeft--;
    this.onLine(line.slice(0, maxLineCharacters));
    if (this.#linesLeft === 0) this.onLine('(further lines of this task are dropped)');
  }
}
