/** `facedesk backup` and `facedesk restore`: copies of the embedded database. For a server they name its own tool instead. */
import type { Command } from 'commander';
import { embeddedFile, makeBackup, restoreBackup } from '../container.js';
import { printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { UsageError } from './usage-error.js';

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('copy the database, while the service runs, into a folder that is not there yet')
    .argument('<folder>', 'is made, with the copy and a manifest; the encryption key is not in it')
    .action(async (folder: string, _options: object, self: Command) => {
      const config = configOf(self);
      mustBeEmbedded(config.store.databaseUrl, 'backup');
      const manifest = await makeBackup(config, folder);
      const { people, keyId, database } = manifest;
      printAnswer(answerFormat(self), {
        document: { folder, ...manifest },
        text: `Wrote ${people} people to ${folder} (${megabytes(database.bytes)}, SHA-256 ${database.sha256}).`,
      });
      if (keyId === null) return;
      process.stderr.write(
        `facedesk: The encryption key ${keyId.slice(0, 8)} is not in the backup. Keep a copy of it in another place: without ` +
          'the key nobody can read the faces in the backup, and whoever has both has the faces.\n',
      );
    });
}

interface RestoreFlags {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('verify a backup and put it in the place of the database, while the service is stopped')
    .argument('<folder>', 'what "facedesk backup" wrote')
    .option('--replace', 'where there is a database already, put it aside')
    .option('--dry-run', 'only verify the backup and open it')
    .action(async (folder: string, { replace = false, dryRun = false }: RestoreFlags, self: Command) => {
      const config = configOf(self);
      mustBeEmbedded(config.store.databaseUrl, 'restore');
      const { manifest, findings, putAside } = await restoreBackup(config, folder, { replace, dryRun });
      const { createdAt, people } = manifest;
      const { templates, photos, damaged } = findings;
      const what = `${people} people with ${templates} templates and ${photos} photos, as of ${createdAt}`;
      const aside = putAside === null ? '' : `\nThe database that was there is now ${putAside}.`;
      printAnswer(answerFormat(self), {
        document: { folder, ...manifest, ...findings, restored: !dryRun, putAside },
        text: dryRun ? `The backup is sound: ${what}.` : `Restored ${what}.${aside}`,
      });
      if (damaged === 0) return;
      process.stderr.write(`facedesk: ${damaged} records do not open with the key: facedesk encryption\n`);
      process.exitCode = exitCodes.negative.code;
    });
}

/** @throws UsageError with the command of the server's own tool */
function mustBeEmbedded(url: string, command: 'backup' | 'restore'): void {
  if (embeddedFile(url) !== null) return;
  const { protocol, pathname } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1));
  const commands = protocol.startsWith('postgres')
    ? {
        backup: `pg_dump --format=custom --file=backup.dump ${name}`,
        restore: `pg_restore --no-owner --dbname=${name} backup.dump`,
      }
    : {
        backup: `mariadb-dump --single-transaction --no-tablespaces --hex-blob ${name} > backup.sql (on MySQL: mysqldump)`,
        restore: `mariadb ${name} < backup.sql (on MySQL: mysql)`,
      };
  throw new UsageError(
    `"${command}" is for the embedded database, and nothing was done. Of this server the database is ` +
      `${command === 'backup' ? 'copied' : 'restored into an empty one'} with: ${commands[command]}; see docs/operations.md.`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
