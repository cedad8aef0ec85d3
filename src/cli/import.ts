/** `facedesk import`: brings people in from another service's photos, or from an export of facedesk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readOldUsers } from '../container.js';
import { type DisputeRule, disputeRules } from '../domain/moving/choose-reference.js';
import { downloadCompreface } from '../services/moving/compreface-download.js';
import { type ImportReport, writeReport } from '../services/moving/import-report.js';
import {
  type Layout,
  type PhotoSource,
  readPhotoCsv,
  readPhotoFolder,
} from '../services/moving/photo-source.js';
import { printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { ImportTimes } from '../services/moving/import-times.js';
import { importText } from './import-text.js';
import { timesText } from './import-times-text.js';
import { createProgress } from './progress.js';
import { UsageError } from './usage-error.js';
import { withVisionServices } from './with-services.js';

interface ReportOptions {
  readonly dryRun?: true;
  readonly report?: readonly string[];
  readonly timings?: true;
}

interface PhotoOptions extends ReportOptions {
  readonly photos: string;
  readonly disputed: DisputeRule;
  readonly usersFrom?: string;
}

interface LegacyOptions extends Omit<PhotoOptions, 'photos'> {
  readonly photos?: string;
  readonly layout?: Layout;
  readonly csv?: string;
}

interface ComprefaceOptions extends PhotoOptions {
  readonly url?: string;
  readonly apiKeyFile?: string;
}

export function addImportCommand(program: Command): void {
  const parent = program
    .command('import')
    .description("bring people in from another service's photos, or from an export");
  addPhotoOptions(parent.command('legacy'))
    .description('from a folder of <ID>_<YYYYMMDDhhmmss>.jpg, a folder per person, or a list')
    .option('--photos <folder>', 'where the photos are')
    .addOption(
      new Option('--layout <layout>', 'how they lie there, if not as it seems').choices([
        'legacy',
        'folders',
      ]),
    )
    .option('--csv <file>', 'a list with the columns id and photo, and maybe timestamp')
    .action(async (options: LegacyOptions, self: Command) =>
      importPhotos({ ...options, source: () => legacySource(options) }, self),
    );
  addPhotoOptions(parent.command('deepface'))
    .description("from DeepFace's database folder: a folder of photos per person")
    .requiredOption('--photos <folder>', 'the db_path of DeepFace')
    .action(async (options: PhotoOptions, self: Command) =>
      importPhotos({ ...options, source: () => readPhotoFolder(options.photos, 'folders') }, self),
    );
  addPhotoOptions(parent.command('compreface'))
    .description('from a CompreFace recognition service, whose photos are fetched into a folder first')
    .requiredOption('--photos <folder>', 'where the photos are, or are to be fetched to')
    .option('--url <url>', 'where CompreFace answers: http://localhost:8000')
    .option('--api-key-file <file>', 'a file with the API key of the recognition service')
    .action(async (options: ComprefaceOptions, self: Command) =>
      importPhotos({ ...options, source: () => comprefaceSource(options) }, self),
    );
  addReportOptions(parent.command('export'))
    .description('from a file that facedesk export wrote')
    .argument('<file>', 'the file')
    .option('--without-face', 'bring people in whose faces are lost, to enrol again')
    .action(importExport);
}

function addReportOptions(command: Command): Command {
  return command
    .option('--dry-run', 'look at everything, report, and write nothing to the database')
    .option(
      '--report <file>',
      'write a row per photo to a .csv or .json file; can be given twice',
      toReports,
      [],
    );
}

function addPhotoOptions(command: Command): Command {
  return addReportOptions(command)
    .option('--timings', 'tell where the time went')
    .option('--users-from <url>', "the old service's database: who is a user, and since when")
    .addOption(
      new Option('--disputed <rule>', "whom to trust where the oldest photo is unlike most of an id's others")
        .choices(disputeRules)
        .default('hold'),
    );
}

async function legacySource({ photos, layout, csv }: LegacyOptions): Promise<PhotoSource> {
  if (csv !== undefined) return readPhotoCsv(csv, photos);
  if (photos === undefined) throw new UsageError('Name the photos with --photos or --csv.');
  return readPhotoFolder(photos, layout === 'csv' ? undefined : layout);
}

async function comprefaceSource({ photos, url, apiKeyFile }: ComprefaceOptions): Promise<PhotoSource> {
  if (url === undefined) {
    const found = await readPhotoCsv(join(photos, 'photos.csv')).catch(() => null);
    return found ?? readPhotoFolder(photos, 'folders');
  }
  if (apiKeyFile === undefined) throw new UsageError('Name a file with the API key: --api-key-file.');
  const apiKey = await readFile(apiKeyFile, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The file ${apiKeyFile} cannot be read.`, { cause });
  });
  const progress = createProgress('photos fetched');
  try {
    return await readPhotoCsv(
      await downloadCompreface({
        ...{ url, apiKey: apiKey.trim(), folder: photos },
        onProgress: (done, total) => progress.update(done, total),
      }),
    );
  } finally {
    progress.stop();
  }
}

interface PhotoImportRequest extends ReportOptions, Pick<PhotoOptions, 'disputed' | 'usersFrom'> {
  readonly source: () => Promise<PhotoSource>;
}

async function importPhotos(request: PhotoImportRequest, command: Command): Promise<void> {
  const source = await request.source();
  process.stderr.write(`${foundText(source)}\n`);
  const users = request.usersFrom === undefined ? undefined : await readOldUsers(request.usersFrom);
  const times = request.timings === true ? new ImportTimes() : undefined;
  const wanted = { source, ...(users && { users }), ...(times && { times }), disputes: request.disputed };
  await importWith({ ...request, times }, command, ({ photoImport }, mode, onProgress) =>
    photoImport.run({ ...wanted, mode, onProgress }),
  );
}

async function importExport(
  file: string,
  options: ReportOptions & { readonly withoutFace?: true },
  command: Command,
): Promise<void> {
  const lostFaces = options.withoutFace === true ? 'enrol again' : 'refuse';
  await importWith(options, command, ({ subjectTransfer }, mode, onProgress) =>
    subjectTransfer.importFrom({ file, lostFaces, mode, onProgress }),
  );
}

type Services = Parameters<Parameters<typeof withVisionServices>[1]>[0];
type OnProgress = (done: number, total: number) => void;

async function importWith(
  { dryRun, report: files = [], times }: ReportOptions & { readonly times?: ImportTimes | undefined },
  command: Command,
  run: (services: Services, mode: 'look' | 'write', onProgress: OnProgress) => Promise<ImportReport>,
): Promise<void> {
  const report = await withVisionServices(command, async (services) => {
    // Made only now, as the time that the engine takes to start is none of the rate.
    const progress = createProgress(command.name() === 'export' ? 'people' : 'photos');
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const mode = dryRun === true ? 'look' : 'write';
    return run(services, mode, onProgress).finally(() => progress.stop());
  });
  for (const file of files) await writeReport(file, report);
  const { rows: _rows, ...summary } = report;
  const timings = times?.stages();
  printAnswer(answerFormat(command), {
    document: { ...summary, ...(timings && { timings }) },
    text: importText(report) + (timings === undefined ? '' : `\n\n${timesText(timings)}`),
  });
  if (report.leftOut > 0) process.exitCode = exitCodes.negative.code;
}

function foundText({ layout, claims, leftAlone }: PhotoSource): string {
  const shapes = {
    legacy: 'named <ID>_<YYYYMMDDhhmmss>, as the old service names them',
    folders: 'in a folder per person',
    csv: 'in a list',
  };
  const rest = leftAlone.length === 0 ? '' : `, and ${leftAlone.length} other files`;
  return `Found ${claims.length} photos ${shapes[layout]}${rest}.`;
}

function toReports(file: string, before: readonly string[] = []): string[] {
  if (!/\.(csv|json)$/i.test(file)) throw new InvalidArgumentError('Its name has to end in .csv or .json.');
  return [...before, file];
}
