/** `facedesk profile`: names for services elsewhere, which `--profile` makes commands talk to. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { printAnswer, table } from './answer.js';
import { listProfiles, profilesFile, removeProfile, saveProfile } from './desk/profiles.js';
import { readCertificate, socketPathOf } from './desk/reach.js';
import { answerFormat } from './global-options.js';
import { UsageError } from './usage-error.js';

export function addProfileCommand(program: Command): void {
  const profile = program
    .command('profile')
    .description('look after the services elsewhere that --profile names');
  profile
    .command('add')
    .description('name a service; its key is read from stdin, an empty line for none')
    .argument('<name>', 'what --profile takes', parseName)
    .requiredOption(
      '--url <url>',
      'where it is: https://faces.example.org, or unix:/run/facedesk/admin.sock on this machine',
      parseUrl,
    )
    .option(
      '--ca <file>',
      'a certificate in PEM that is trusted there, and no other; for one that the service or your organisation has signed itself',
    )
    .action(async (name: string, { url, ca }: { url: string; ca?: string }, self: Command) => {
      if (ca !== undefined && !url.startsWith('https:'))
        throw new UsageError('--ca is for an https:// address.');
      if (ca !== undefined) await readCertificate(ca);
      const key = await readKey();
      await saveProfile(name, {
        url,
        ...(ca !== undefined && { caFile: resolve(ca) }),
        ...(key !== '' && { key }),
      });
      if (isReadableOnTheWay(url))
        process.stderr.write(
          'facedesk: http:// lets anybody on the way read key and photos; prefer https://.\n',
        );
      printAnswer(answerFormat(self), {
        document: { name, url },
        text: `"--profile ${name}" is ${url} from now on. It is noted in ${profilesFile()}, which only you may read.`,
      });
    });
  profile
    .command('list')
    .description('list the names with their addresses; no key is shown')
    .action(async (_options: object, self: Command) => {
      const profiles = Object.entries(await listProfiles()).map(([name, { url }]) => ({ name, url }));
      const rows = profiles.map(({ name, url }) => [name, url]);
      printAnswer(answerFormat(self), {
        document: { profiles },
        text: rows.length === 0 ? 'There are no profiles.' : table([['name', 'address'], ...rows]),
      });
    });
  profile
    .command('remove')
    .description('forget a service and its key')
    .argument('<name>')
    .action(async (name: string, _options: object, self: Command) => {
      await removeProfile(name);
      printAnswer(answerFormat(self), { document: { name, removed: true }, text: `Removed ${name}.` });
    });
}

/** The first line of stdin. On a terminal it is asked for and not shown. */
async function readKey(): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write('The key (it is not shown; Enter for none): ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) && text !== '__proto__') return text;
  throw new InvalidArgumentError('It has 1 to 64 letters, digits, dots, underscores or hyphens.');
}

function parseUrl(text: string): string {
  if (socketPathOf(text) !== undefined) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '')
    throw new InvalidArgumentError(
      'It has to be an http:// or https:// address without a user or a query, or unix:<absolute path>.',
    );
  return url.href.replace(/\/$/, '');
}

function isReadableOnTheWay(url: string): boolean {
  if (!url.startsWith('http:')) return false;
  const { hostname } = new URL(url);
  return !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
