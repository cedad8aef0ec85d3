/** `facedesk list`: everybody who is registered, oldest first, written as they are read. */
import { once } from 'node:events';
import type { Command } from 'commander';
import type { Desk } from './desk/desk.js';
import { withDesk } from './desk/with-desk.js';
import { answerFormat } from './global-options.js';

type Users = ReturnType<Desk['list']>;

export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('list who is registered, oldest first')
    .action(async (_options: object, self: Command) => {
      const print = answerFormat(self) === 'json' ? printDocument : printLines;
      await withDesk(self, (desk) => print(desk.list()));
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
