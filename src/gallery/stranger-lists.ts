/**
 * For each template that was asked about, the nearest other people: made by one search at the first question, then kept up as
 * people come and go, so that what a face scores against its strangers costs a look and not a search.
 */
import type { Candidate } from './index.js';

/** More than are ever averaged, so that leaving some out, or one of them going, leaves enough. */
export const listedStrangers = 12;

interface StrangerList {
  readonly subjectNo: number;
  /** Most alike first; shorter than listedStrangers only where the gallery has no more people. */
  readonly strangers: Candidate[];
}

export class StrangerLists {
  readonly #lists = new Map<number, StrangerList>();

  get isEmpty(): boolean {
    return this.#lists.size === 0;
  }

  /** The list of a template of a subject; `search` finds its nearest people, itself included, where it is not known yet. */
  of(
    template: { templateNo: number; subjectNo: number },
    search: (limit: number) => Candidate[],
  ): readonly Candidate[] {
    const known = this.#lists.get(template.templateNo);
    if (known !== undefined) return known.strangers;
    const strangers = search(listedStrangers + 1)
      .filter(({ subjectNo }) => subjectNo !== template.subjectNo)
      .slice(0, listedStrangers);
    this.#lists.set(template.templateNo, { subjectNo: template.subjectNo, strangers });
    return strangers;
  }

  /** The distance from a template beyond which a newcomer changes nothing of its list. */
  reachOf(templateNo: number): number {
    const list = this.#lists.get(templateNo);
    if (list === undefined) return -Infinity;
    return list.strangers.length < listedStrangers ? Infinity : -list.strangers.at(-1)!.score;
  }

  /** A template of another subject came within reach of this one. */
  admit(templateNo: number, newcomer: Candidate): void {
    const list = this.#lists.get(templateNo);
    if (list === undefined || list.subjectNo === newcomer.subjectNo) return;
    const { strangers } = list;
    const known = strangers.findIndex(({ subjectNo }) => subjectNo === newcomer.subjectNo);
    if (known !== -1) {
      if (strangers[known]!.score >= newcomer.score) return;
      strangers.splice(known, 1);
    }
    const at = strangers.findIndex(({ score }) => score < newcomer.score);
    strangers.splice(at === -1 ? strangers.length : at, 0, newcomer);
    strangers.length = Math.min(strangers.length, listedStrangers);
  }

  /** Forgets the subject's own lists, and every list that it stood in: those are made anew when they are asked for. */
  forgetSubject(gone: number): void {
    for (const [templateNo, { subjectNo, strangers }] of this.#lists) {
      if (subjectNo === gone || strangers.some((stranger) => stranger.subjectNo === gone)) {
        this.#lists.delete(templateNo);
      }
    }
  }

  clear(): void {
    this.#lists.clear();
  }
}
