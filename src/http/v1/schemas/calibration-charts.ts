/** How the charts of a calibration look on the wire. Figures of a gallery, without names. */
import { type Static, Type } from 'typebox';
import { type CalibrationCharts, detOf, matedSupportText } from '../../../services/calibration-charts.js';
import { strictObject } from './common.js';

export const rate = Type.Number({ minimum: 0, maximum: 1 });
const score = Type.Number({ description: 'Normalised.' });
const count = Type.Integer({ minimum: 0 });
const interval = strictObject({ value: rate, low: rate, high: rate });

export const chartMembers = {
  charts: Type.Union(
    [
      strictObject({
        histogram: strictObject(
          {
            from: Type.Number({ description: 'Where the first bin begins.' }),
            width: Type.Number(),
            nonMated: Type.Array(count),
            mated: Type.Union([Type.Array(count), Type.Null()]),
          },
          { description: 'How often scores of strangers, and of the same people, fall into each bin.' },
        ),
        curve: Type.Array(strictObject({ score, fmr: rate, low: rate, high: rate }), {
          description: 'The share of strangers above each score, with its 95 % interval; falling scores.',
        }),
        det: Type.Union([Type.Array(strictObject({ score, fmr: rate, fnmr: rate })), Type.Null()], {
          description: 'Both errors for each line that could be drawn; null where nobody has several photos.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'Null until the gallery was measured: see `POST /v1/calibration/renew`.' },
  ),
  mated: Type.Union(
    [strictObject({ people: count, photos: count, refused: interval, uncertain: interval }), Type.Null()],
    {
      description:
        'How often rightful people would be refused, by those with several photos; null where there are none.',
    },
  ),
  matedSupport: Type.String({ description: 'What that rests on, in a sentence.' }),
};

type ChartsBody = { [Name in keyof typeof chartMembers]: Static<(typeof chartMembers)[Name]> };

export function toChartsBody(charts: CalibrationCharts | undefined): ChartsBody {
  const refusals = charts?.refusals ?? null;
  const told = { mated: refusals && { ...refusals }, matedSupport: matedSupportText(refusals) };
  if (charts === undefined) return { charts: null, ...told };
  const { nonMated, mated, curve } = charts;
  const det = detOf(charts);
  return {
    charts: {
      histogram: {
        ...{ from: nonMated.from, width: nonMated.width, nonMated: [...nonMated.counts] },
        mated: mated && [...mated.counts],
      },
      curve: [...curve],
      det: det && [...det],
    },
    ...told,
  };
}

export const chartsExample = {
  charts: {
    histogram: { from: -0.8, width: 0.02, nonMated: [0, 3, 12, 4], mated: [0, 0, 1, 5] },
    curve: [{ score: 0.112, fmr: 0.0001, low: 0.00004, high: 0.0003 }],
    det: [{ score: 0.1, fmr: 0.0002, fnmr: 0.01 }],
  },
  mated: {
    people: 12,
    photos: 30,
    refused: { value: 0, low: 0, high: 0.25 },
    uncertain: { value: 0.03, low: 0, high: 0.1 },
  },
  matedSupport: matedSupportText({
    people: 12,
    photos: 30,
    refused: { value: 0, low: 0, high: 0.25 },
    uncertain: { value: 0.03, low: 0, high: 0.1 },
  }),
};
