/** `facedesk people`: who is registered, with their state, groups and metadata. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Metadata } from '../domain/metadata.js';
import { type Answer, printAnswer, table } from './answer.js';
import { deletePerson } from './delete.js';
import type { ListedPerson, PeopleQuery } from './desk/desk.js';
import { withDesk } from './desk/with-desk.js';
import { answerFormat } from './global-options.js';
import { take } from './take.js';

interface ListOptions {
  readonly prefix?: string;
  readonly state?: NonNullable<PeopleQuery['state']>;
  readonly group?: string;
  readonly metadata?: string[];
  readonly limit: number;
}

export function addPeopleCommand(program: Command): void {
  const people = program.command('people').description('find people, and look after what is noted of them');
  addListCommand(people);
  people
    .command('show')
    .description('show what is noted of a person')
    .argument('<id>')
    .action(async (id: string, _options: object, self: Command) => {
      const person = await withDesk(self, (desk) => desk.person(id));
      printAnswer(answerFormat(self), personAnswer(person));
    });
  people
    .command('metadata')
    .description('note something of a person: department=chemistry year=3; "note=null" removes a note')
    .argument('<id>')
    .argument('<member...>', 'a name and a value; numbers, true, false and null are taken as JSON has them')
    .action(async (id: string, members: string[], _options: object, self: Command) => {
      const patch = Object.fromEntries(members.map(parseMember));
      const person = await withDesk(self, (desk) => desk.changeMetadata(id, patch));
      printAnswer(answerFormat(self), personAnswer(person));
    });
  people
    .command('delete')
    .description('the same as "facedesk delete"')
    .argument('<id>')
    .action((id: string, _options: object, self: Command) => deletePerson(id, self));
}

function addListCommand(people: Command): void {
  people
    .command('list')
    .alias('search')
    .description('list people, those who fit every option')
    .option('--prefix <text>', 'whose id begins so')
    .addOption(new Option('--state <state>', 'who are so').choices(['enrolled', 'awaitingPhoto', 'locked']))
    .option('--group <group>', 'who belong to this group')
    .option(
      '--metadata <member...>',
      'whose metadata have this member, such as department:chemistry',
      parseSearched,
    )
    .option('--limit <number>', 'how many at most', parseLimit, 100)
    .action(async ({ prefix, state, group, metadata, limit }: ListOptions, self: Command) => {
      const query = {
        ...(prefix !== undefined && { idPrefix: prefix }),
        ...(state !== undefined && { state }),
        ...(group !== undefined && { group }),
        ...(metadata !== undefined && { metadata }),
      };
      const { items, isWhole } = await withDesk(self, (desk) => take(limit, desk.people(query)));
      printAnswer(answerFormat(self), peopleAnswer(items));
      if (!isWhole) process.stderr.write('There are more: see --limit.\n');
    });
}

function peopleAnswer(people: readonly ListedPerson[]): Answer {
  const rows = people.map(({ id, state, timestamp, groups, metadata }) => [
    ...[id, state, timestamp, groups.join(',')],
    Object.keys(metadata).length === 0 ? '' : JSON.stringify(metadata),
  ]);
  return {
    document: { people },
    text:
      rows.length === 0 ? 'Nobody.' : table([['id', 'state', 'registered', 'groups', 'metadata'], ...rows]),
  };
}

function personAnswer(person: ListedPerson): Answer {
  const { id, state, timestamp, groups, metadata } = person;
  const rows = [
    ['id', id],
    ['state', state],
    ['registered', timestamp],
    ['groups', groups.join(', ')],
    ...Object.entries(metadata).map(([name, value]) => [
      `metadata.${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ];
  return { document: person, text: table(rows) };
}

/** department=chemistry */
function parseMember(text: string): [string, Metadata[string]] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError(`"${text}" has to be a name and a value, such as department=chemistry.`);
  return [
    name,
    /^(-?\d+(\.\d+)?|true|false|null)$/.test(value) ? (JSON.parse(value) as Metadata[string]) : value,
  ];
}

function parseSearched(text: string, before: string[] = []): string[] {
  if (!/^[^:]+:/.test(text))
    throw new InvalidArgumentError('It has to be a name and a value, such as year:3.');
  return [...before, text];
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number from 1.');
  return Number(text);
}
