/** /v1/imports: many people at once, from an archive of photos; how far that is, what became of each photo, and how to end it. */
import { Type } from 'typebox';
import { CsvError } from '../../../domain/accuracy/parse-csv.js';
import type { Imports } from '../../../services/imports/imports.js';
import { ExplainedError } from '../../explained-error.js';
import { fromCursor, toCursor } from '../framework/cursor.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { defaultPageLength, pageQuery, pageSchema, strictObject } from '../schemas/common.js';
import {
  importExample,
  importFields,
  importParams,
  importRowExample,
  importRowSchema,
  importSchema,
  outcomeSchema,
  toImportBody,
  toImportRowBody,
} from '../schemas/import.js';
import { uploadSchema } from '../schemas/upload.js';

const { mode, disputes } = importFields;
const common = { tag: 'imports', scope: 'imports:run' } as const;

export const listImports = declare({
  ...common,
  method: 'GET',
  path: '/v1/imports',
  operationId: 'listImports',
  summary: 'List imports',
  description: 'Newest first. One that has ended is kept for `FACEDESK_IMPORT_KEEP_DAYS`.',
  query: strictObject(pageQuery),
  answers: {
    200: {
      description: 'A page of imports.',
      schema: pageSchema(importSchema, 'ImportPage'),
      example: { items: [importExample], nextCursor: null },
    },
  },
  errors: [],
});

const waitingExample = {
  ...importExample,
  ...{ state: 'waiting', startedAt: null, endedAt: null, summary: null },
  progress: { photos: 1840, done: 0, photosPerMinute: 0, secondsLeft: null },
};

export const startImport = declare({
  ...common,
  method: 'POST',
  path: '/v1/imports',
  operationId: 'startImport',
  summary: 'Import an archive of photos',
  description:
    'The archive holds photos named `<ID>_<YYYYMMDDhhmmss>.jpg`, or a folder with photos for each person, named after the ID. With a ' +
    '`list` the names say nothing. It is looked through before it is taken, and the answer comes before any photo is examined: ask ' +
    'for the import again, or wait for the event `import.finished`. Of each person one photo is chosen and enrolled; people who are ' +
    'enrolled already are left as they are, so the same archive can be sent again.',
  body: {
    schema: strictObject({
      archive: uploadSchema('application/zip', 'A ZIP file with JPEG, PNG or WebP files.'),
      list: Type.Optional(
        uploadSchema(
          'text/csv',
          'A CSV file with the columns `id` and `photo`, and maybe `timestamp`; `photo` is a path within the archive.',
        ),
      ),
      mode,
      disputes: Type.Optional({ ...disputes, default: 'hold' }),
    }),
    types: ['multipart/form-data'],
    example: { archive: 'people.zip', mode: 'look' },
  },
  answers: {
    202: {
      description: 'The import, which waits for its turn.',
      schema: importSchema,
      example: waitingExample,
      headers: { Location: 'Where the import is.' },
    },
  },
  errors: [
    'archive_unreadable',
    'archive_unsafe',
    'archive_too_large',
    'archive_without_photos',
    'import_list_malformed',
    'too_many_imports',
    'busy',
  ],
  idempotent: true,
});

export const readImport = declare({
  ...common,
  method: 'GET',
  path: '/v1/imports/{importId}',
  operationId: 'readImport',
  summary: 'Read how far an import is',
  params: importParams,
  answers: { 200: { description: 'The import.', schema: importSchema, example: importExample } },
  errors: ['import_not_found'],
});

export const cancelImport = declare({
  ...common,
  method: 'DELETE',
  path: '/v1/imports/{importId}',
  operationId: 'cancelImport',
  summary: 'Cancel an import',
  description:
    'Whom it has enrolled stays enrolled, and is in its report. One that runs ends within seconds; one that has ended stays as it is.',
  params: importParams,
  answers: {
    202: {
      description: 'The import as it is now.',
      schema: importSchema,
      example: { ...importExample, state: 'cancelled' },
    },
  },
  errors: ['import_not_found'],
});

export const listImportRows = declare({
  ...common,
  method: 'GET',
  path: '/v1/imports/{importId}/rows',
  operationId: 'listImportRows',
  summary: 'List what became of each photo',
  description:
    'By id, then by time; photos that say no id come last. There are none before the import has ended. Who is erased is not in it any more.',
  params: importParams,
  query: strictObject({ ...pageQuery, outcome: Type.Optional(outcomeSchema) }),
  answers: {
    200: {
      description: 'A page of rows.',
      schema: pageSchema(importRowSchema, 'ImportRowPage'),
      example: { items: [importRowExample], nextCursor: null },
    },
  },
  errors: ['import_not_found'],
});

export function importOperations({ imports }: { readonly imports: Imports }): Operation[] {
  return [
    handle(listImports, async ({ query: { limit = defaultPageLength, cursor } }) => {
      const below = fromCursor(cursor, 'imports', ['number'])?.[0] as number | undefined;
      const found = await imports.page({ limit: limit + 1, ...(below !== undefined && { below }) });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      const nextCursor = last === undefined ? null : toCursor([last.importNo], 'imports');
      return { status: 200, body: { items: shown.map(toImportBody), nextCursor } };
    }),
    handle(startImport, async ({ body: { archive, mode, disputes = 'hold' }, actor }) => {
      const request = { upload: archive.upload, mode, disputes };
      const record = await imports.start(request, actor).catch((error: unknown) => {
        if (!(error instanceof CsvError)) throw error;
        throw new ExplainedError(
          'import_list_malformed',
          `Line ${error.line} of the list: ${error.problem}.`,
        );
      });
      return {
        status: 202,
        body: toImportBody(record),
        headers: { location: `/v1/imports/${record.importId}` },
      };
    }),
    handle(readImport, async ({ params: { importId } }) => ({
      status: 200,
      body: toImportBody(await imports.find(importId)),
    })),
    handle(cancelImport, async ({ params: { importId } }) => ({
      status: 202,
      body: toImportBody(await imports.cancel(importId)),
    })),
    handle(listImportRows, async ({ params: { importId }, query }) => {
      const { limit = defaultPageLength, cursor, outcome } = query;
      const filters = { importId, outcome };
      const above = fromCursor(cursor, filters, ['number'])?.[0] as number | undefined;
      const found = await imports.rows(importId, {
        limit: limit + 1,
        ...(outcome !== undefined && { verdict: outcome }),
        ...(above !== undefined && { above }),
      });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      const nextCursor = last === undefined ? null : toCursor([last.rowNo], filters);
      return { status: 200, body: { items: shown.map(toImportRowBody), nextCursor } };
    }),
  ];
}
