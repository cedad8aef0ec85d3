/** What is put on record of a verdict, or of photos that none could be made of, with the figures that are counted of them. */
import { FacedeskError, findingOf } from '../domain/errors.js';
import { valueOf } from '../domain/quality/components.js';
import type { EventMeasures } from '../domain/tally.js';
import type { Actor, EventRecord, Events } from './events.js';
import type { Receipt, Verification } from './verification.js';

/** Of which verdicts the face is kept: all, those that did not match, or none. */
export type ProbeKeeping = 'none' | 'refusals' | 'all';

export interface TimedVerdict {
  readonly verification: Verification;
  readonly durationMs: number;
}

/** Makes a verdict and says how long it took; where the photos are to blame that there is none, that is put on record. */
export async function timedVerdict(
  verify: () => Promise<Verification>,
  { events, by }: { readonly events: Pick<Events, 'record'>; readonly by: Actor | undefined },
): Promise<TimedVerdict> {
  const startedMs = performance.now();
  try {
    const verification = await verify();
    return { verification, durationMs: performance.now() - startedMs };
  } catch (error) {
    if (error instanceof FacedeskError && findingOf(error.code) !== undefined) {
      const measures = { durationMs: performance.now() - startedMs };
      events.record({ kind: 'photo.refused', reason: error.code, measures, ...(by && { by }) });
    }
    throw error;
  }
}

/** Of a claim of somebody who is not registered nothing is kept that could tell who was claimed: see events.ts. */
export function eventOf(
  { verification, durationMs }: TimedVerdict,
  { by, keepProbes }: { readonly by: Actor | undefined; readonly keepProbes: ProbeKeeping },
): EventRecord {
  const { outcome, receipt, claimedNo, probe } = verification;
  const isWanted = keepProbes === 'all' || (keepProbes === 'refusals' && outcome !== 'match');
  return {
    kind: 'verification.decided',
    outcome,
    receipt,
    measures: measuresOf(receipt, durationMs),
    ...(outcome !== 'match' && { reason: verification.reason }),
    ...(claimedNo !== undefined && { subjectNo: claimedNo }),
    ...(isWanted && claimedNo !== undefined && probe !== undefined && { probe }),
    ...(by !== undefined && { by }),
  };
}

function measuresOf({ quality, estimatedFmr }: Receipt, durationMs: number): EventMeasures {
  return {
    durationMs,
    quality: quality.unifiedScore,
    sharpness: valueOf('sharpness', quality.sharpness),
    brightness: quality.exposure.meanLuma,
    ...(estimatedFmr !== null && { estimatedFmr }),
  };
}
