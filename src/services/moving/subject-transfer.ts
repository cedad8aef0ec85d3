/** Takes everybody out of a store into a file, and brings them from a file into a store: the way from one database to another. */
import { FacedeskError } from '../../domain/errors.js';
import { defaultPolicies, type QualityPolicies } from '../../domain/quality.js';
import { parseSubjectId } from '../../domain/subject-id.js';
import type { Logger } from '../../observability/logger.js';
import type { Store, SubjectRecord } from '../../store/index.js';
import type { VisionEngine } from '../../vision/index.js';
import type { OnProgress } from '../picture-acquisition.js';
import { examineImage } from './examine-photo.js';
import { exportPath, readExport, writeExport } from './export-file.js';
import { type ExportCounts, ExportFileError } from './export-format.js';
import { ReportRows } from './report-rows.js';
import type { ImportReport, RowVerdict } from './import-report.js';

export interface ExportOutcome extends ExportCounts {
  readonly file: string;
  /** Templates and photos that do not open any more, and are not in the file. */
  readonly damaged: number;
}

export interface TransferRequest {
  readonly file: string;
  readonly mode: 'look' | 'write';
  /**
   * What becomes of people whose templates are another model's and who have no photo to make new ones from: 'refuse' the
   * file, or 'enrol again': bring them in as users without a face.
   */
  readonly lostFaces: 'refuse' | 'enrol again';
  readonly onProgress?: OnProgress;
}

export interface SubjectTransfer {
  /** @param to a file that is not there yet, or a folder. @throws ExportFileError, and those of the store */
  exportTo(to: string): Promise<ExportOutcome>;
  /**
   * Brings in whoever is not enrolled yet, exactly as they were. The whole file is checked before anything is written.
   * @throws ExportFileError where the file is damaged, or holds faces that would be lost
   */
  importFrom(request: TransferRequest): Promise<ImportReport>;
}

export interface SubjectTransferParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
  readonly log: Logger;
}

export function createSubjectTransfer(parts: SubjectTransferParts): SubjectTransfer {
  const { store, vision, policies = defaultPolicies, log } = parts;
  return {
    exportTo: async (to) => {
      const createdAt = new Date().toISOString().slice(0, 19);
      const file = await exportPath(to, createdAt);
      const counts = await writeExport(file, createdAt, store.listRecords());
      const { damaged } = await store.encryption.inspect();
      log.info({ subjects: counts.subjects, damaged }, 'subjects exported');
      return { file, ...counts, damaged };
    },
    importFrom: async (request) => {
      await vision.ready();
      const counts = await checkWhole(request, vision.modelId);
      return new TransferRun({ store, vision, policies, request }, counts).finish();
    },
  };
}

/** Reads the file from end to end. */
async function checkWhole({ file, lostFaces }: TransferRequest, modelId: string): Promise<ExportCounts> {
  const entries = readExport(file);
  const lost: number[] = [];
  let next = await entries.next();
  for (; next.done !== true; next = await entries.next()) {
    const { entry, record } = next.value;
    if (needsNewTemplate(record, modelId) && record.photos.length === 0) lost.push(entry);
  }
  if (lost.length > 0 && lostFaces === 'refuse') {
    throw new ExportFileError(
      `${lost.length} of ${next.value.subjects} people have templates of another model and no kept photo to make new ones ` +
        `from; the first is entry ${lost[0]}. Nothing was imported. With --without-face they come in as users who have ` +
        'to enrol a face again.',
    );
  }
  return next.value;
}

function needsNewTemplate({ templates }: SubjectRecord, modelId: string): boolean {
  return templates.length > 0 && !templates.some((template) => template.modelId === modelId);
}

interface TransferRunParts extends Omit<SubjectTransferParts, 'log'> {
  readonly policies: QualityPolicies;
  readonly request: TransferRequest;
}

class TransferRun {
  readonly #rows = new ReportRows();
  readonly #startedAt = performance.now();
  #enrolled = 0;
  #alreadyEnrolled = 0;
  #withoutFace = 0;
  #examined = 0;
  #remade = 0;

  constructor(
    private readonly parts: TransferRunParts,
    private readonly counts: ExportCounts,
  ) {}

  async finish(): Promise<ImportReport> {
    const { request, vision } = this.parts;
    for await (const { entry, record } of readExport(request.file)) {
      const verdict = await this.#bringIn(record);
      const { id, timestamp, photos } = record;
      this.#rows.push({ id, photo: photos[0]?.fileName ?? '', takenAt: timestamp, verdict });
      request.onProgress?.(entry, this.counts.subjects);
    }
    return {
      modelId: vision.modelId,
      layout: 'export',
      dryRun: request.mode === 'look',
      ids: this.counts.subjects,
      photos: this.counts.photos,
      enrolled: this.#enrolled,
      alreadyEnrolled: this.#alreadyEnrolled,
      leftOut: this.#withoutFace,
      usersWithoutFace: this.#withoutFace,
      sameFacePairs: 0,
      verdicts: this.#rows.counts(),
      notes: this.#notes(),
      seconds: Math.round(performance.now() - this.#startedAt) / 1000,
      photosExamined: this.#examined,
      rows: this.#rows.sorted(),
    };
  }

  async #bringIn(record: SubjectRecord): Promise<RowVerdict> {
    const known = await this.parts.store.findSubject(parseSubjectId(record.id).key);
    if (known !== null && (known.templateCount > 0 || record.templates.length === 0)) {
      this.#alreadyEnrolled++;
      return 'already_enrolled';
    }
    const { record: comparable, verdict } = await this.#comparable(record);
    if (this.parts.request.mode === 'write' && !(await this.#write(comparable))) {
      this.#alreadyEnrolled++;
      return 'already_enrolled';
    }
    if (comparable.templates.length === 0) this.#withoutFace++;
    else this.#enrolled++;
    return verdict;
  }

  /** The record with a template of the running model; made from the newest photo that gives one where it has none. */
  async #comparable(record: SubjectRecord): Promise<{ record: SubjectRecord; verdict: RowVerdict }> {
    const { vision, policies, request } = this.parts;
    if (record.templates.length === 0) return { record, verdict: 'user_without_photo' };
    const good = request.mode === 'write' ? 'enrolled' : 'would_enrol';
    if (!needsNewTemplate(record, vision.modelId)) return { record, verdict: good };
    let verdict: RowVerdict = 'user_without_photo';
    for (const kept of record.photos.toReversed()) {
      this.#examined++;
      const photo = await examineImage(vision, kept.jpeg, { keep: 'none', policy: policies.enrolment });
      if (photo.features !== null) {
        this.#remade++;
        const made = { modelId: vision.modelId, features: photo.features, createdAt: kept.createdAt };
        const template = { ...made, photo: record.photos.indexOf(kept), source: 'reembedded' as const };
        return { record: { ...record, templates: [...record.templates, template] }, verdict: good };
      }
      verdict = photo.verdict;
    }
    return { record: { ...record, templates: [], refreshed: [], photos: [] }, verdict };
  }

  /** False where somebody else enrolled the id a moment ago. */
  async #write(record: SubjectRecord): Promise<boolean> {
    try {
      const templates = record.templates.map((one) => ({ source: 'moved' as const, ...one }));
      await this.parts.store.restore({ ...record, templates });
      return true;
    } catch (error) {
      if (error instanceof FacedeskError && error.code === 'user_already_exists') return false;
      throw error;
    }
  }

  #notes(): string[] {
    if (this.#remade === 0) return [];
    return [
      `${this.#remade} people had templates of another model; new ones were made from their kept photos.`,
    ];
  }
}
