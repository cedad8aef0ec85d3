/** /v1/system: what runs, and how it is. */
import { Type } from 'typebox';
import type { SystemReport } from '../../../services/system-report.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, timeSchema } from '../schemas/common.js';

const count = Type.Integer({ minimum: 0 });

const countOrNull = (description: string) =>
  Type.Union([Type.Number({ minimum: 0 }), Type.Null()], { description });

const healthSchema = strictObject({
  startedAt: { ...timeSchema, description: 'When the process that answers was started.' },
  runtime: Type.String({ description: 'Its version of Node.' }),
  memory: strictObject({
    serviceBytes: { ...count, description: 'Of the process that answers.' },
    engineBytes: { ...count, description: 'Of the processes that examine photos.' },
  }),
  databaseMs: countOrNull('How long the database took to answer, in milliseconds; null where it did not.'),
  galleryLag: countOrNull(
    'Changes that the gallery has not read yet: it does before each search. Null where nothing is known of it.',
  ),
  disk: Type.Union([strictObject({ freeBytes: count, totalBytes: count }), Type.Null()], {
    description: 'Of the file system of the data folder; null where it cannot be told.',
  }),
});

const systemSchema = strictObject(
  {
    version: Type.String({ description: 'Of the service.' }),
    model: Type.String({
      description:
        'The model that makes templates, by its content; only templates of one model are compared.',
    }),
    database: Type.String({ description: 'Its name and version.' }),
    gallery: strictObject({
      people: { ...count, description: 'People who can be recognised.' },
      templates: count,
      filled: Type.Boolean({ description: 'False while it is read at the start.' }),
    }),
    engine: strictObject({
      workers: { ...count, description: 'Processes that examine photos.' },
      workersReady: count,
      running: { ...count, description: 'Photos that are examined at this moment.' },
      queued: { ...count, description: 'Photos that wait.' },
      restarts: { ...count, description: 'Processes that were replaced.' },
      failing: Type.Boolean({
        description: 'True while processes end again and again without having finished a photo.',
      }),
    }),
    health: healthSchema,
  },
  { title: 'System' },
);

export const readSystem = declare({
  method: 'GET',
  path: '/v1/system',
  operationId: 'readSystem',
  tag: 'system',
  scope: 'system:read',
  summary: 'Read what runs',
  answers: {
    200: {
      description: 'Version, model, database, gallery, engine, and how they are.',
      schema: systemSchema,
      example: {
        version: '0.1.0',
        model: 'dlib-resnet-v1/standard/3f9ac01d',
        database: 'SQLite 3.53.0',
        gallery: { people: 412, templates: 530, filled: true },
        engine: { workers: 2, workersReady: 2, running: 0, queued: 0, restarts: 0, failing: false },
        health: {
          startedAt: '2026-03-01T08:00:00.000Z',
          runtime: 'Node 20.19.0',
          memory: { serviceBytes: 148897792, engineBytes: 412090368 },
          databaseMs: 0.3,
          galleryLag: 0,
          disk: { freeBytes: 41126174720, totalBytes: 63278391296 },
        },
      },
    },
  },
  errors: [],
});

export function systemOperations({ system }: { system: SystemReport }): Operation[] {
  return [
    handle(readSystem, async () => ({
      status: 200,
      body: { ...system.read(), health: await system.look() },
    })),
  ];
}
