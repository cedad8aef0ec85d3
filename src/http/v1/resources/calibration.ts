/** /v1/calibration: where the line between the same and another person is drawn, and drawing it anew. */
import { Type } from 'typebox';
import type { Calibration, CalibrationRecord } from '../../../services/calibration.js';
import { supportText } from '../../../services/calibration.js';
import type { Events } from '../../../services/events.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { chartMembers, chartsExample, rate, toChartsBody } from '../schemas/calibration-charts.js';
import { strictObject, timeSchema } from '../schemas/common.js';

const calibrationSchema = strictObject(
  {
    targetFmr: { ...rate, description: 'The share of strangers who may pass as somebody they name.' },
    threshold: Type.Number({ description: 'A normalised score has to be above this to match.' }),
    uncertainFrom: Type.Number({ description: 'Between this and the threshold a verdict is uncertain.' }),
    basis: Type.Enum(['gallery', 'gallery and model', 'model'], {
      description: 'Whose scores the line rests on.',
    }),
    people: Type.Integer({ minimum: 0, description: 'People in the gallery when it was measured.' }),
    comparisons: Type.Integer({ minimum: 0 }),
    fmr: Type.Union([strictObject({ value: rate, low: rate, high: rate }), Type.Null()], {
      description:
        'The measured false match rate at the threshold with its 95 % interval; null where the gallery is too small.',
    }),
    model: Type.String(),
    measuredAt: timeSchema,
    ...chartMembers,
    support: Type.String({
      description: 'Whether the gallery is large enough for the target, in a sentence.',
    }),
  },
  { title: 'Calibration' },
);

const example = {
  targetFmr: 0.0001,
  threshold: 0.112,
  uncertainFrom: 0.084,
  basis: 'gallery and model',
  people: 212,
  comparisons: 22366,
  fmr: { value: 0.00009, low: 0.00002, high: 0.0003 },
  model: 'dlib-resnet-v1/standard/3f9ac01d',
  measuredAt: '2026-03-01T22:00:00.000Z',
  ...chartsExample,
  support:
    "212 people are enrolled; from 317 on their own scores alone keep 1 in 10,000. Until then the stricter of theirs and the model's has more weight.",
};

export const readCalibration = declare({
  method: 'GET',
  path: '/v1/calibration',
  operationId: 'readCalibration',
  tag: 'calibration',
  scope: 'system:read',
  summary: 'Read where the line is drawn',
  answers: { 200: { description: 'The line as it stands.', schema: calibrationSchema, example } },
  errors: [],
});

export const renewCalibration = declare({
  method: 'POST',
  path: '/v1/calibration/renew',
  operationId: 'renewCalibration',
  tag: 'calibration',
  scope: 'system:manage',
  summary: 'Draw the line anew',
  description:
    'Measures what strangers score in the gallery as it is now. Done by itself whenever the gallery has grown or shrunk by 5 %. It ' +
    'runs in the background; `measuredAt` of `GET /v1/calibration` changes when it is done.',
  answers: {
    202: {
      description: 'It has begun. The line as it stands until then.',
      schema: calibrationSchema,
      example,
    },
  },
  errors: [],
  idempotent: true,
});

export interface CalibrationResourceParts {
  readonly calibration: Calibration;
  readonly events: Events;
  /** Hears of what went wrong after the answer was sent. */
  readonly onFailed: (error: unknown) => void;
}

export function calibrationOperations({
  calibration,
  events,
  onFailed,
}: CalibrationResourceParts): Operation[] {
  let measuring: Promise<unknown> | undefined;
  return [
    handle(readCalibration, async () => ({ status: 200, body: toBody(await calibration.current()) })),
    handle(renewCalibration, async ({ actor }) => {
      const standing = await calibration.current();
      // Two at once would say the same for twice the work.
      measuring ??= calibration
        .measure()
        .catch(onFailed)
        .finally(() => (measuring = undefined));
      events.record({
        kind: 'calibration.requested',
        by: actor,
      });
      return { status: 202, body: toBody(standing) };
    }),
  ];
}

function toBody(record: CalibrationRecord) {
  const { targetFmr, threshold, uncertainFrom, basis, people, comparisons, fmr, modelId, measuredAt } =
    record;
  const line = { targetFmr, threshold, uncertainFrom, basis, people, comparisons, fmr };
  return {
    ...line,
    model: modelId,
    measuredAt,
    ...toChartsBody(record.charts),
    support: supportText(record),
  };
}
