/**
 * Keeps what people are recognised by in step with how they look: after a clear match the photo may become a further
 * template. It works behind the answers, one person at a time, and what goes wrong here is logged and changes no verdict.
 */
import { setImmediate } from 'node:timers/promises';
import { type Comparison, scoresOf } from '../domain/decision.js';
import { personFeatures } from '../domain/enrolment/person-template.js';
import {
  hoursBetweenRefreshes,
  isNearerToOthers,
  judgeRefresh,
  mostRefreshed,
  type RefreshRefusal,
  refreshStrictness,
} from '../domain/enrolment/template-refresh.js';
import { compare, type Features } from '../domain/features.js';
import { priorScoreAt } from '../domain/model-prior.js';
import type { Logger } from '../observability/logger.js';
import type { Store, StoredTemplate } from '../store/index.js';
import type { Calibration } from './calibration.js';
import { comparedPeople, type GalleryFollower } from './gallery-follower.js';
import { passesAtRate } from './passing-rate.js';

/** Refreshes at once, after somebody has confirmed them, or never. */
export type RefreshMode = 'on' | 'review' | 'off';

/** A photo that was matched. */
export interface RefreshCandidate {
  readonly subjectNo: number;
  readonly features: Features;
  /** 0 to 100. */
  readonly quality: number;
  readonly attackSuspected: boolean;
  /** Of the verification. */
  readonly requestId?: string;
}

export interface TemplateRefresh {
  /** Takes a matched photo into consideration; returns at once and never throws. */
  consider(candidate: RefreshCandidate): void;
  /** Resolves when everything that was taken into consideration is decided. */
  idle(): Promise<void>;
}

export interface TemplateRefreshParts {
  readonly store: Store;
  readonly follower: GalleryFollower;
  readonly vision: { readonly modelId: string };
  readonly calibration: Calibration;
  readonly mode: RefreshMode;
  readonly log: Logger;
  /** The present time in milliseconds since 1970; the system's unless told. */
  readonly now?: () => number;
}

/** Photos that may wait; further ones are passed over, since there will be another visit. */
const mostWaiting = 100;
/** Two people whose references score above what strangers do at this rate are alike. */
const alikeFmr = 1e-4;

/** Why a photo was not taken over, beside judgeRefresh's reasons: nobody to refresh, too soon, or changed meanwhile. */
type Outcome = RefreshRefusal | 'refreshed' | 'not_enrolled' | 'too_soon' | 'overtaken';

export function createTemplateRefresh(parts: TemplateRefreshParts): TemplateRefresh {
  const { mode, log } = parts;
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;

  const work = async (candidate: RefreshCandidate): Promise<void> => {
    // Whoever waits for the verdict's answer goes first.
    await setImmediate();
    try {
      const outcome = await refresh(parts, candidate);
      log.debug({ subjectNo: candidate.subjectNo, outcome }, 'template refresh considered');
    } catch (err) {
      log.warn({ err, subjectNo: candidate.subjectNo }, 'a template could not be refreshed');
    } finally {
      waiting--;
    }
  };

  return {
    consider: (candidate) => {
      if (mode === 'off' || waiting >= mostWaiting) return;
      waiting++;
      last = last.then(() => work(candidate));
    },
    idle: () => last,
  };
}

async function refresh(parts: TemplateRefreshParts, candidate: RefreshCandidate): Promise<Outcome> {
  const { store, follower, vision, mode, log, now = Date.now } = parts;
  const { subjectNo, features, quality, requestId } = candidate;
  const notAfter = new Date(now() - hoursBetweenRefreshes * 3_600_000).toISOString().slice(0, 19);
  const earlier = await store.refreshes.list(subjectNo);
  if (earlier.some((one) => one.modelId === vision.modelId && one.createdAt > notAfter)) return 'too_soon';
  const templates = await store.templatesOf(subjectNo, vision.modelId);
  const enrolled = templates.filter(({ origin }) => origin === 'enrolled');
  if (enrolled.length === 0) return 'not_enrolled';
  const judged = await judge(parts, candidate, { templates, enrolled });
  if (judged.refusal !== null) return judged.refusal;
  const refreshNo = await store.refreshes.add(
    {
      subjectNo,
      modelId: vision.modelId,
      features,
      quality,
      score: judged.score,
      state: mode === 'review' ? 'proposed' : 'refreshed',
      measuredAgainst: enrolled.map(({ templateNo }) => templateNo),
      ...(requestId === undefined ? {} : { requestId }),
    },
    { most: mostRefreshed, notAfter },
  );
  if (refreshNo === null) return 'overtaken';
  log.info({ subjectNo, refreshNo, mode }, 'template refreshed');
  await follower.catchUp();
  return 'refreshed';
}

type Judgement = { readonly refusal: RefreshRefusal } | { readonly refusal: null; readonly score: number };

/** Everything is measured against the enrolled photos alone. */
async function judge(
  { follower, calibration }: TemplateRefreshParts,
  { subjectNo, features: probe, quality, attackSuspected }: RefreshCandidate,
  { templates, enrolled }: { templates: readonly StoredTemplate[]; enrolled: readonly StoredTemplate[] },
): Promise<Judgement> {
  const { prior } = calibration;
  const original = personFeatures(enrolled);
  const own = { subjectNo, score: compare(probe, original) };
  const originalStrangers = await follower.search(original, comparedPeople);
  const today = await follower.compare(probe, subjectNo);
  const comparison: Comparison = { ...today, own, referenceStrangers: originalStrangers };
  const { normalisedScore, lead } = scoresOf(own, comparison, prior);
  const point = await calibration.current();
  const passes = passesAtRate(normalisedScore, point.targetFmr / refreshStrictness, { point, prior });
  const answer = judgeRefresh({ probe, quality, attackSuspected, templates, original: { passes, lead } });
  if (answer.refusal !== null) return answer;
  const [rival] = (await follower.search(answer.reference, 2)).filter((one) => one.subjectNo !== subjectNo);
  const before = originalStrangers.find((one) => one.subjectNo === rival?.subjectNo)?.score ?? -Infinity;
  const isNearer =
    rival !== undefined &&
    isNearerToOthers({ refreshed: rival.score, enrolled: before }, priorScoreAt(prior, alikeFmr));
  return isNearer ? { refusal: 'someone_else_nearer' } : { refusal: null, score: normalisedScore };
}
