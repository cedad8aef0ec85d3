/** `facedesk photos`: what a person is enrolled with, once they are: see it, add to it, take away from it. */
import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { errorEntry, isErrorCode } from '../domain/errors.js';
import { printAnswer, table } from './answer.js';
import type { EnrolledPhoto } from './desk/desk.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { withServices, withVisionServices } from './with-services.js';

export function addPhotosCommand(program: Command): void {
  const photos = program
    .command('photos')
    .description('look after the photos that a person is enrolled with');

  photos
    .command('list')
    .description('list the photos of a person with their numbers')
    .argument('<id>')
    .action(async (id: string, _options: object, self: Command) => {
      const listed = await withVisionServices(self, (services) => services.photos.list(id));
      const rows = listed.map((photo) => [
        String(photo.photoNo),
        photo.createdAt,
        photo.quality === null ? 'not judged' : String(photo.quality),
        photo.kept,
      ]);
      printAnswer(answerFormat(self), {
        document: { photos: listed },
        text: table([['number', 'enrolled', 'quality', 'kept'], ...rows]),
      });
    });

  photos
    .command('add')
    .description('enrol further photos of a person; they have to look like the others')
    .argument('<id>')
    .argument('<photos...>', 'JPEG, PNG or WebP files')
    .action(async (id: string, paths: string[], _options: object, self: Command) => {
      const images = await Promise.all(paths.map(readPhoto));
      const reports = await withVisionServices(self, (services) => services.photos.add(id, { images }));
      const accepted = reports.filter((report) => report.accepted).length;
      printAnswer(answerFormat(self), {
        document: { photos: reports },
        text: [`Added ${accepted} of ${paths.length} photos.`, ...refusedPhotosText(paths, reports)].join(
          '\n',
        ),
      });
    });

  photos
    .command('remove')
    .description('erase a photo with its template; the last one stays')
    .argument('<id>')
    .argument('<number>', 'as "photos list" shows it', parseNumber)
    .action(async (id: string, photoNo: number, _options: object, self: Command) => {
      await withVisionServices(self, (services) => services.photos.remove(id, photoNo));
      printAnswer(answerFormat(self), { document: { removed: photoNo }, text: `Removed photo ${photoNo}.` });
    });

  photos
    .command('save')
    .description('write a kept photo to a file that is not there yet')
    .argument('<id>')
    .argument('<number>', 'as "photos list" shows it', parseNumber)
    .argument('<file>', 'a JPEG')
    .action(async (...given: [id: string, photoNo: number, file: string, options: object, self: Command]) => {
      const [id, photoNo, file, , self] = given;
      const { jpeg, kind } = await withServices(self, (services) => services.photos.read(id, photoNo));
      await writeFile(file, jpeg, { flag: 'wx', mode: 0o600 });
      printAnswer(answerFormat(self), { document: { file, kind }, text: `Wrote ${file}.` });
    });
}

/** A line for each photo that was not enrolled, with what to do about it. */
export function refusedPhotosText(paths: readonly string[], reports: readonly EnrolledPhoto[]): string[] {
  return reports.flatMap(({ index, code }) =>
    code === undefined
      ? []
      : [`${paths[index]}: not enrolled. ${isErrorCode(code) ? errorEntry(code).text : code}`],
  );
}

export function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It has to be a whole number.');
  return number;
}
