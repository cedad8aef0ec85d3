/** How counted events look on the wire: figures of a span of time. */
import { type Static, Type } from 'typebox';
import type { Caller } from '../../../domain/access.js';
import { type Figures, maxBuckets } from '../../../services/statistics.js';
import { strictObject, timeSchema } from './common.js';

const count = Type.Integer({ minimum: 0 });
const orNull = <Schema extends ReturnType<typeof Type.Object>>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

const figures = {
  verifications: strictObject({ total: count, match: count, uncertain: count, nonMatch: count }),
  identifications: strictObject({ total: count, match: count, nonMatch: count }),
  enrolments: { ...count, description: 'People who were registered with photos.' },
  turnedAway: Type.Array(strictObject({ code: Type.String(), count }), {
    description: 'Photos of which no verification could be made, by error code; the most frequent first.',
  }),
  refusals: Type.Optional(
    Type.Array(strictObject({ reason: Type.String(), count }), {
      description: 'Why verifications were no match, the most frequent first; for keys with `scores:read`.',
    }),
  ),
  quality: orNull(
    Type.Object(
      { median: Type.Number(), p10: Type.Number() },
      {
        additionalProperties: false,
        description: 'Unified scores, 0 to 100, of what was verified with; one in ten is below p10.',
      },
    ),
  ),
  latencyMs: orNull(
    Type.Object(
      { median: Type.Number(), p95: Type.Number() },
      {
        additionalProperties: false,
        description:
          'From the photos to the verdict, to two figures, waiting included; of verifications, in milliseconds.',
      },
    ),
  ),
  meanEstimatedFmr: Type.Optional(
    Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description:
        'The share of strangers who would have scored as high, on average of confirmed verifications; for keys with `scores:read`.',
    }),
  ),
  feedback: strictObject(
    { right: count, falseMatches: count, falseNonMatches: count },
    { description: 'What people said of the verdicts of this time: right, or wrong by what was decided.' },
  ),
};

export const statisticsSchema = strictObject(
  {
    from: { ...timeSchema, description: 'As asked, widened to whole buckets.' },
    before: timeSchema,
    bucket: Type.Enum(['hour', 'day']),
    utcOffset: Type.Integer({
      description: 'Minutes that the clock by which buckets begin is ahead of UTC.',
    }),
    totals: strictObject(figures),
    buckets: Type.Array(strictObject({ start: timeSchema, ...figures }), {
      maxItems: maxBuckets,
      description: 'Every one of the range, empty ones too; the oldest first.',
    }),
  },
  { title: 'Statistics' },
);

export const figuresExample = {
  verifications: { total: 120, match: 110, uncertain: 4, nonMatch: 6 },
  identifications: { total: 3, match: 2, nonMatch: 1 },
  enrolments: 5,
  turnedAway: [{ code: 'photo_blurred', count: 3 }],
  refusals: [{ reason: 'belowThreshold', count: 5 }],
  quality: { median: 71, p10: 52 },
  latencyMs: { median: 210, p95: 480 },
  meanEstimatedFmr: 0.0000021,
  feedback: { right: 2, falseMatches: 0, falseNonMatches: 1 },
};

/** What a caller may see of figures: what rests on scores is for those who may see scores. */
export function toFiguresBody(
  { refusals, meanEstimatedFmr, ...rest }: Figures,
  { scopes }: Pick<Caller, 'scopes'>,
): Static<typeof statisticsSchema>['totals'] {
  const { turnedAway } = rest;
  return {
    ...rest,
    turnedAway: [...turnedAway],
    ...(scopes.has('scores:read') && { refusals: [...refusals], meanEstimatedFmr }),
  };
}
