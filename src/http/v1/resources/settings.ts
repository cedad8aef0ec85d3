/** /v1/settings: what the service was told, and by what. They are changed where they come from, not here. */
import { Type } from 'typebox';
import type { SettingInForce } from '../../../config/index.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject } from '../schemas/common.js';

const settingSchema = strictObject(
  {
    name: Type.String({ description: 'In a configuration file.' }),
    env: Type.String({ description: 'In the environment.' }),
    group: Type.String({ description: 'The part of the service that it is for.' }),
    description: Type.String({ description: 'What it does.' }),
    unit: Type.Union([Type.String(), Type.Null()]),
    rule: Type.String({ description: 'What a value has to be.' }),
    default: Type.String(),
    source: Type.Enum(['default', 'file', 'environment', 'flag'], {
      description: 'Where the value in force came from.',
    }),
    value: Type.Union([Type.String(), Type.Null()], {
      description: 'As a text; null where there is none, and for secrets.',
    }),
    set: Type.Optional(
      Type.Boolean({ description: 'Of a secret in place of its value: whether there is one.' }),
    ),
  },
  { title: 'Setting' },
);

export const listSettings = declare({
  method: 'GET',
  path: '/v1/settings',
  operationId: 'listSettings',
  tag: 'system',
  scope: 'system:read',
  summary: 'List the settings in force',
  description: 'Of a secret it is only said whether there is one.',
  answers: {
    200: {
      description: 'Every setting, by the part of the service that it is for.',
      schema: strictObject({ items: Type.Array(settingSchema) }, { title: 'SettingList' }),
      example: {
        items: [
          {
            name: 'targetFmr',
            env: 'FACEDESK_TARGET_FMR',
            group: 'decision',
            description: 'One false match in how many: the share of strangers who may pass.',
            unit: null,
            rule: 'a number from 0.000001 to 0.1',
            default: '0.0001',
            source: 'environment',
            value: '0.00001',
          },
        ],
      },
    },
  },
  errors: [],
});

export function settingsOperations({ settings }: { settings: readonly SettingInForce[] }): Operation[] {
  return [handle(listSettings, async () => ({ status: 200, body: { items: settings } }))];
}
