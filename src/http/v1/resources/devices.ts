/** /v1/devices: how the cameras do that verify. */
import { Type } from 'typebox';
import { type Devices, maxDevices } from '../../../services/devices.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, timeSchema, utcOffsetQuery } from '../schemas/common.js';

const share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]);
const medians = {
  pictures: Type.Integer({ minimum: 0 }),
  sharpness: Type.Number({ description: '0 to 100.' }),
  brightness: Type.Number({ description: 'Mean luma of the face, 0 to 255.' }),
  quality: Type.Number({ description: 'Unified score, 0 to 100.' }),
};

const deviceSchema = strictObject(
  {
    keyId: Type.Union([Type.String(), Type.Null()], {
      description: 'The public part of its key; null for all that came without one.',
    }),
    name: Type.String({ description: 'Of the key.' }),
    lastSeenAt: timeSchema,
    verifications: Type.Integer({ minimum: 0, description: 'Of the last 24 hours.' }),
    refused: { ...share, description: 'The share of these that were no match.' },
    turnedAway: { ...share, description: 'The share of tries whose photos no verdict could be made of.' },
    lastDay: Type.Union([strictObject(medians), Type.Null()], {
      description: 'Medians of the last 24 hours; null where there were no pictures.',
    }),
    baseline: Type.Union([strictObject({ ...medians, days: Type.Integer({ minimum: 1 }) }), Type.Null()], {
      description: 'What is usual of it, by the days before; null where too little is known.',
    }),
    health: Type.Enum(['ok', 'degraded', 'silent']),
    problem: Type.Union([Type.Enum(['blurred', 'dark', 'bright', 'poor', 'silent']), Type.Null()]),
    since: Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.Null()], {
      description: 'The first day that was so, by the local clock.',
    }),
    text: Type.String({ description: 'The same as a sentence.' }),
  },
  { title: 'Device' },
);

export const listDevices = declare({
  method: 'GET',
  path: '/v1/devices',
  operationId: 'listDevices',
  tag: 'events',
  scope: 'events:read',
  summary: 'See how cameras do',
  description:
    'Each key that verified in the last 28 days is a device. A camera is `degraded` where every day since one was clearly worse than ' +
    'what was usual before, and `silent` where nothing came from it for more days than ever in that time. Days with fewer than 10 ' +
    'pictures do not count, and 3 usual days have to come before.',
  query: strictObject({ utcOffset: utcOffsetQuery }),
  answers: {
    200: {
      description: 'The worst first, then those that were seen last.',
      schema: strictObject(
        { items: Type.Array(deviceSchema, { maxItems: maxDevices }) },
        { title: 'DeviceList' },
      ),
      example: {
        items: [
          {
            ...{ keyId: 'k7f3q2', name: 'Main gate', lastSeenAt: '2026-11-20T09:14:02.000Z' },
            ...{ verifications: 812, refused: 0.04, turnedAway: 0.02 },
            lastDay: { pictures: 812, sharpness: 31, brightness: 120, quality: 58 },
            baseline: { pictures: 9000, days: 12, sharpness: 66, brightness: 118, quality: 72 },
            ...{ health: 'degraded', problem: 'blurred', since: '2026-11-17' },
            text: 'Pictures from this camera have been blurred since Tuesday 17 November.',
          },
        ],
      },
    },
  },
  errors: [],
});

export function deviceOperations({ devices }: { devices: Devices }): Operation[] {
  return [
    handle(listDevices, async ({ query: { utcOffset = 0 } }) => ({
      status: 200,
      body: { items: await devices.list(utcOffset) },
    })),
  ];
}
