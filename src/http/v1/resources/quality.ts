/** POST /v1/quality: whether a photo is good enough, and what would have to change. Nothing is stored, and no features are made. */
import { Type } from 'typebox';
import type { Judging } from '../../../services/judging.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import { findingSchema } from '../schemas/photo-report.js';
import { policyNames } from '../../../domain/quality/policies.js';

const pixels = Type.Integer({ minimum: 1, description: 'In pixels.' });
const percent = { minimum: 0, maximum: 100 };

const qualitySchema = strictObject(
  {
    policy: Type.Enum([...policyNames], { description: 'What the photo was judged for.' }),
    accepted: Type.Boolean(),
    findings: Type.Array(findingSchema, {
      description: 'What the person can put right, the first thing first; empty where it is accepted.',
    }),
    faces: Type.Integer({ minimum: 0, description: 'Faces in the photo; the largest is judged.' }),
    picture: strictObject(
      { width: pixels, height: pixels },
      {
        description:
          'Size of the picture as it was looked at: turned by its EXIF orientation, and reduced where it had over 16 megapixels.',
      },
    ),
    face: Type.Optional(
      strictObject(
        {
          box: strictObject(
            { x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() },
            {
              description:
                'In pixels of that picture, from its upper left corner. It can reach over the border where the face does.',
            },
          ),
        },
        { description: 'The face that is judged; absent where there is none.' },
      ),
    ),
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
        picture: { width: 640, height: 480 },
        face: { box: { x: 231.5, y: 118.2, width: 184.1, height: 203.7 } },
        unifiedScore: 66.2,
        components: { sharpness: { native: 0.41, value: 62.1 } },
      },
    },
  },
  errors: ['image_unreadable', 'image_format_unsupported', 'image_damaged', 'image_too_many_pixels'],
});

export function qualityOperations({ judging }: { readonly judging: Judging }): Operation[] {
  return [
    handle(judgeQuality, async ({ body: { photo, policy }, signal }) => {
      const judged = await judging.judge({ image: photo, signal, ...(policy !== undefined && { policy }) });
      const { picture, faceBoxPx, ...report } = judged;
      return {
        status: 200,
        body: {
          ...report,
          picture: { width: picture.widthPx, height: picture.heightPx },
          ...(faceBoxPx !== undefined && { face: { box: faceBoxPx } }),
        },
      };
    }),
  ];
}
