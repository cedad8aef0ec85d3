/**
 * How many scores lie where: counts in narrow bins, from which histograms and error trade-off curves are drawn without
 * holding millions of scores. Rates that are stated as numbers come from exact scores instead.
 */

/** Counts scores in bins of 2^-12: a thousandth of the range in which the scores of faces lie is four bins or more. */
export class ScoreCounts {
  static readonly binWidth = 2 ** -12;
  private readonly bins = new Map<number, number>();
  private all = 0;

  static of(scores: Iterable<number>): ScoreCounts {
    const counts = new ScoreCounts();
    for (const score of scores) counts.add(score);
    return counts;
  }

  add(score: number): void {
    const bin = Math.floor(score / ScoreCounts.binWidth);
    this.bins.set(bin, (this.bins.get(bin) ?? 0) + 1);
    this.all++;
  }

  get count(): number {
    return this.all;
  }

  /** Lower edges of the bins that hold a score, in falling order, with their counts. */
  falling(): { readonly from: number; readonly count: number }[] {
    return [...this.bins]
      .sort(([left], [right]) => right - left)
      .map(([bin, count]) => ({ from: bin * ScoreCounts.binWidth, count }));
  }
}

export interface DetPoint {
  readonly fmr: number;
  readonly fnmr: number;
}

/**
 * The trade-off between both errors as the threshold falls (detection error trade-off: Martin et al., The DET curve in
 * assessment of detection task performance, Eurospeech 1997), to the width of a bin.
 */
export function detCurve(mated: ScoreCounts, nonMated: ScoreCounts): DetPoint[] {
  const [matedBins, nonMatedBins] = [mated.falling(), nonMated.falling()];
  const edges = [...new Set([...matedBins, ...nonMatedBins].map(({ from }) => from))].sort((a, b) => b - a);
  const points: DetPoint[] = [];
  let [passed, matched] = [0, 0];
  let [nextMated, nextNonMated] = [0, 0];
  for (const edge of edges) {
    for (; (matedBins[nextMated]?.from ?? -Infinity) >= edge; nextMated++) {
      passed += matedBins[nextMated]!.count;
    }
    for (; (nonMatedBins[nextNonMated]?.from ?? -Infinity) >= edge; nextNonMated++) {
      matched += nonMatedBins[nextNonMated]!.count;
    }
    points.push({ fmr: matched / nonMated.count, fnmr: 1 - passed / mated.count });
  }
  return points;
}
