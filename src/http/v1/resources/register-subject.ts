/** POST /v1/subjects: a person is registered, with photos or without, with metadata and groups, all at once or not at all. */
import { Type } from 'typebox';
import { mostPhotos } from '../../../domain/enrolment/photo-report.js';
import { isBlank } from '../../../domain/subject-id.js';
import type { Enrolment } from '../../../services/enrolment.js';
import type { Person, SubjectDirectory } from '../../../services/subject-directory.js';
import { requestInvalid } from '../../explained-error.js';
import { photoErrors } from '../framework/common-errors.js';
import { declare, handle, type Operation, type OperationAnswer } from '../framework/operation.js';
import { groupIdSchema, strictObject, subjectIdSchema } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import { photoReportExample, photoReportSchema, toPhotoReportBody } from '../schemas/photo-report.js';
import { etagOf, metadataSchema, subjectExample, subjectSchema, toSubjectBody } from '../schemas/subject.js';

const headers = { Location: 'Their address.', ETag: 'Names this state of the person.' };

const registrationSchema = strictObject(
  {
    subject: subjectSchema,
    photos: Type.Array(photoReportSchema, {
      description: 'What became of each photo; at least one was accepted, if any was sent.',
    }),
    similar: Type.Integer({
      minimum: 0,
      description: 'How many people have probably the same face: see the duplicates.',
    }),
  },
  { title: 'Registration' },
);

export const registerSubject = declare({
  method: 'POST',
  path: '/v1/subjects',
  operationId: 'registerSubject',
  tag: 'subjects',
  scope: 'people:write',
  summary: 'Register a person',
  description:
    `With up to ${mostPhotos} photos, of which those that are good enough are kept; where none is, nobody is registered. Without a photo ` +
    'the person awaits one.',
  body: {
    schema: strictObject({
      id: subjectIdSchema,
      photos: Type.Optional(
        Type.Array(photoSchema(), {
          minItems: 1,
          maxItems: mostPhotos,
          description: 'JPEG, PNG or WebP files.',
        }),
      ),
      imageType: Type.Optional(
        Type.Enum(['clicked', 'scanned'], {
          description: 'Taken with a camera, or a photo on a card; clicked unless told.',
        }),
      ),
      onDuplicate: Type.Optional(
        Type.Enum(['report', 'refuse', 'allow'], {
          description:
            'What happens where the face looks registered under another id; as the settings have it unless told.',
        }),
      ),
      groups: Type.Optional(Type.Array(groupIdSchema, { maxItems: 20, description: 'Groups that exist.' })),
      metadata: Type.Optional(metadataSchema),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: {
      id: 'B21CS042',
      photos: ['/9j/4AAQSkZJRg…'],
      groups: ['east-gate'],
      metadata: { department: 'chemistry' },
    },
  },
  answers: {
    201: {
      description: 'They are registered. Without a body with `Prefer: return=minimal`.',
      schema: registrationSchema,
      example: { subject: subjectExample, photos: [photoReportExample], similar: 0 },
      headers,
    },
  },
  errors: [
    ...photoErrors,
    'id_invalid',
    'subject_already_exists',
    'face_already_enrolled',
    'photos_disagree',
    'group_not_found',
    'metadata_too_large',
  ],
  idempotent: true,
  prefers: true,
});

export interface RegistrationParts {
  readonly enrolment: Enrolment;
  readonly directory: SubjectDirectory;
}

export function registrationOperations({ enrolment, directory }: RegistrationParts): Operation[] {
  return [
    handle(registerSubject, async ({ body, prefer, actor, signal }) => {
      const { id, photos, imageType, onDuplicate, groups, metadata } = body;
      const details = {
        ...(groups !== undefined && { groups }),
        ...(metadata !== undefined && { metadata }),
      };
      // parseSubjectId names what else is wrong with an id; that there is none is for this schema to say.
      if (isBlank(id)) throw requestInvalid({ field: 'body/id', problem: 'must not be blank' });
      if (photos === undefined) {
        const person = await directory.register(id, details, actor);
        return answer(person, { photos: [], similar: 0 }, prefer);
      }
      await directory.check(details);
      const { photos: reports, similar } = await enrolment.register({
        id,
        images: photos,
        details,
        by: actor,
        signal,
        ...(imageType !== undefined && { imageType }),
        ...(onDuplicate !== undefined && { onDuplicate }),
      });
      const person = await directory.find(id);
      return answer(person, { photos: reports.map(toPhotoReportBody), similar: similar.length }, prefer);
    }),
  ];
}

function answer(
  person: Person,
  report: { readonly photos: readonly object[]; readonly similar: number },
  prefer: 'minimal' | 'representation' | null,
): OperationAnswer {
  return {
    status: 201,
    headers: { location: `/v1/subjects/${encodeURIComponent(person.id)}`, etag: etagOf(person) },
    subjectNo: person.subjectNo,
    ...(prefer !== 'minimal' && { body: { subject: toSubjectBody(person), ...report } }),
  };
}
