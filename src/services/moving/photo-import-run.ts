/** One run of an import of photos, from the first photo to the report. */
import { FacedeskError } from '../../domain/errors.js';
import type { Features } from '../../domain/features.js';
import { defaultPolicies } from '../../domain/quality.js';
import { chooseReference } from '../../domain/moving/choose-reference.js';
import { alikeScore } from '../../domain/moving/same-face.js';
import type { Subject } from '../../store/index.js';
import { type ExaminedPhoto, examinePhoto, isPassing } from './examine-photo.js';
import { fingerprintOf, type ImportJournal } from './import-journal.js';
import {
  type ChosenPhotos,
  notesOnPickles,
  recordOf,
  recordWithoutFace,
  verdictsOf,
} from './import-record.js';
import type { ImportReport, ImportRow, RowVerdict } from './import-report.js';
import { inParallel } from './in-parallel.js';
import type { KnownFacesDoor } from './import-times.js';
import type { Grouping, PhotoGroup } from './photo-groups.js';
import type { PhotoImportParts, PhotoImportRequest } from './photo-import.js';
import { ReportRows } from './report-rows.js';

/** Raised where the verdicts on the same photos change: older journals then count for nothing. */
const rulesVersion = 1;
/** So many photos in a row that the engine failed on are no photos' fault. */
const mostFailuresInARow = 8;

interface RunParts extends PhotoImportParts {
  readonly request: PhotoImportRequest;
  readonly grouping: Grouping;
  readonly journal: ImportJournal;
  readonly faces: KnownFacesDoor;
}

/** A person whose photos are being examined. */
interface OpenGroup {
  readonly group: PhotoGroup;
  readonly fingerprint: string;
  readonly examined: ExaminedPhoto[];
  left: number;
}

interface Task {
  readonly open: OpenGroup;
  readonly at: number;
}

export class PhotoImportRun {
  readonly #rows = new ReportRows();
  /** Photos of somebody else than the id's person. */
  readonly #strays: { row: ImportRow; id: string; features: Features }[] = [];
  readonly #withoutFace: PhotoGroup[] = [];
  readonly #startedAt = performance.now();
  #total: number;
  #examined = 0;
  #failuresInARow = 0;
  #enrolled = 0;
  #alreadyEnrolled = 0;
  #usersWithoutFace = 0;

  constructor(private readonly parts: RunParts) {
    this.#total = parts.grouping.groups.reduce((sum, { claims }) => sum + claims.length, 0);
  }

  async finish(): Promise<ImportReport> {
    const { vision, grouping, request, faces } = this.parts;
    for (const row of grouping.rejected) this.#rows.push(row);
    for (const photo of request.source.leftAlone) {
      this.#rows.push({ id: null, photo, takenAt: null, verdict: 'not_understood' });
    }
    // Two to a worker: one that it works on, and one that is there when it is done.
    const atOnce = 2 * vision.status().workers;
    await inParallel(this.#tasks(), atOnce, (task) => this.#examine(task));
    await this.#keepUsersWithoutFace();
    for (const { row, id, features } of this.#strays) {
      this.#rows.shows(row, await faces.othersLike(features, id));
    }
    return this.#report();
  }

  /** The photos that have to be examined, person by person; everybody else is reported here. */
  async *#tasks(): AsyncGenerator<Task, void> {
    const { request, grouping } = this.parts;
    for (const group of grouping.groups) {
      if (request.signal?.aborted === true) return;
      const subject = await this.parts.store.findSubject(group.id.key);
      const fingerprint = await this.#fingerprint(group);
      const noted = this.parts.journal.find(fingerprint);
      const isEnrolled = subject !== null && subject.templateCount > 0;
      const byThisImport = request.ownJournal !== undefined && noted?.includes('enrolled') === true;
      if (isEnrolled) await this.#reportEnrolled(group, subject, { noted, byThisImport });
      // Whom the journal calls enrolled but the store does not know was deleted since, and comes in again.
      else if (noted !== undefined && !noted.includes('enrolled')) this.#leaveOut(group, noted);
      else if (group.claims.length === 0) this.#leaveOut(group, []);
      // Unless it was this very import: whom it enrolled before it was cut off stays erased, and no row names them.
      else if (!byThisImport) {
        const open = { group, fingerprint, examined: [], left: group.claims.length };
        for (let at = 0; at < group.claims.length; at++) yield { open, at };
        continue;
      }
      this.#total -= group.claims.length;
    }
  }

