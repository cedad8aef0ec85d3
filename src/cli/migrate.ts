/** `facedesk migrate`: facedesk's own tables in the database, for those who do not leave them to the start of the service. */
import { Argument, type Command } from 'commander';
import { openStoreSchema } from '../container.js';
import { type Answer, printAnswer, table } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { UsageError } from './usage-error.js';

type StoreSchema = Awaited<ReturnType<typeof openStoreSchema>>;
type Action = 'status' | 'up';

export function addMigrateCommand(program: Command): void {
  const actions = new Argument('[action]', 'say what has run and fail where something has not, or run it')
    .choices(['status', 'up'] satisfies Action[])
    .default('status');
  program
    .command('migrate')
    .description("make and update facedesk's own tables in the database")
    .addArgument(actions)
    .option('--dry-run', 'with up: only print the SQL')
    .action(async (action: Action, { dryRun }: { dryRun?: true }, self: Command) => {
      if (dryRun === true && action !== 'up') throw new UsageError('--dry-run goes with "migrate up".');
      const schema = await openStoreSchema({ url: configOf(self).store.databaseUrl });
      try {
        const act = action === 'status' ? status : dryRun === true ? plan : up;
        printAnswer(answerFormat(self), await act(schema));
      } finally {
        await schema.close();
      }
    });
}

async function status(schema: StoreSchema): Promise<Answer> {
  const migrations = await schema.states();
  const isPending = migrations.some(({ appliedAt }) => appliedAt === null);
  if (isPending) process.exitCode = exitCodes.negative.code;
  const lines = table(migrations.map(({ name, appliedAt }) => [name, appliedAt ?? 'has not run']));
  const advice = isPending ? 'Run: facedesk migrate up' : 'Everything has run.';
  return { document: { engine: schema.engine, migrations }, text: `${schema.engine}\n${lines}\n${advice}` };
}

async function up(schema: StoreSchema): Promise<Answer> {
  const applied = await schema.up();
  const text = applied.length === 0 ? 'Everything had run before.' : `Has run: ${applied.join(', ')}.`;
  return { document: { engine: schema.engine, applied }, text };
}

async function plan(schema: StoreSchema): Promise<Answer> {
  const statements = await schema.statements();
  const text = statements.length === 0 ? 'Nothing to run.' : `${statements.join(';\n')};`;
  return { document: { engine: schema.engine, statements }, text };
}
