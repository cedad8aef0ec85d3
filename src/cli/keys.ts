/** `facedesk keys`: makes, lists, rotates and revokes API keys. A secret is printed once, when it is made. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { anyone, roles, scopes, type Role, type Scope } from '../domain/access.js';
import type { ApiKey, NewKey } from '../services/keys.js';
import { type Answer, printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

interface CreateOptions {
  readonly role: Role;
  readonly name: string;
  readonly scope?: string[];
  readonly address?: string[];
  readonly expires?: string;
  readonly rate?: number;
}

export function addKeysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .description('make, list, rotate and revoke the API keys that callers present');
  addCreateCommand(keys);
  keys
    .command('list')
    .description('list every key, revoked ones too; no secret is shown')
    .action(async (_options: object, self: Command) => {
      printAnswer(
        answerFormat(self),
        listAnswer(await withServices(self, (services) => services.keys.list())),
      );
    });
  keys
    .command('rotate')
    .description('give a key a new secret; the one before goes on working for a while')
    .argument('<id>', 'the 12 digits behind fdk_')
    .option('--grace <hours>', 'how long the secret before goes on working; 24 unless told', wholeNumber)
    .action(async (id: string, { grace }: { grace?: number }, self: Command) => {
      const options = grace === undefined ? {} : { graceS: grace * 3600 };
      const made = await withServices(self, (services) => services.keys.rotate(id, anyone, options));
      printAnswer(answerFormat(self), secretAnswer(made));
    });
  keys
    .command('revoke')
    .description('end a key for good; running services refuse it within 2 seconds')
    .argument('<id>', 'the 12 digits behind fdk_')
    .action(async (id: string, _options: object, self: Command) => {
      await withServices(self, (services) => services.keys.revoke(id));
      printAnswer(answerFormat(self), { document: { id, revoked: true }, text: `Revoked ${id}.` });
    });
}

function addCreateCommand(keys: Command): void {
  keys
    .command('create')
    .description('make a key, and print its secret')
    .addOption(
      new Option('--role <role>', 'what it may do; an integration may do nothing but its scopes')
        .choices(Object.keys(roles))
        .makeOptionMandatory(),
    )
    .requiredOption('--name <name>', 'what you know it by, such as "Front door"')
    .addOption(
      new Option('--scope <scope...>', 'what it may do on top of its role').choices(Object.keys(scopes)),
    )
    .option('--address <range...>', 'addresses or ranges that it may be used from, such as 10.1.0.0/16')
    .option('--expires <time>', 'when it ends, such as 2030-12-31T23:59:59Z')
    .option('--rate <number>', 'requests a minute, in place of FACEDESK_RATE_LIMIT_PER_KEY', wholeNumber)
    .action(async (options: CreateOptions, self: Command) => {
      const { role, name, scope, address, expires, rate } = options;
      const request = {
        ...{ role, name },
        ...(scope !== undefined && { scopes: scope }),
        ...(address !== undefined && { addresses: address }),
        ...(expires !== undefined && { expiresAt: expires }),
        ...(rate !== undefined && { ratePerMinute: rate }),
      };
      const made = await withServices(self, (services) => services.keys.create(request, anyone));
      printAnswer(answerFormat(self), secretAnswer(made));
    });
}

function secretAnswer({ key, secret }: NewKey): Answer {
  const { id, name, role, scopes: allowed, earlierSecretUntil } = key;
  const may = allowed.map((scope) => `  ${scope}: ${scopes[scope]}`).join('\n');
  const earlier =
    earlierSecretUntil === null ? '' : `\nThe secret before goes on working until ${earlierSecretUntil}.`;
  return {
    document: { key, secret },
    text:
      `${secret}\n\nThis is the only time that it is shown. Callers send it as "Authorization: Bearer <key>" or "X-API-Key: <key>".` +
      `\nThe key ${id} ("${name}", ${role}) may:\n${may}${earlier}`,
  };
}

function listAnswer(keys: readonly ApiKey[]): Answer {
  const head = ['id', 'role', 'name', 'made', 'state'];
  const rows = keys.map((key) => [key.id, roleOf(key), key.name, key.createdAt.slice(0, 10), stateOf(key)]);
  return {
    document: { keys },
    text: keys.length === 0 ? 'There are no keys.' : table([head, ...rows]),
  };
}

/** The role, with what was chosen on top of it; an integration's scopes are told when it is made. */
function roleOf({ role, scopes: allowed }: ApiKey): string {
  if (role === 'integration') return role;
  const ofRole: readonly Scope[] = roles[role];
  return [role, ...allowed.filter((scope) => !ofRole.includes(scope))].join(' + ');
}

function stateOf({ revokedAt, expiresAt, earlierSecretUntil }: ApiKey): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return `expired ${expiresAt}`;
  const until = expiresAt === null ? 'valid' : `valid until ${expiresAt}`;
  return earlierSecretUntil === null ? until : `${until}, the secret before until ${earlierSecretUntil}`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}
