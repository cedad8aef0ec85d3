/**
 * What webhooks cost the verdicts: a thousand of them to a receiver that takes connections and never answers, beside a service
 * that has none.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { register, verify } from './desk-request.js';
import { startDeskServer, type DeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, figureText, median, percentile, timeMs } from './statistics.js';

const webhooks = 1000;
const verifications = 100;

export async function measureWebhooks(): Promise<Section> {
  const receiver = await deadReceiver();
  const settings = { FACEDESK_WEBHOOK_NETWORKS: '127.0.0.0/8', FACEDESK_RATE_LIMIT_PER_ADDRESS: '0' };
  const [none, many] = [await startDeskServer(settings), await startDeskServer(settings)];
  try {
    const photo = await deskPhoto(vga, { person: 'dora' });
    for (const server of [none, many]) await register(server, photo);
    await setUpWebhooks(many, receiver);
    const figures = await alternate(verifications, {
      none: () => timeMs(() => verify(none, photo)),
      many: () => timeMs(() => verify(many, photo)),
    });
    const rows = [
      ['none', figures.none],
      [`${webhooks.toLocaleString('en')}, receiver dead`, figures.many],
    ] as const;
    return {
      title: 'Webhooks: what do they cost the verdicts?',
      text: `${markdownTable(
        ['Webhooks', 'p50, ms', 'p95, ms', 'p50 to the first'],
        rows.map(([name, ms]) => [
          name,
          ...[0.5, 0.95].map((share) => figureText(percentile(ms, share))),
          (median(ms) / median(figures.none)).toFixed(3),
        ]),
      )}

${verifications} verifications of a JPEG 640x480 at each of two services, in turn and back again, one at a time. Each verdict is an event
that all webhooks of the second ask for; their receiver takes connections and never answers.`,
    };
  } finally {
    await Promise.all([none.close(), many.close()]);
    receiver.close();
  }
}

async function deadReceiver(): Promise<Server> {
  const server = createServer((socket) => void socket.on('error', () => socket.destroy()).resume());
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return server;
}

async function setUpWebhooks({ url }: DeskServer, receiver: Server): Promise<void> {
  const { port } = receiver.address() as AddressInfo;
  for (let made = 0; made < webhooks; made++) {
    const answer = await fetch(`${url}/v1/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: `http://127.0.0.1:${port}/${made}`, kinds: ['verification.decided'] }),
    });
    if (answer.status !== 201) throw new Error(`a webhook is not made: ${await answer.text()}`);
  }
}
