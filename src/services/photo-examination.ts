/**
 * Examines the photos that somebody sends to enrol a person: which can be enrolled, and of each other one why not. A photo
 * that is at fault never stops the others; an engine that cannot work stops them all.
 */
import { agreeingPhotos, agreementScore } from '../domain/enrolment/photo-agreement.js';
import { mostPhotos, type PhotoReport } from '../domain/enrolment/photo-report.js';
import { errorEntry, FacedeskError } from '../domain/errors.js';
import type { Features } from '../domain/features.js';
import { defaultPolicies, judgeSample, type QualityPolicies, type QualityPolicy } from '../domain/quality.js';
import type { NewPhoto, PhotoOrigin, PhotoSource } from '../store/index.js';
import type { PhotoKeeping, VisionEngine } from '../vision/index.js';
import type { Actor } from './events.js';

export type ImageType = 'clicked' | 'scanned';

export interface PhotoSubmission {
  /** 1 to mostPhotos JPEG, PNG or WebP files. */
  readonly images: readonly Uint8Array[];
  /** Taken with a camera, unless told, or a photo on a card. */
  readonly imageType?: ImageType;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface ExaminedPhotos {
  /** Those to enrol, in the order of the accepted reports. */
  readonly accepted: readonly NewPhoto[];
  /** One for each image, in their order. */
  readonly reports: readonly PhotoReport[];
}

export interface ExaminationParts {
  readonly vision: VisionEngine;
  readonly keepPhotos: PhotoKeeping;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
}

type Examined = { readonly photo: NewPhoto } | { readonly error: FacedeskError };

/**
 * At least one photo is accepted. They have to look like one person, and like the reference where there is one.
 * @throws FacedeskError too_many_photos, photos_disagree, those of vision and judgeSample; its context has the reports
 */
export async function examinePhotos(
  { vision, keepPhotos, policies = defaultPolicies }: ExaminationParts,
  { images, imageType = 'clicked', signal }: PhotoSubmission,
  reference?: Features,
): Promise<ExaminedPhotos> {
  if (images.length < 1 || images.length > mostPhotos) throw new FacedeskError('too_many_photos');
  const policy = imageType === 'scanned' ? policies.scanned : policies.enrolment;
  const examined: Examined[] = [];
  for (const image of images) {
    examined.push(await examine(vision, image, { keepPhotos, policy, signal }));
  }
  const judged = withoutStrangers(examined, vision, reference);
  const reports = judged.map(reportOf);
  const accepted = judged.flatMap((one) => ('photo' in one ? [one.photo] : []));
  if (accepted.length > 0) return { accepted, reports };
  const first = judged.find((one) => 'error' in one)!.error;
  // What is wrong with a single photo is all in its own error.
  if (images.length === 1) throw first;
  throw new FacedeskError(first.code, { ...first.context, photos: reports });
}

async function examine(
  vision: VisionEngine,
  image: Uint8Array,
  how: { keepPhotos: PhotoKeeping; policy: QualityPolicy; signal: AbortSignal | undefined },
): Promise<Examined> {
  try {
    const measures = await vision.examine(image, {
      keep: how.keepPhotos,
      purpose: 'enrolment',
      ...(how.signal === undefined ? {} : { signal: how.signal }),
    });
    const sample = judgeSample(measures, how.policy);
    const { keptPhoto } = measures;
    const photo = { features: sample.features, quality: Math.round(sample.unifiedScore) };
    return { photo: { ...photo, ...(keptPhoto === undefined ? {} : { keptPhoto }) } };
  } catch (error) {
    if (error instanceof FacedeskError && errorEntry(error.code).status < 500) return { error };
    throw error;
  }
}

function withoutStrangers(
  examined: readonly Examined[],
  { prior }: VisionEngine,
  reference: Features | undefined,
): Examined[] {
  const usable = examined.flatMap((one) => ('photo' in one ? [one.photo.features] : []));
  const agreement = agreeingPhotos(usable, {
    alikeScore: agreementScore(prior),
    ...(reference === undefined ? {} : { reference }),
  });
  const agrees = new Map(usable.map((features, at) => [features, agreement[at]!]));
  return examined.map((one) =>
    'error' in one || agrees.get(one.photo.features)! ? one : { error: new FacedeskError('photos_disagree') },
  );
}

function reportOf(one: Examined, index: number): PhotoReport {
  if ('error' in one) {
    const { code, findings } = one.error;
    return { index, accepted: false, code, ...(findings.length === 0 ? {} : { findings }) };
  }
  const { quality } = one.photo;
  return { index, accepted: true, ...(quality === undefined ? {} : { quality }) };
}

/** What is noted of photos: how they came, and with whose key. */
export function originOfPhotos(source: PhotoSource, by: Actor | undefined): PhotoOrigin {
  const keyId = by?.keyId ?? undefined;
  return { source, ...(keyId !== undefined && { keyId }) };
}

/** The reports with the numbers of the accepted photos, in their order. */
export function numbered(reports: readonly PhotoReport[], photoNos: readonly number[]): PhotoReport[] {
  const left = [...photoNos];
  return reports.map((report) => {
    const photoNo = report.accepted ? left.shift() : undefined;
    return photoNo === undefined ? report : { ...report, photoNo };
  });
}
