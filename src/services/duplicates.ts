/**
 * People who may be enrolled twice, and people who look so alike that the desk may take one for the other: for somebody to
 * look at. What they find is remembered.
 */
import { setImmediate } from 'node:timers/promises';
import { scoresOf } from '../domain/decision.js';
import { FacedeskError } from '../domain/errors.js';
import type { Features } from '../domain/features.js';
import { type DisplayId, parseSubjectId } from '../domain/subject-id.js';
import type { Gallery } from '../gallery/index.js';
import type { Logger } from '../observability/logger.js';
import type { PairVerdict, Store, Subject } from '../store/index.js';
import type { Calibration } from './calibration.js';
import type { Actor, Events } from './events.js';
import type { GalleryFollower } from './gallery-follower.js';
import { isConfident, type Likeness } from './likely-duplicates.js';
import type { Standing } from './passing-rate.js';

/** 'duplicate': probably one person under two ids; 'lookalike': one would pass as the other at the promised rate. */
export type AlikeKind = 'duplicate' | 'lookalike';

export interface AlikePeople {
  readonly subjectNos: readonly [number, number];
  readonly ids: readonly [DisplayId, DisplayId];
  readonly kind: AlikeKind;
  /** Raw. */
  readonly score: number;
  /** True where a registration noted the pair. */
  readonly noted: boolean;
}

export interface Settlement {
  readonly subjects: readonly [string, string];
  /** 'open' takes back what was said before. */
  readonly verdict: PairVerdict['verdict'];
  /** For the record of events. */
  readonly by?: Actor;
}

export interface Duplicates {
  /** Pairs that nobody has settled, the most alike first; looks at everybody, with pauses for other work. */
  list(): Promise<AlikePeople[]>;
  /** Remembers what somebody found. @throws FacedeskError id_invalid where both are one, user_not_found */
  settle(settlement: Settlement): Promise<readonly [DisplayId, DisplayId]>;
}

export interface DuplicatesParts {
  readonly store: Store;
  readonly gallery: Gallery;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  readonly events: Pick<Events, 'record'>;
  readonly log: Logger;
}

/** Between pauses in which the process answers requests. */
const peoplePerTurn = 20;
/** Of one person, more alike people than this are not told apart. */
const mostAlike = 5;

export function createDuplicates(parts: DuplicatesParts): Duplicates {
  const { store, follower, calibration, events, log } = parts;

  const find = async (id: string): Promise<Subject> => {
    const subject = await store.findSubject(parseSubjectId(id).key);
    if (subject === null) throw new FacedeskError('user_not_found');
    return subject;
  };

  return {
    list: async () => {
      await follower.catchUp();
      const verdicts = new Map((await store.duplicates.list()).map((pair) => [nameOf(pair), pair.verdict]));
      const found = await alikePeople(parts, {
        point: await calibration.current(),
        prior: calibration.prior,
      });
      const listed: AlikePeople[] = [];
      for (const pair of found) {
        const verdict = verdicts.get(nameOf(pair));
        if (verdict === 'notSamePerson') continue;
        const [one, other] = pair.subjectNos;
        const subjects = [await store.findSubjectByNo(one), await store.findSubjectByNo(other)] as const;
        // Somebody who was deleted meanwhile is like nobody.
        if (subjects[0] === null || subjects[1] === null) continue;
        listed.push({ ...pair, ids: [subjects[0].id, subjects[1].id], noted: verdict === 'open' });
      }
      return listed.sort((a, b) => b.score - a.score);
    },
    settle: async ({ subjects: [first, second], verdict, by }) => {
      const [one, other] = [await find(first), await find(second)];
      if (one.subjectNo === other.subjectNo)
        throw new FacedeskError('id_invalid', { detail: 'one person is no duplicate of their own' });
      if (!(await store.duplicates.settle([one.subjectNo, other.subjectNo], verdict)))
        throw new FacedeskError('user_not_found');
      log.info({ subjectNos: [one.subjectNo, other.subjectNo], verdict }, 'likely duplicate settled');
      events.record({
        kind: 'duplicate.settled',
        subjectNo: one.subjectNo,
        outcome: verdict,
        ...(by !== undefined && { by }),
      });
      return [one.id, other.id];
    },
  };
}

type AlikePair = Pick<AlikePeople, 'subjectNos' | 'kind' | 'score'>;

/** Everybody's reference held against its nearest, each pair once. */
async function alikePeople({ gallery, follower }: DuplicatesParts, standing: Standing): Promise<AlikePair[]> {
  const found = new Map<string, AlikePair>();
  // Copied, since the gallery may change while others are answered.
  const people = [...gallery.templates()].map(({ subjectNo, features }) => ({
    subjectNo,
    features: features.slice() as Features,
  }));
  for (const [at, { subjectNo, features }] of people.entries()) {
    if (at % peoplePerTurn === 0) await setImmediate();
    for (const comparison of await follower.rank(features, { limit: mostAlike + 1 })) {
      const other = comparison.own.subjectNo;
      if (other === subjectNo) continue;
      const strangers = comparison.nearest.filter((one) => one.subjectNo !== subjectNo);
      const { normalisedScore } = scoresOf(
        comparison.own,
        { ...comparison, nearest: strangers },
        standing.prior,
      );
      const { own, people: among } = comparison;
      const kind = kindOf({ score: own.score, normalisedScore, people: among }, standing);
      const subjectNos = subjectNo < other ? ([subjectNo, other] as const) : ([other, subjectNo] as const);
      const pair = kind && { subjectNos, kind, score: comparison.own.score };
      // A pair is seen from both sides, which have strangers of their own; the surer one counts.
      if (pair && found.get(nameOf(pair))?.kind !== 'duplicate') found.set(nameOf(pair), pair);
    }
  }
  return [...found.values()];
}

function kindOf(likeness: Likeness, standing: Standing): AlikeKind | null {
  if (isConfident(likeness, standing)) return 'duplicate';
  return likeness.normalisedScore > standing.point.threshold ? 'lookalike' : null;
}

function nameOf({ subjectNos }: Pick<AlikePeople, 'subjectNos'>): string {
  return [Math.min(...subjectNos), Math.max(...subjectNos)].join(' ');
}
