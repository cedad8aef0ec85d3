/** `facedesk list`: everybody who is registered, oldest first, written as they are read. */
import { once } from 'node:events';
import type { Command } from 'commander';
import type { Subjects } from '../services/subjects.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

type Users = ReturnType<Subjects['list']>;

export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('list who is registered, oldest first')
    .action(async (_options: object, self: Command) => {
      const print = answerFormat(self) === 'json' ? printDocument : printLines;
      await withServices(self, ({ subjects }) => print(subjects.list()));
    });
}

/** The document is written piece by piece, so that its length does not matter. */
async function printDocument(users: Users): Promise<void> {
  await write('{"data":[');
  let separator = '\n';
  for await (const { id, timestamp } of users) {
    await write(`${separator}${JSON.stringify({ id, timestamp })}`);
    separator = ',\n';
  }
  await write('\n]}\n');
}

async function printLines(users: Users): Promise<void> {
  let count = 0;
  for await (const { id, timestamp } of users) {
    await write(`${timestamp}  ${id}\n`);
    count++;
  }
  process.stderr.write(count === 1 ? 'One person is registered.\n' : `${count} people are registered.\n`);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
