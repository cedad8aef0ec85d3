/** What is planted in requests to be looked for elsewhere: texts with a mark, file names, headers, and photos in every writing. */
import { type GeneratorParts, RequestGenerator } from '../http/v1/request-generator.js';

/** In every canary, and in nothing else. */
export const mark = 'qxcanary';
export const canary = (of: string): string => `${mark}${of}`;
/** In the names of fields that nobody knows: an answer may tell a caller which of theirs that is. */
export const nameMark = 'qxname';

/** A dozen pieces of some bytes in hexadecimal, in base64 at each of its three offsets, and as a list of numbers. */
export function writtenDown(bytes: Buffer): string[] {
  return Array.from({ length: 12 }, (_, n) => {
    const start = Math.floor(((bytes.length - 32) * n) / 12);
    const piece = bytes.subarray(start, start + 16);
    const inBase64 = [0, 1, 2].map((offset) => {
      const aligned = bytes.subarray(start + offset, start + offset + 15);
      return aligned.toString('base64').slice(0, 20);
    });
    return [piece.toString('hex'), ...inBase64, [...piece].join(',')];
  })
    .flat()
    .filter((text) => !/^(0*|A*|(0,)*0)$/.test(text));
}

/** Headers that a client may send. */
export const canaryHeaders = {
  'user-agent': canary('agent'),
  referer: `http://${canary('referer')}/`,
  cookie: `session=${canary('cookie')}`,
  'x-forwarded-for': canary('forwarded'),
  'x-custom': canary('header'),
  traceparent: canary('trace'),
  tracestate: `vendor=${canary('state')}`,
  'accept-language': canary('language'),
};

/** Files get names of their own, which the generator does not give them. */
export function withFileNames(payload: unknown): string | Buffer | undefined {
  if (!Buffer.isBuffer(payload)) return payload as string | undefined;
  const text = payload
    .toString('latin1')
    .replaceAll('filename="photo.jpg"', `filename="${canary('file')}.jpg"`);
  return Buffer.from(text, 'latin1');
}

/** Makes requests whose texts, names and photos are canaries. */
export function canaryGenerator(
  schemas: GeneratorParts['schemas'],
  photo: Buffer,
  random: GeneratorParts['random'],
): RequestGenerator {
  const ids = [canary('id'), canary('id-2')];
  const texts = [canary('text')];
  return new RequestGenerator({
    random,
    schemas,
    known: {
      ...Object.fromEntries(['subjectId', 'id', 'subject', 'subjects', 'idPrefix'].map((one) => [one, ids])),
      ...Object.fromEntries(['groupId', 'group', 'groups'].map((one) => [one, [canary('group')]])),
      ...Object.fromEntries(
        ['name', 'description', 'reason', 'cursor', 'keyId', 'webhookId', 'eventId', 'photoId', 'kind'].map(
          (one) => [one, texts],
        ),
      ),
      metadata: [{ plate: canary('metadata'), [canary('member')]: { deep: [canary('deep')] } }],
      url: [`http://127.0.0.1:9/${canary('hook')}`, `https://${canary('host')}/`],
      'Idempotency-Key': [canary('idempotency')],
      'If-Match': [`"${canary('etag')}"`, '*'],
    },
    photos: [
      ...Array.from({ length: 12 }, () => Buffer.from(canary('no photo'))),
      photo.subarray(0, photo.length / 2),
      photo,
    ],
  });
}
