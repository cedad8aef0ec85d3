/** Runs an evaluation with the real engine, and prints what a reader of the test's log wants to see. */
import { evaluate, type EvaluationReport, type EvaluationRequest } from '../../src/services/evaluation.js';
import { openRealEngine } from '../vision/real-engine.js';

/** Thousands of pictures on two processors that may have other work. */
export const evaluationTimeoutMs = 900_000;

export async function evaluateAll(
  name: string,
  files: Pick<EvaluationRequest, 'imagesFolder' | 'pairsFile' | 'featureFile'>,
): Promise<EvaluationReport> {
  const vision = await openRealEngine(2);
  try {
    const { report } = await evaluate(vision, { ...files, impostors: 'all' });
    console.log(`${name}: ${summary(report)}`);
    return report;
  } finally {
    await vision.close();
  }
}

function summary({ raw, normalised, failureToAcquire, ...report }: EvaluationReport): string {
  const rates = Object.entries({ raw, normalised }).flatMap(([kind, { fnmrAtFmr }]) =>
    Object.entries(fnmrAtFmr).map(
      ([fmr, { value, low, high }]) => `${kind} FNMR ${value} [${low}, ${high}] at FMR ${fmr}`,
    ),
  );
  return [
    `${report.matedPairs} mated and ${report.nonMatedPairs} non-mated pairs of ${report.images} pictures`,
    `accuracy ${raw.accuracy10Fold} (standard error ${raw.standardError})`,
    ...rates,
    `failure to acquire ${failureToAcquire.rate} ${JSON.stringify(failureToAcquire.reasons)}`,
    `${report.seconds} s`,
  ].join('; ');
}
