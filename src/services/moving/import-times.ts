/**
 * Where the time of an import goes, for whoever asks: times what the import asks of its files, the engine, the gallery and
 * the store, and adds what the engine says of each picture. It wraps those parts, so that an import knows nothing of it.
 */
import type { StageTimings } from '../../domain/face.js';
import type { VisionEngine } from '../../vision/index.js';
import type { KnownFaces } from './known-faces.js';
import type { PhotoSource } from './photo-claims.js';
import type { ImportStore } from './photo-import.js';

/** In the order in which they come, with what is done in them. */
export const importStages = {
  fill: 'the faces of those who are enrolled already are read',
  read: 'the file is looked up and read',
  wait: 'a photo waits for a worker, and is on the way there and back',
  decode: 'the file becomes pixels',
  detect: 'faces are looked for',
  landmarks: 'their points are found',
  measure: 'pose, light and sharpness are measured',
  align: 'the face is cut out upright',
  embed: 'the face becomes features',
  keep: 'the photo to be kept is made',
  duplicates: 'others with this face are looked for',
  store: 'the database is asked, or writes',
} as const;
export type ImportStage = keyof typeof importStages;

export interface StageTime {
  readonly stage: ImportStage;
  /** How often it was done: once for each photo, or for each person. */
  readonly count: number;
  readonly medianMs: number;
  readonly totalMs: number;
  /** Of the time of all stages but waiting, which is no work: 0 to 1; null for waiting. */
  readonly share: number | null;
}

/** What an import asks about known faces. */
export type KnownFacesDoor = Pick<KnownFaces, 'add' | 'othersLike'>;

export class ImportTimes {
  readonly #samples = new Map<ImportStage, number[]>();

  /** The stages that there were; all together is more than the import took, as workers work at the same time. */
  stages(): readonly StageTime[] {
    const workMs = [...this.#samples]
      .filter(([stage]) => stage !== 'wait')
      .reduce((sum, [, samples]) => sum + totalOf(samples), 0);
    return (Object.keys(importStages) as ImportStage[]).flatMap((stage) => {
      const samples = this.#samples.get(stage);
      if (samples === undefined) return [];
      const totalMs = totalOf(samples);
      const share = stage === 'wait' ? null : totalMs / workMs;
      return [{ stage, count: samples.length, medianMs: medianOf(samples), totalMs, share }];
    });
  }

  async of<Result>(stage: ImportStage, work: () => Promise<Result>): Promise<Result> {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      this.#add(stage, performance.now() - startMs);
    }
  }

  source(source: PhotoSource): PhotoSource {
    const claims = source.claims.map((claim) => ({
      ...claim,
      content: {
        read: (maxBytes: number) => this.of('read', () => claim.content.read(maxBytes)),
        version: () => claim.content.version(),
      },
    }));
    return { ...source, claims };
  }

  store(store: ImportStore): ImportStore {
    return {
      findSubject: (key) => this.of('store', () => store.findSubject(key)),
      findSubjectByNo: (subjectNo) => this.of('store', () => store.findSubjectByNo(subjectNo)),
      templatesOf: (...which) => this.of('store', () => store.templatesOf(...which)),
      restore: (record) => this.of('store', () => store.restore(record)),
      listTemplates: (modelId) => store.listTemplates(modelId),
    };
  }

  vision(vision: VisionEngine): VisionEngine {
    return {
      get modelId() {
        return vision.modelId;
      },
      get prior() {
        return vision.prior;
      },
      examine: async (image, options) => {
        const startMs = performance.now();
        const measures = await vision.examine(image, options);
        this.#addPicture(measures.timingsMs, performance.now() - startMs);
        return measures;
      },
      measure: (image, options) => vision.measure(image, options),
      ready: () => vision.ready(),
      status: () => vision.status(),
      close: () => vision.close(),
    };
  }

  faces(faces: KnownFacesDoor): KnownFacesDoor {
    return {
      add: (id, features) => faces.add(id, features),
      othersLike: (features, ownId) => this.of('duplicates', () => faces.othersLike(features, ownId)),
    };
  }

  /** @param wholeMs from asking to the answer */
  #addPicture({ total, ...stages }: StageTimings, wholeMs: number): void {
    this.#add('wait', Math.max(0, wholeMs - total));
    for (const [stage, ms] of Object.entries(stages))
      // What a picture had no use for took no time, and is no sample of how long it takes.
      if (ms > 0 && stage in importStages) this.#add(stage as ImportStage, ms);
  }

  #add(stage: ImportStage, ms: number): void {
    const samples = this.#samples.get(stage);
    if (samples === undefined) this.#samples.set(stage, [ms]);
    else samples.push(ms);
  }
}

function totalOf(samples: readonly number[]): number {
  return samples.reduce((sum, ms) => sum + ms, 0);
}

function medianOf(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
