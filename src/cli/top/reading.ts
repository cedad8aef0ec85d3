/** One reading of /metrics: its samples by name, and sums, differences and quantiles of them. */

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string>>;

export class Reading {
  readonly #samples = new Map<string, Sample[]>();

  /** @param text in Prometheus' text format; lines that are no samples are passed over */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name === undefined || line.startsWith('#')) continue;
      const samples = this.#samples.get(name) ?? [];
      samples.push({ labels: labelsOf(labels), value: Number(value) });
      this.#samples.set(name, samples);
    }
  }

  /** The sum of the series that have these labels; undefined where there is none. */
  sum(name: string, wanted: Labels = {}): number | undefined {
    const found = this.#find(name, wanted);
    return found.length === 0 ? undefined : found.reduce((total, { value }) => total + value, 0);
  }

  /** The sums by the value of a label, the largest first. */
  by(name: string, label: string, wanted: Labels = {}): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const { labels, value } of this.#find(name, wanted)) {
      const key = labels[label] ?? '';
      sums.set(key, (sums.get(key) ?? 0) + value);
    }
    return new Map([...sums].sort(([, a], [, b]) => b - a));
  }

  /** The value of a label of the first series; empty where there is none. */
  label(name: string, label: string): string {
    return this.#samples.get(name)?.[0]?.labels[label] ?? '';
  }

  #find(name: string, wanted: Labels): readonly Sample[] {
    const entries = Object.entries(wanted);
    return (this.#samples.get(name) ?? []).filter(({ labels }) =>
      entries.every(([label, value]) => labels[label] === value),
    );
  }
}

function labelsOf(text: string): Labels {
  const labels: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g))
    labels[name] = unescaped(value);
  return labels;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/** What was counted between two readings, or since the start where there is no earlier one or the service was started anew. */
export class Span {
  readonly seconds: number;
  readonly sinceStart: boolean;
  readonly #before: Reading | undefined;

  constructor(
    readonly latest: Reading,
    latestMs: number,
    earlier?: { readonly reading: Reading; readonly atMs: number },
  ) {
    const startedS = latest.sum('process_start_time_seconds') ?? latestMs / 1000;
    const isSame = earlier?.reading.sum('process_start_time_seconds') === startedS;
    this.#before = isSame ? earlier.reading : undefined;
    this.sinceStart = this.#before === undefined;
    const fromMs = this.#before === undefined ? startedS * 1000 : earlier!.atMs;
    this.seconds = Math.max(0.001, (latestMs - fromMs) / 1000);
  }

  count(name: string, wanted: Labels = {}): number {
    return (this.latest.sum(name, wanted) ?? 0) - (this.#before?.sum(name, wanted) ?? 0);
  }

  /** By the value of a label, the most frequent first, without those that did not happen. */
  counts(
    name: string,
    label: string,
    wanted: Labels = {},
  ): readonly (readonly [value: string, count: number])[] {
    const before = this.#before?.by(name, label, wanted);
    return [...this.latest.by(name, label, wanted)]
      .map(([value, count]) => [value, count - (before?.get(value) ?? 0)] as const)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a);
  }

  /** Within which a share of a histogram's measurements lies, between its bounds as Prometheus reckons; null where there is none. */
  quantile(share: number, name: string, wanted: Labels = {}): number | null {
    const buckets = this.#buckets(name, wanted);
    const total = buckets.at(-1)?.count ?? 0;
    if (total <= 0) return null;
    const rank = share * total;
    const at = buckets.findIndex(({ count }) => count >= rank);
    const { bound, count } = buckets[at]!;
    const below = buckets[at - 1] ?? { bound: 0, count: 0 };
    // Beyond the last bound nothing more is known.
    if (bound === Infinity) return below.bound;
    return below.bound + ((bound - below.bound) * (rank - below.count)) / (count - below.count);
  }

  #buckets(name: string, wanted: Labels): { bound: number; count: number }[] {
    const before = this.#before?.by(`${name}_bucket`, 'le', wanted);
    return [...this.latest.by(`${name}_bucket`, 'le', wanted)]
      .map(([le, count]) => ({
        bound: le === '+Inf' ? Infinity : Number(le),
        count: count - (before?.get(le) ?? 0),
      }))
      .sort((a, b) => a.bound - b.bound);
  }
}
