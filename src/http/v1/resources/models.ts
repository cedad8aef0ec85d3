/** /v1/models: the nets and model packs, the file of a pack, and new templates after a change of the model. */
import { Type } from 'typebox';
import type { Models } from '../../../services/models.js';
import type { TemplateMaking } from '../../../services/template-making.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { fileType, incomingFileSchema } from '../schemas/incoming-file.js';
import {
  modelsExample,
  modelsSchema,
  templateRunExample,
  templateRunSchema,
  toModelsBody,
} from '../schemas/model.js';

const common = { tag: 'models' } as const;

export const readModels = declare({
  ...common,
  method: 'GET',
  path: '/v1/models',
  operationId: 'readModels',
  scope: 'system:read',
  summary: 'Read which nets there are',
  description:
    'Those that are built in, the model packs that come with the program and those that are installed; how many templates there are ' +
    'of each model, and whom the model in use cannot verify. Files are checked by their digests, at most once a minute.',
  answers: { 200: { description: 'Nets and templates.', schema: modelsSchema, example: modelsExample } },
  errors: ['models_unavailable'],
});

export const installModel = declare({
  ...common,
  method: 'PUT',
  path: '/v1/models/{modelName}/file',
  operationId: 'installModel',
  scope: 'system:manage',
  summary: 'Install the file of a model pack',
  description:
    'For a pack that comes with the program or was installed before. The file is taken if its length and SHA-256 are those that the ' +
    'manifest names, and is refused as soon as it is longer; one at a time. The setting that is named beside the pack chooses it, at ' +
    'the next start. Nothing is ever downloaded.',
  params: Type.Object({ modelName: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,63}$' }) }),
  body: {
    schema: incomingFileSchema('The ONNX file, and nothing else.'),
    types: [fileType],
    example: undefined,
  },
  answers: {
    200: { description: 'It is installed.', schema: modelsSchema, example: modelsExample },
  },
  errors: [
    'model_pack_unknown',
    'model_file_wrong',
    'models_folder_unwritable',
    'models_unavailable',
    'store_full',
    'busy',
  ],
});

export const makeTemplates = declare({
  ...common,
  method: 'POST',
  path: '/v1/models/remake',
  operationId: 'makeTemplates',
  scope: 'system:manage',
  summary: 'Make templates of the model in use',
  description:
    'For everybody who has templates of other models only, from the photos that were kept; the old ones stay. It goes on in the ' +
    'background, after everybody who waits at a door or a desk: `templateRun` of `GET /v1/models` says how far it is. One runs at a ' +
    'time; where this process is at it already, the answer says how far. It does not go on by itself after a restart.',
  answers: {
    202: { description: 'It runs.', schema: templateRunSchema, example: templateRunExample },
  },
  errors: ['model_templates_in_progress', 'vision_unavailable'],
});

export const cancelTemplates = declare({
  ...common,
  method: 'DELETE',
  path: '/v1/models/remake',
  operationId: 'cancelTemplates',
  scope: 'system:manage',
  summary: 'End the making of templates',
  description:
    'What is made stays. It ends with the person whose turn it is; where this process makes none, nothing happens.',
  answers: { 204: { description: 'It ends.' } },
  errors: [],
});

export function modelOperations({
  models,
  templateMaking,
}: {
  readonly models: Models;
  readonly templateMaking: TemplateMaking;
}): Operation[] {
  const state = async () => ({
    status: 200 as const,
    body: toModelsBody(await models.read(), templateMaking.run),
  });
  return [
    handle(readModels, state),
    handle(installModel, async ({ params: { modelName }, body }) => {
      const { declaredBytes } = body;
      await models.install(modelName, { declaredBytes, pieces: () => body.pieces() });
      return state();
    }),
    handle(makeTemplates, async () => ({ status: 202, body: await templateMaking.start() })),
    handle(cancelTemplates, async () => {
      templateMaking.cancel();
      return { status: 204 };
    }),
  ];
}
