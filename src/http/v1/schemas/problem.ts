/** The body of every failure of /v1, as RFC 9457 has it: see ../../problem.ts, which fills it. */
import { Type } from 'typebox';
import { findingSchema, photoReportSchema } from './photo-report.js';
import { strictObject } from './common.js';

export const problemSchema = strictObject(
  {
    type: Type.String({
      description: 'Where the code is explained, relative to the address of the service.',
    }),
    title: Type.String({ description: 'The code in words.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'What happened, for people.' }),
    code: Type.String({ description: 'What happened, for programs; it stays when sentences change.' }),
    requestId: Type.String({ description: 'By which the log can be searched.' }),
    fields: Type.Optional(
      Type.Array(
        strictObject({
          field: Type.String({ description: 'body/…, query/…, path/… or header/…' }),
          problem: Type.String(),
        }),
        { description: 'Which fields are wrong, and how.' },
      ),
    ),
    findings: Type.Optional(
      Type.Array(findingSchema, {
        description: 'What the person in front of the camera can put right, the first thing first.',
      }),
    ),
    photos: Type.Optional(
      Type.Array(photoReportSchema, { description: 'Where several photos were sent: what became of each.' }),
    ),
  },
  { title: 'Problem', description: 'RFC 9457.' },
);
