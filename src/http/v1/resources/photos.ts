/** /v1/subjects/{subjectId}/photos: the photos that a person is recognised by. */
import { type Static, Type } from 'typebox';
import { mostPhotos } from '../../../domain/enrolment/photo-report.js';
import { FacedeskError } from '../../../domain/errors.js';
import type { Photos, PhotoSource, RefreshedTemplate, StoredPhoto } from '../../../services/photos.js';
import { photoErrors } from '../framework/common-errors.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, subjectIdSchema, subjectParams, timeSchema } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import { photoReportExample, photoReportSchema, toPhotoReportBody } from '../schemas/photo-report.js';

const photoIdSchema = Type.String({ minLength: 1, maxLength: 20, description: 'Given by the service.' });
const photoParams = Type.Object({ subjectId: subjectIdSchema, photoId: photoIdSchema });

/** In words, for the documents. */
const sources: Readonly<Record<PhotoSource, string>> = {
  registered: 'with the registration',
  added: 'afterwards',
  imported: 'in an import',
  oldService: 'from the folder of the old service',
  moved: 'from another database of this service',
  reembedded: 'made anew for this model from the photo that was kept',
};

const storedPhotoSchema = strictObject(
  {
    id: photoIdSchema,
    addedAt: timeSchema,
    quality: Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()], {
      description: 'Null where it was not judged.',
    }),
    kept: Type.Enum(['crop', 'full', 'none'], {
      description: 'What is kept of the picture: the face, the whole photo, or nothing.',
    }),
    source: Type.Enum([...Object.keys(sources), 'unknown'] as (PhotoSource | 'unknown')[], {
      description: `How it came. ${Object.entries(sources)
        .map(([name, text]) => `${name}: ${text}`)
        .join('. ')}. unknown: before that was noted.`,
    }),
    keyId: Type.Optional(
      Type.String({
        description: 'The public part of the key that it came with; absent where there was none.',
      }),
    ),
  },
  { title: 'Photo' },
);
const refreshedSchema = strictObject(
  {
    id: Type.String({ description: 'Given by the service.' }),
    addedAt: timeSchema,
    quality: Type.Number({ minimum: 0, maximum: 100 }),
    state: Type.Enum(['refreshed', 'proposed'], {
      description:
        'refreshed: the person is recognised by it. proposed: it waits for somebody to confirm it.',
    }),
    eventId: Type.Optional(
      Type.String({ description: 'The verdict that it comes from, for as long as that is kept.' }),
    ),
  },
  { title: 'RefreshedTemplate' },
);
const example: Static<typeof storedPhotoSchema> = {
  id: '731',
  addedAt: '2026-03-01T08:12:44Z',
  quality: 78,
  kept: 'crop',
  source: 'registered',
  keyId: 'k7f3q2',
};
const refreshedExample: Static<typeof refreshedSchema> = {
  ...{ id: '1204', addedAt: '2026-05-19T07:58:22Z', quality: 71 },
  ...{ state: 'refreshed', eventId: '1842' },
};

const notFound = ['subject_not_found', 'id_invalid'] as const;

export const listPhotos = declare({
  method: 'GET',
  path: '/v1/subjects/{subjectId}/photos',
  operationId: 'listPhotos',
  tag: 'photos',
  scope: 'people:read',
  summary: 'List the photos of a person',
  description: `In the order in which they were added; ${mostPhotos} at most.`,
  params: subjectParams,
  answers: {
    200: {
      description: 'Those that count under the model at work.',
      schema: strictObject(
        {
          items: Type.Array(storedPhotoSchema),
          refreshed: Type.Optional(
            Type.Array(refreshedSchema, {
              description:
                'What visits have added to them: templates without a picture, the oldest first; for keys with `events:read`.',
            }),
          ),
        },
        { title: 'PhotoList' },
      ),
      example: { items: [example], refreshed: [refreshedExample] },
    },
  },
  errors: notFound,
});

