/** /v1/statistics: what happened, counted by the hour or by the day. */
import { Type } from 'typebox';
import { maxBuckets, type Statistics } from '../../../services/statistics.js';
import { requestInvalid } from '../../explained-error.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, timeQuery, utcOffsetQuery } from '../schemas/common.js';
import { figuresExample, statisticsSchema, toFiguresBody } from '../schemas/statistics.js';

export const readStatistics = declare({
  method: 'GET',
  path: '/v1/statistics',
  operationId: 'readStatistics',
  tag: 'events',
  scope: 'events:read',
  summary: 'Count what happened',
  description:
    'Verifications, refusals, pictures and times by the hour or by the day. Whoever was erased stays counted, and feedback on them ' +
    `does not. A range has at most ${maxBuckets} buckets.`,
  query: strictObject({
    bucket: Type.Optional(Type.Enum(['hour', 'day'], { default: 'hour' })),
    utcOffset: utcOffsetQuery,
    from: timeQuery(
      'Begins here, at the start of a bucket. 24 hours, or 30 days, before the end unless told.',
    ),
    before: timeQuery('Ends before this moment, at the end of a bucket. Now unless told.'),
  }),
  answers: {
    200: {
      description: 'The figures of the whole range, and of each bucket.',
      schema: statisticsSchema,
      example: {
        from: '2026-03-02T06:30:00.000Z',
        before: '2026-03-02T07:30:00.000Z',
        bucket: 'hour',
        utcOffset: 330,
        totals: figuresExample,
        buckets: [{ start: '2026-03-02T06:30:00.000Z', ...figuresExample }],
      },
    },
  },
  errors: [],
});

export function statisticsOperations({ statistics }: { statistics: Statistics }): Operation[] {
  return [
    handle(readStatistics, async ({ query, caller }) => {
      const { bucket = 'hour', utcOffset = 0, from, before } = query;
      const report = await statistics.report({
        bucket,
        utcOffset,
        ...(from !== undefined && { from: new Date(from) }),
        ...(before !== undefined && { before: new Date(before) }),
      });
      if (report === null)
        throw requestInvalid({
          field: 'query/from',
          problem: `must be earlier than the end, by at most ${maxBuckets} buckets`,
        });
      return {
        status: 200,
        body: {
          ...{ from: report.from, before: report.before, bucket, utcOffset },
          totals: toFiguresBody(report.totals, caller),
          buckets: report.buckets.map(({ start, ...figures }) => ({
            start,
            ...toFiguresBody(figures, caller),
          })),
        },
      };
    }),
  ];
}
