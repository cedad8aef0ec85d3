/** Every migration in its order. One that was released is never changed; a later one mends it. */
import type { Migration } from 'kysely';
import type { ColumnTypes } from '../sql/capabilities.js';
import { createFirstTables } from './0001-first-tables.js';
import { addSealedRecords } from './0002-sealed-records.js';
import { addCalibration } from './0003-calibration.js';
import { addSeveralPhotos } from './0004-several-photos.js';
import { addDirectoryAndEvents } from './0006-directory-and-events.js';
import { addWebhooks } from './0007-webhooks.js';
import { addTalliesAndFeedback } from './0009-tallies-and-feedback.js';
import { addImports } from './0008-imports.js';
import { addAccess } from './0005-access.js';
import { addKeptProbes } from './0010-kept-probes.js';
import { addTemplateSources } from './0011-template-sources.js';

/** By name; the names are kept in the database, and sort in the order in which they run. */
export function migrationsFor(columnTypes: ColumnTypes): Readonly<Record<string, Migration>> {
  return {
    '0001_first_tables': createFirstTables(columnTypes),
    '0002_sealed_records': addSealedRecords(columnTypes),
    '0003_calibration': addCalibration(columnTypes),
    '0004_several_photos': addSeveralPhotos(columnTypes),
    '0005_access': addAccess(columnTypes),
    '0006_directory_and_events': addDirectoryAndEvents(columnTypes),
    '0007_webhooks': addWebhooks(columnTypes),
    '0008_imports': addImports(columnTypes),
    '0009_tallies_and_feedback': addTalliesAndFeedback(columnTypes),
    '0010_kept_probes': addKeptProbes(columnTypes),
    '0011_template_sources': addTemplateSources(columnTypes),
  };
}
