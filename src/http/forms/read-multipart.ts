/** Takes the id and the photos out of the old service's multipart/form-data; parts with other names are dropped. */
import type { IncomingMessage } from 'node:http';
import type { SubmittedForm } from './read-form.js';
import { readParts, type Part, type PartRules } from './read-parts.js';
import type { BodyLimits } from './receive-body.js';

const rules: PartRules = {
  // An id has at most 255 characters of 4 bytes; the rest is room for the white space around it.
  maxTextBytes: 4096,
  // Cut or not, so long a text is no kind of photo, and the others are nobody's.
  whenCut: (name) => (name === 'id' ? 'id_invalid' : undefined),
  takesFile: (name) => name === 'image',
};

/** @throws FacedeskError form_malformed, id_invalid, and those of receiveBody */
export async function readMultipart(request: IncomingMessage, limits: BodyLimits): Promise<SubmittedForm> {
  const parts = await readParts(request, limits, rules);
  const id = lastText(parts, 'id');
  const imagetype = lastText(parts, 'imagetype');
  return {
    ...(id === undefined ? {} : { id }),
    ...(imagetype === undefined ? {} : { imagetype }),
    ...imagesOf(parts),
  };
}

function lastText(parts: readonly Part[], wanted: string): string | undefined {
  return parts
    .flatMap(({ name, value }) => (name === wanted && typeof value === 'string' ? [value] : []))
    .at(-1);
}

/** The last of several counts, as it did for the old service; those before it are further photos of the same moment. */
function imagesOf(parts: readonly Part[]): Pick<SubmittedForm, 'image' | 'moreImages'> {
  const images = parts.flatMap(({ value }) => (typeof value === 'string' ? [] : [value]));
  const image = images.at(-1);
  if (image === undefined) return {};
  return images.length === 1 ? { image } : { image, moreImages: images.slice(0, -1) };
}