export const addPhotos = declare({
  method: 'POST',
  path: '/v1/subjects/{subjectId}/photos',
  operationId: 'addPhotos',
  tag: 'photos',
  scope: 'people:write',
  summary: 'Add photos of a person',
  description:
    'Those that are good enough and look like the others are added, and what became of each is said. Where none is, it is an ' +
    'error whose `photos` say why, and nothing is changed.',
  params: subjectParams,
  body: {
    schema: strictObject({
      photos: Type.Array(photoSchema(), {
        minItems: 1,
        maxItems: mostPhotos,
        description: 'JPEG, PNG or WebP files.',
      }),
      imageType: Type.Optional(
        Type.Enum(['clicked', 'scanned'], {
          description: 'Taken with a camera, or a photo on a card; clicked unless told.',
        }),
      ),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: { photos: ['/9j/4AAQSkZJRg…'] },
  },
  answers: {
    201: {
      description:
        'What became of each; at least one was accepted. Without a body with `Prefer: return=minimal`.',
      schema: strictObject({ photos: Type.Array(photoReportSchema) }, { title: 'PhotoReports' }),
      example: { photos: [photoReportExample] },
    },
  },
  errors: [...photoErrors, ...notFound, 'photos_disagree', 'too_many_photos', 'face_already_enrolled'],
  idempotent: true,
  prefers: true,
});

export const readPhoto = declare({
  method: 'GET',
  path: '/v1/subjects/{subjectId}/photos/{photoId}',
  operationId: 'readPhoto',
  tag: 'photos',
  scope: 'photos:read',
  summary: 'Get what is kept of a photo',
  params: photoParams,
  answers: {
    200: {
      description: 'A JPEG file.',
      type: 'image/jpeg',
      schema: Type.String({ contentMediaType: 'image/jpeg' }),
    },
  },
  errors: [...notFound, 'photo_not_found', 'photo_not_kept'],
});

export const deletePhoto = declare({
  method: 'DELETE',
  path: '/v1/subjects/{subjectId}/photos/{photoId}',
  operationId: 'deletePhoto',
  tag: 'photos',
  scope: 'people:delete',
  summary: 'Erase a photo',
  description: 'With the template that was made of it. The last photo stays: erase the person instead.',
  params: photoParams,
  answers: { 204: { description: 'It is gone.' } },
  errors: [...notFound, 'photo_not_found', 'last_photo'],
});

export function photoOperations({ photos }: { readonly photos: Photos }): Operation[] {
  return [
    handle(listPhotos, async ({ params: { subjectId }, caller }) => {
      const items = (await photos.list(subjectId)).map(toBody);
      // When somebody came by is not for everybody who may see who is registered.
      if (!caller.scopes.has('events:read')) return { status: 200, body: { items } };
      return {
        status: 200,
        body: { items, refreshed: (await photos.refreshed(subjectId)).map(toRefreshedBody) },
      };
    }),
    handle(addPhotos, async ({ params: { subjectId }, body, prefer, actor, signal }) => {
      const { photos: images, imageType } = body;
      const reports = await photos.add(subjectId, {
        images,
        by: actor,
        signal,
        ...(imageType !== undefined && { imageType }),
      });
      if (prefer === 'minimal') return { status: 201 };
      return { status: 201, body: { photos: reports.map(toPhotoReportBody) } };
    }),
    handle(readPhoto, async ({ params: { subjectId, photoId } }) => {
      const { jpeg } = await photos.read(subjectId, photoNoOf(photoId));
      return { status: 200, body: Buffer.from(jpeg) };
    }),
    handle(deletePhoto, async ({ params: { subjectId, photoId }, actor }) => {
      await photos.remove(subjectId, photoNoOf(photoId), actor);
      return { status: 204 };
    }),
  ];
}

/** @throws FacedeskError photo_not_found for what was never given as an id */
function photoNoOf(photoId: string): number {
  if (!/^[1-9]\d{0,8}$/.test(photoId)) throw new FacedeskError('photo_not_found');
  return Number(photoId);
}

function toBody({ photoNo, createdAt, quality, kept, from }: StoredPhoto): Static<typeof storedPhotoSchema> {
  return {
    ...{ id: String(photoNo), addedAt: `${createdAt}Z`, quality, kept },
    source: from?.source ?? 'unknown',
    ...(from?.keyId !== undefined && { keyId: from.keyId }),
  };
}

function toRefreshedBody(template: RefreshedTemplate): Static<typeof refreshedSchema> {
  const { refreshNo, createdAt, quality, state, eventNo } = template;
  const body = { id: String(refreshNo), addedAt: `${createdAt}Z`, quality, state };
  return { ...body, ...(eventNo !== undefined && { eventId: String(eventNo) }) };
}
