/**
 * Accuracy as Labeled Faces in the Wild has it: each fold is judged at the threshold that is best on all the others, and
 * the mean over the folds is reported with its standard error (Huang, Ramesh, Berg, Learned-Miller: Labeled Faces in the
 * Wild, UMass Amherst 07-49, 2007, section 3).
 */

export interface FoldedScore {
  readonly score: number;
  readonly same: boolean;
  /** Any label; pairs with equal labels form a fold. */
  readonly fold: string;
}

export interface FoldResult {
  readonly fold: string;
  readonly pairs: number;
  readonly threshold: number;
  readonly accuracy: number;
}

export interface FoldAccuracy {
  /** Mean of the folds' shares of pairs judged right, 0 to 1. */
  readonly accuracy: number;
  /** Standard deviation of the folds' accuracies (n - 1) over the root of their number. */
  readonly standardError: number;
  readonly folds: readonly FoldResult[];
}

/** Null where the pairs make fewer than two folds, so that there is nothing to choose a threshold on. */
export function foldAccuracy(pairs: readonly FoldedScore[]): FoldAccuracy | null {
  const labels = [...new Set(pairs.map((pair) => pair.fold))];
  if (labels.length < 2) return null;
  const falling = [...pairs].sort((a, b) => b.score - a.score);
  const folds = labels.map((fold): FoldResult => {
    const threshold = bestThreshold(falling.filter((pair) => pair.fold !== fold));
    const judged = pairs.filter((pair) => pair.fold === fold);
    const right = judged.filter((pair) => pair.score >= threshold === pair.same).length;
    return { fold, pairs: judged.length, threshold, accuracy: right / judged.length };
  });
  const accuracy = folds.reduce((sum, fold) => sum + fold.accuracy, 0) / folds.length;
  const squares = folds.reduce((sum, fold) => sum + (fold.accuracy - accuracy) ** 2, 0);
  return { accuracy, standardError: Math.sqrt(squares / (folds.length - 1) / folds.length), folds };
}

/**
 * The threshold at which most pairs are judged right, halfway between two neighbouring scores; of equally good ones the
 * strictest.
 * @param falling at least one pair, in falling order of score.
 */
function bestThreshold(falling: readonly FoldedScore[]): number {
  let right = falling.filter((pair) => !pair.same).length;
  let best = { right, threshold: Infinity };
  falling.forEach((pair, k) => {
    right += pair.same ? 1 : -1;
    const next = falling[k + 1]?.score ?? -Infinity;
    if (right > best.right && next < pair.score) best = { right, threshold: halfway(pair.score, next) };
  });
  return best.threshold;
}

/** Rounding may put the middle of two neighbouring doubles onto the lower one, which must stay below the threshold. */
function halfway(above: number, below: number): number {
  const middle = (above + below) / 2;
  return middle > below ? middle : above;
}

/**
 * Folds for pairs that come without: mated and non-mated pairs are each cut, in the order given, into `count` runs of
 * nearly equal length. Runs rather than turns, because neighbouring lines tend to share a person.
 */
export function foldsByOrder(same: readonly boolean[], count: number): string[] {
  const totals = { mated: same.filter(Boolean).length, nonMated: same.filter((is) => !is).length };
  const seen = { mated: 0, nonMated: 0 };
  return same.map((is) => {
    const kind = is ? 'mated' : 'nonMated';
    return String(1 + Math.floor((seen[kind]++ * count) / totals[kind]));
  });
}
