/** `facedesk webhooks`: sets up where events are sent, tries it out, and sends again what was missed. */
import { type Command, Option } from 'commander';
import { anyone } from '../domain/access.js';
import { type EventKind, eventKinds } from '../services/events.js';
import type { DeliveryRecord, WebhookRecord, WebhookWithSecret } from '../services/webhooks.js';
import { type Answer, printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { UsageError } from './usage-error.js';
import { withServices } from './with-services.js';

/** Whoever may run commands here may do everything. */
const by = { caller: anyone };
/** The most that is listed at once. */
const listLength = 1000;

interface CreateOptions {
  readonly kind?: EventKind[];
  readonly description: string;
  readonly scores?: true;
}

export function addWebhooksCommand(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .description('set up where events are sent, and send again what was missed');
  webhooks
    .command('create')
    .description('set one up, and print the secret that its messages are signed with')
    .argument('<url>', 'an https address, or one within FACEDESK_WEBHOOK_NETWORKS')
    .addOption(new Option('--kind <kind...>', 'only these events').choices(Object.keys(eventKinds)))
    .option('--description <text>', 'what you know it by', '')
    .option('--scores', 'send receipts and reasons as well')
    .action(async (url: string, { kind = [], description, scores }: CreateOptions, self: Command) => {
      const request = { url, kinds: kind, description, withScores: scores === true };
      const made = await withServices(self, (services) => services.webhooks.create(request, by));
      printAnswer(answerFormat(self), secretAnswer(made));
    });
  webhooks
    .command('list')
    .description('list every webhook, and how delivery goes')
    .action(async (_options: object, self: Command) => {
      const found = await withServices(self, (services) => services.webhooks.list({ limit: listLength }));
      printAnswer(answerFormat(self), listAnswer(found));
    });
  addCommandOfOne(
    webhooks,
    'remove',
    'remove one; what waits for it is not sent any more',
    async (self, id) => {
      await withServices(self, (services) => services.webhooks.remove(id, by));
      return { document: { id, removed: true }, text: `Removed ${id}.` };
    },
  );
  addCommandOfOne(webhooks, 'rotate', 'give one another secret; both sign for a day', async (self, id) =>
    secretAnswer(await withServices(self, (services) => services.webhooks.rotate(id, by))),
  );
  addCommandOfOne(webhooks, 'enable', 'resume one that was paused or disabled', async (self, id) => {
    await withServices(self, (services) => services.webhooks.change(id, { state: 'active' }, by));
    return {
      document: { id, state: 'active' },
      text: `${id} gets what happened meanwhile, and what follows.`,
    };
  });
  addCommandOfOne(webhooks, 'test', 'send one signed message, and say what came of it', async (self, id) => {
    const { problem, status } = await withServices(self, (services) => services.webhooks.test(id));
    const text = problem === null ? `It arrived: answered ${status}.` : `It did not arrive: ${problem}.`;
    return { document: { arrived: problem === null, status, problem }, text };
  });
  addCommandOfOne(webhooks, 'dead', 'list the newest events that one has not got', async (self, id) =>
    deadAnswer(
      await withServices(self, (services) =>
        services.webhooks.deliveries(id, { state: 'dead', limit: listLength }),
      ),
    ),
  );
  addReplayCommand(webhooks);
}

function addCommandOfOne(
  webhooks: Command,
  name: string,
  description: string,
  run: (self: Command, id: string) => Promise<Answer>,
): void {
  webhooks
    .command(name)
    .description(description)
    .argument('<id>', 'its 12 digits')
    .action(async (id: string, _options: object, self: Command) => {
      printAnswer(answerFormat(self), await run(self, id));
    });
}

function addReplayCommand(webhooks: Command): void {
  webhooks
    .command('replay')
    .description('have a running service send one dead event again, or everything since a moment')
    .argument('<id>', 'its 12 digits')
    .option('--event <id>', 'a dead event')
    .option('--since <time>', 'such as 2026-03-02T00:00:00Z')
    .action(async (id: string, { event, since }: { event?: string; since?: string }, self: Command) => {
      if ((event === undefined) === (since === undefined))
        throw new UsageError('Say either which event by --event, or from when on by --since.');
      if (event !== undefined && !/^\d{1,9}$/.test(event))
        throw new UsageError('The id of an event is a number.');
      if (since !== undefined && Number.isNaN(Date.parse(since)))
        throw new UsageError('--since takes a time such as 2026-03-02T00:00:00Z.');
      await withServices(self, ({ webhooks: service }) =>
        event !== undefined ? service.replay(id, Number(event)) : service.replaySince(id, since!),
      );
      printAnswer(answerFormat(self), {
        document: { id, ...(event !== undefined && { event }), ...(since !== undefined && { since }) },
        text: 'It will be sent by the service that runs.',
      });
    });
}

function secretAnswer({ webhook, secret }: WebhookWithSecret): Answer {
  const { webhookId, url } = webhook;
  return {
    document: { id: webhookId, url, secret },
    text: `${secret}\n\nThis is the only time that it is shown. The webhook ${webhookId} sends to ${url}.`,
  };
}

function listAnswer(webhooks: readonly WebhookRecord[]): Answer {
  const head = ['id', 'state', 'events', 'how it goes', 'address'];
  const rows = webhooks.map(({ webhookId, state, kinds, url, ...webhook }) => [
    ...[webhookId, state, kinds.length === 0 ? 'all' : kinds.join(' ')],
    ...[healthText(webhook), url],
  ]);
  return {
    document: { webhooks: webhooks.map(({ webhookNo: _, version: __, ...shown }) => shown) },
    text: webhooks.length === 0 ? 'There are no webhooks.' : table([head, ...rows]),
  };
}

type Health = Pick<WebhookRecord, 'failures' | 'failingSince' | 'problem' | 'deliveredAt'>;

function healthText({ failures, failingSince, problem, deliveredAt }: Health): string {
  if (failures > 0) return `${failures} failures since ${failingSince}: ${problem}`;
  return deliveredAt === null ? 'nothing sent yet' : `delivered ${deliveredAt}`;
}

function deadAnswer(dead: readonly DeliveryRecord[]): Answer {
  const rows = dead.map(({ event, attempts, problem }) => [
    ...[String(event.eventNo), event.kind, event.at, String(attempts), problem ?? ''],
  ]);
  return {
    document: {
      deliveries: dead.map(({ event, attempts, since, problem }) => ({
        ...{ eventId: String(event.eventNo), kind: event.kind, at: event.at, attempts, since, problem },
      })),
    },
    text:
      dead.length === 0
        ? 'Nothing is dead.'
        : table([['event', 'kind', 'at', 'attempts', 'problem'], ...rows]),
  };
}
