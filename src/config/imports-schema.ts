/** The settings about imports that the API is asked for; part of schema.ts, and as it is. */
import { Type } from 'typebox';

export const importsSchema = Type.Object({
  maxArchiveBytes: Type.Integer({
    env: 'FACEDESK_IMPORT_MAX_ARCHIVE_BYTES',
    description:
      'The largest archive of photos that /v1/imports takes. It is written to the data folder, sealed.',
    unit: 'bytes',
    default: 2 * 1024 ** 3,
    minimum: 1024,
    maximum: 1024 ** 4,
  }),
  maxEntries: Type.Integer({
    env: 'FACEDESK_IMPORT_MAX_ENTRIES',
    description: 'How many files and folders such an archive may hold.',
    default: 100_000,
    minimum: 1,
    maximum: 1_000_000,
  }),
  maxExpandedBytes: Type.Integer({
    env: 'FACEDESK_IMPORT_MAX_EXPANDED_BYTES',
    description:
      'How long the files of such an archive may be together, expanded. Whatever this says, they may be no more than 20 times as ' +
      'long as the archive.',
    unit: 'bytes',
    default: 8 * 1024 ** 3,
    minimum: 1024,
    maximum: 1024 ** 4,
  }),
  uploadTimeoutMs: Type.Integer({
    env: 'FACEDESK_IMPORT_UPLOAD_TIMEOUT_MS',
    description:
      'How long such an archive may take to arrive, as long as it never pauses for longer than other requests may take.',
    unit: 'ms',
    default: 3_600_000,
    minimum: 1000,
    maximum: 86_400_000,
  }),
  keepDays: Type.Integer({
    env: 'FACEDESK_IMPORT_KEEP_DAYS',
    description: 'How long an import that has ended is kept, with the report on each photo.',
    unit: 'days',
    default: 30,
    minimum: 1,
    maximum: 3650,
  }),
});
