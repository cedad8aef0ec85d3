/** How nets, packs and the making of templates look on the wire. */
import { Type } from 'typebox';
import { modelKinds, type ModelsState } from '../../../services/models.js';
import type { TemplateRun } from '../../../services/template-making.js';
import { strictObject, timeSchema } from './common.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const modelSchema = strictObject(
  {
    name: Type.String({ description: 'The value of the setting that chooses it, where there is one.' }),
    kind: Type.Enum([...modelKinds], { description: 'What the net is for.' }),
    builtIn: Type.Boolean({ description: 'Compiled from an installed npm package, and not a pack.' }),
    title: Type.String(),
    licence: Type.String({ description: 'As its maker says.' }),
    source: Type.String({ description: 'Where it is from, in words.' }),
    file: Type.String(),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: count('Of the file.'),
    state: Type.Enum(['installed', 'available', 'damaged'], {
      description:
        'Available: the file is not there. Damaged: it is another. What is built in is made anew then, at the next start.',
    }),
    inUse: Type.Boolean({ description: 'Since this start.' }),
    setting: Type.Union([Type.Enum(['FACEDESK_MODEL', 'FACEDESK_DETECTOR']), Type.Null()], {
      description: 'Which setting chooses it; null for what is not a choice.',
    }),
  },
  { title: 'Model' },
);

const modelTemplatesSchema = strictObject({
  modelId: Type.String(),
  people: count('Who has some.'),
  templates: count('How many there are.'),
  inUse: Type.Boolean({ description: 'Only those of the model in use are compared.' }),
});

export const templateRunSchema = strictObject(
  {
    state: Type.Enum(['running', 'finished', 'cancelled', 'failed']),
    startedAt: timeSchema,
    endedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    people: count('Who had no template of the model in use; 0 until they are counted.'),
    done: count('How many of them are done with.'),
    outcome: Type.Union(
      [
        strictObject({
          added: count('Who has templates of it now.'),
          withoutPhoto: count('Of whom no photo was kept.'),
          withoutFace: count('In none of whose kept photos a face could be measured.'),
        }),
        Type.Null(),
      ],
      { description: 'Null before it has ended, and where it failed.' },
    ),
    problem: Type.Union([Type.String(), Type.Null()], { description: 'Code of what it failed with.' }),
  },
  { title: 'TemplateRun' },
);

export const modelsSchema = strictObject(
  {
    models: Type.Array(modelSchema),
    templates: Type.Array(modelTemplatesSchema),
    unverifiable: Type.Union(
      [
        strictObject({
          people: count('Who has templates of other models only, and cannot be verified.'),
          withoutPhoto: count('Of whom no photo was kept, so that they have to be registered again.'),
        }),
        Type.Null(),
      ],
      { description: 'Null while the model in use is not known.' },
    ),
    templateRun: Type.Union([templateRunSchema, Type.Null()], {
      description:
        'How far the making of new templates is, in the process that answers; null where it made none.',
    }),
  },
  { title: 'Models' },
);

export function toModelsBody(state: ModelsState, run: TemplateRun | null) {
  return { ...state, templateRun: run };
}

export const templateRunExample = {
  state: 'running',
  startedAt: '2026-03-01T08:00:00.000Z',
  endedAt: null,
  people: 412,
  done: 37,
  outcome: null,
  problem: null,
} as const;

export const modelsExample = {
  models: [
    {
      name: 'dlib',
      kind: 'embedding',
      builtIn: true,
      title: 'dlib dlib_face_recognition_resnet_model_v1, rounded to 8 bits per weight by face-api',
      licence: 'CC0-1.0',
      source: 'npm: @vladmandic/face-api 1.7.15',
      file: 'embedding.onnx',
      sha256: '324e1550fc2cd0bf4c8d1addd84bbba2ffd494c1282132ddbc883f47d3b134d7',
      bytes: 24171927,
      state: 'installed',
      inUse: true,
      setting: 'FACEDESK_MODEL',
    },
  ],
  templates: [
    {
      modelId: 'dlib-resnet-v1:324e1550fc2c:two-mesh-chips-mirrored-unit-1',
      people: 412,
      templates: 530,
      inUse: true,
    },
  ],
  unverifiable: { people: 0, withoutPhoto: 0 },
  templateRun: null,
} as const;