  async #fingerprint({ id, claims }: PhotoGroup): Promise<string> {
    const files = await Promise.all(
      claims.map(async ({ photo, content, takenAt }) => [photo, takenAt, ...(await content.version())]),
    );
    const { vision, request, policies = defaultPolicies } = this.parts;
    const rules = [rulesVersion, JSON.stringify(policies.enrolment), request.disputes];
    return fingerprintOf([...rules, vision.modelId, id.key, ...files.flat()]);
  }

  async #examine({ open, at }: Task): Promise<void> {
    const { vision, keepPhotos, maxPhotoBytes, request, policies = defaultPolicies } = this.parts;
    const keep = request.mode === 'write' ? keepPhotos : 'none';
    const photo = await examinePhoto(vision, open.group.claims[at]!.content, {
      keep,
      policy: policies.enrolment,
      maxBytes: maxPhotoBytes,
    });
    if (request.signal?.aborted === true) return;
    const failed = photo.features === null && isPassing(photo.verdict);
    this.#failuresInARow = failed ? this.#failuresInARow + 1 : 0;
    if (this.#failuresInARow >= mostFailuresInARow) throw new FacedeskError('vision_unavailable');
    open.examined[at] = photo;
    open.left--;
    this.#examined++;
    request.onProgress?.(this.#examined, this.#total);
    if (open.left === 0) await this.#decide(open);
  }

  /** All photos of a person are examined. */
  async #decide({ group, fingerprint, examined }: OpenGroup): Promise<void> {
    const { request, journal, faces, vision } = this.parts;
    const photos = examined.map(({ features }, at) => ({ features, takenAt: group.claims[at]!.takenAt }));
    const roles = chooseReference(photos, {
      rule: request.disputes,
      alikeScore: alikeScore(vision.prior),
    });
    const reference = roles.indexOf('reference');
    const chosen = { group, roles, examined };
    const outcome = reference === -1 ? 'would_enrol' : await this.#write(chosen);
    const verdicts = verdictsOf(chosen, outcome);
    // What the engine failed on is tried again by the next run.
    if (!verdicts.some(isPassing)) await journal.note(fingerprint, verdicts);
    if (reference === -1) return this.#leaveOut(group, verdicts);
    if (outcome === 'already_enrolled') this.#alreadyEnrolled++;
    else this.#enrolled++;
    const rows = this.#pushRows(group, verdicts);
    const { features } = examined[reference]!;
    const id = group.id.display;
    // Added first, so that of two people who are decided at the same moment the second finds the first.
    faces.add(id, features!);
    this.#rows.sameFace(id, await faces.othersLike(features!, id));
    verdicts.forEach((verdict, at) => {
      const { features: stray } = examined[at]!;
      const isStray = verdict === 'unlike_reference' || verdict === 'after_refused_registration';
      if (isStray && stray !== null) this.#strays.push({ row: rows[at]!, id, features: stray });
    });
  }

  /** 'already_enrolled' where somebody else enrolled the id a moment ago. */
  async #write(chosen: ChosenPhotos): Promise<'would_enrol' | 'enrolled' | 'already_enrolled'> {
    const { request, store, vision } = this.parts;
    if (request.mode === 'look') return 'would_enrol';
    try {
      const source = request.source.layout === 'legacy' ? 'oldService' : 'imported';
      await store.restore(recordOf(chosen, { modelId: vision.modelId, source }));
      return 'enrolled';
    } catch (error) {
      if (error instanceof FacedeskError && error.code === 'user_already_exists') return 'already_enrolled';
      throw error;
    }
  }

  async #reportEnrolled(
    group: PhotoGroup,
    subject: Subject,
    { noted, byThisImport }: { noted: readonly RowVerdict[] | undefined; byThisImport: boolean },
  ) {
    const { store, vision, faces } = this.parts;
    if (byThisImport) this.#enrolled++;
    else this.#alreadyEnrolled++;
    const verdicts = group.claims.map((_, at): RowVerdict => {
      const verdict = noted?.[at] ?? 'already_enrolled';
      return verdict === 'enrolled' && !byThisImport ? 'already_enrolled' : verdict;
    });
    this.#pushRows(group, verdicts);
    const [template] = await store.templatesOf(subject.subjectNo, vision.modelId);
    if (template === undefined) return;
    this.#rows.sameFace(subject.id, await faces.othersLike(template.features, subject.id));
  }

  #leaveOut(group: PhotoGroup, verdicts: readonly RowVerdict[]): void {
    this.#withoutFace.push(group);
    this.#pushRows(group, verdicts);
    const { id, registeredAt, claims } = group;
    if (claims.length > 0) return;
    this.#rows.push({ id: id.display, photo: '', takenAt: registeredAt, verdict: 'user_without_photo' });
  }

  #pushRows({ id, claims }: PhotoGroup, verdicts: readonly RowVerdict[]): ImportRow[] {
    return claims.map(({ photo, takenAt }, at) =>
      this.#rows.push({ id: id.display, photo, takenAt, verdict: verdicts[at]! }),
    );
  }

  /** Users of the old table stay users, whatever their photos are like. */
  async #keepUsersWithoutFace(): Promise<void> {
    const { request, store } = this.parts;
    if (request.users === undefined) return;
    this.#usersWithoutFace = this.#withoutFace.length;
    if (request.mode === 'look') return;
    for (const group of this.#withoutFace) {
      if ((await store.findSubject(group.id.key)) === null) await store.restore(recordWithoutFace(group));
    }
  }

  #report(): ImportReport {
    const { vision, request, grouping } = this.parts;
    return {
      modelId: vision.modelId,
      layout: request.source.layout,
      dryRun: request.mode === 'look',
      ids: grouping.groups.length,
      photos: request.source.claims.length,
      enrolled: this.#enrolled,
      alreadyEnrolled: this.#alreadyEnrolled,
      leftOut: this.#withoutFace.length,
      usersWithoutFace: this.#usersWithoutFace,
      sameFacePairs: this.#rows.sameFacePairs,
      verdicts: this.#rows.counts(),
      notes: notesOnPickles(request.source.pickles),
      seconds: Math.round(performance.now() - this.#startedAt) / 1000,
      photosExamined: this.#examined,
      rows: this.#rows.sorted(),
    };
  }
}
