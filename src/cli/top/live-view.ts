/** Shows the picture anew every few seconds on a terminal, until q or Ctrl-C; the terminal is left as it was found. */
import { setTimeout as sleep } from 'node:timers/promises';
import { figuresOf } from './figures.js';
import { type MetricsSource, readMetrics } from './metrics-source.js';
import { drawPicture } from './picture.js';
import { type Reading, Span } from './reading.js';

/** Counts are of this long, so that a desk with a verdict every few seconds shows a steady rate. */
const windowMs = 60_000;
const ansi = {
  enter: '\x1b[?1049h\x1b[?25l',
  leave: '\x1b[?25h\x1b[?1049l',
  home: '\x1b[H',
  clearLine: '\x1b[K',
  clearBelow: '\x1b[J',
};

/** @param intervalMs between two readings */
export async function showLive(source: MetricsSource, intervalMs: number): Promise<void> {
  const { stdin, stdout } = process;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const onKey = (key: Buffer): void => {
    if (/[qQ\x03]/.test(key.toString())) end();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  if (stdin.isTTY) stdin.setRawMode(true).on('data', onKey).resume();
  stdout.write(ansi.enter);
  try {
    const history: { reading: Reading; atMs: number }[] = [];
    while (!ended.signal.aborted) {
      stdout.write(framed(await nextPicture(source, history)));
      await sleep(intervalMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  } finally {
    stdout.write(ansi.leave);
    if (stdin.isTTY) stdin.setRawMode(false).off('data', onKey).pause();
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

/** A service that does not answer may come back; the terminal says so meanwhile. */
async function nextPicture(
  source: MetricsSource,
  history: { reading: Reading; atMs: number }[],
): Promise<string[]> {
  // A terminal that does not know its size says 0.
  const { columns, rows } = process.stdout;
  const size = { columns: columns || 80, rows: (rows || 24) - 1 };
  try {
    const reading = await readMetrics(source);
    const atMs = Date.now();
    while (history.length > 0 && atMs - history[0]!.atMs > windowMs) history.shift();
    const span = new Span(reading, atMs, history[0]);
    history.push({ reading, atMs });
    return drawPicture(figuresOf(span), size);
  } catch (error) {
    return [(error as Error).message];
  }
}

function framed(lines: readonly string[]): string {
  const text = [...lines, 'q quits'].map((line) => `${line}${ansi.clearLine}`).join('\r\n');
  return `${ansi.home}${text}${ansi.clearBelow}`;
}
