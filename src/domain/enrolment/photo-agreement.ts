/**
 * Whether the photos that are enrolled together show one person. Says which of them to keep; why a photo is too poor to be
 * kept at all is not its concern.
 */
import { compare, type Features } from '../features.js';
import { type ModelPrior, priorScoreAt } from '../model-prior.js';

/** Of photos of different people one in so many is taken for one of the same: laxer than a verdict, as an operator stands by. */
const agreementFmr = 1e-2;

/** Photos that score above it can be of one person. */
export function agreementScore(prior: ModelPrior): number {
  return priorScoreAt(prior, agreementFmr);
}

/**
 * For each photo whether it agrees. With a reference, a photo agrees that is like it. Without one, photos that are alike,
 * directly or by a third, form groups, and only a group of more than half of them agrees: of two that differ neither does.
 */
export function agreeingPhotos(
  photos: readonly Features[],
  { alikeScore, reference }: { readonly alikeScore: number; readonly reference?: Features },
): boolean[] {
  if (reference !== undefined) return photos.map((photo) => compare(photo, reference) > alikeScore);
  const groups: Features[][] = [];
  for (const photo of photos) {
    const alike = groups.filter((group) => group.some((other) => compare(photo, other) > alikeScore));
    for (const group of alike) groups.splice(groups.indexOf(group), 1);
    groups.push([...alike.flat(), photo]);
  }
  const majority = groups.find((group) => 2 * group.length > photos.length);
  return photos.map((photo) => majority?.includes(photo) ?? false);
}
