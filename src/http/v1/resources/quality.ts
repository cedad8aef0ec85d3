/** POST /v1/quality: whether a photo is good enough, and what would have to change. Nothing is stored, and no features are made. */
import { Type } from 'typebox';
import type { Judging } from '../../../services/judging.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import { findingSchema } from '../schemas/photo-report.js';
import { policyNames } from '../../../domain/quality/policies.js';

const percent = { minimum: 0, maximum: 100 };

const qualitySchema = strictObject(
  {
    policy: Type.Enum([...policyNames], { description: 'What the photo was judged for.' }),
    accepted: Type.Boolean(),
    findings: Type.Array(findingSchema, {
      description: 'What the person can put right, the first thing first; empty where it is accepted.',
    }),
    faces: Type.Integer({ minimum: 0, description: 'Faces in the photo; the largest is judged.' }),
    unifiedScore: Type.Optional(
      Type.Number({
        ...percent,
        description: 'How well a person can be recognised by it; absent without a face.',
      }),
    ),
    components: Type.Optional(
      Type.Record(
        Type.String(),
        strictObject({
          native: Type.Number({ description: "In the component's unit." }),
          value: Type.Number({ ...percent, description: 'From the worst to the best.' }),
        }),
        { description: 'What was measured of the largest face, by the names of ISO/IEC 29794-5.' },
      ),
    ),
  },
  { title: 'Quality' },
);

export const judgeQuality = declare({
  method: 'POST',
  path: '/v1/quality',
  operationId: 'judgeQuality',
  tag: 'quality',
  scope: 'quality:judge',
  summary: 'Judge a photo',
  description:
    'Says whether the photo would be accepted, and what would have to change. A photo without a face is judged as well. Nothing is ' +
    'stored, and nobody can be recognised by what is measured.',
  body: {
    schema: strictObject({
      photo: photoSchema(),
      policy: Type.Optional(
        Type.Enum([...policyNames], { description: 'What the photo would be for; enrolment unless told.' }),
      ),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: { photo: '/9j/4AAQSkZJRg…', policy: 'enrolment' },
  },
  answers: {
    200: {
      description: 'The judgement.',
      schema: qualitySchema,
      example: {
        policy: 'enrolment',
        accepted: true,
        findings: [],
        faces: 1,
        unifiedScore: 78,
        components: { sharpness: { native: 212.4, value: 91 } },
      },
    },
  },
  errors: ['image_unreadable', 'image_format_unsupported', 'image_damaged', 'image_too_many_pixels'],
});

export function qualityOperations({ judging }: { readonly judging: Judging }): Operation[] {
  return [
    handle(judgeQuality, async ({ body: { photo, policy }, signal }) => {
      const judged = await judging.judge({ image: photo, signal, ...(policy !== undefined && { policy }) });
      return { status: 200, body: { ...judged } };
    }),
  ];
}
