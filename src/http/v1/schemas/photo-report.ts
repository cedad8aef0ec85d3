/** What became of each photo that was sent, on the wire. */
import { type Static, Type } from 'typebox';
import type { PhotoReport } from '../../../domain/enrolment/photo-report.js';
import { strictObject } from './common.js';

export const findingSchema = Type.Object(
  {
    code: Type.String({ description: 'As in the list of errors.' }),
    text: Type.String(),
  },
  {
    title: 'Finding',
    additionalProperties: true,
    description: 'Something that the person in front of the camera can put right.',
  },
);

export const photoReportSchema = strictObject(
  {
    index: Type.Integer({ minimum: 0, description: 'Its place among the photos that were sent, from 0.' }),
    accepted: Type.Boolean(),
    photoId: Type.Optional(Type.String({ description: 'Of an accepted one.' })),
    quality: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100, description: 'Absent where it could not be judged.' }),
    ),
    code: Type.Optional(Type.String({ description: 'Of a refused one: why, as in the list of errors.' })),
    findings: Type.Optional(
      Type.Array(findingSchema, { description: 'Everything that can be put right about a refused one.' }),
    ),
  },
  { title: 'PhotoReport' },
);

export const photoReportExample = { index: 0, accepted: true, photoId: '731', quality: 78 };

export function toPhotoReportBody({
  photoNo,
  findings,
  ...report
}: PhotoReport): Static<typeof photoReportSchema> {
  return {
    ...report,
    ...(photoNo !== undefined && { photoId: String(photoNo) }),
    ...(findings !== undefined && { findings: findings.map((finding) => ({ ...finding })) }),
  };
}
