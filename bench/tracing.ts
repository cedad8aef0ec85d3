/** What traces cost the verdicts: a service that sends its spans to a collector on this machine, beside one that makes none. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { register, verify } from './desk-request.js';
import { startDeskServer } from './desk-server.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, figureText, median, percentile, timeMs } from './statistics.js';

const verifications = 200;
const unmeasured = 10;

export async function measureTracing(): Promise<Section> {
  const sink = await openSink();
  const settings = { FACEDESK_RATE_LIMIT_PER_ADDRESS: '0' };
  const untraced = await startDeskServer(settings);
  const traced = await startDeskServer({ ...settings, FACEDESK_OTLP_ENDPOINT: sink.url });
  try {
    const photo = await deskPhoto(vga, { person: 'dora' });
    for (const server of [untraced, traced]) {
      await register(server, photo);
      for (let done = 0; done < unmeasured; done++) await verify(server, photo);
    }
    const figures = await alternate(verifications, {
      untraced: () => timeMs(() => verify(untraced, photo)),
      traced: () => timeMs(() => verify(traced, photo)),
    });
    // Its last spans are sent when it ends.
    await traced.close();
    const spans = sink.spansOf('/verify') / (verifications + unmeasured);
    if (spans < 1) throw new Error('no spans came, so nothing was compared');
    const rows = [
      ['none', figures.untraced],
      [`${spans.toFixed(1)} spans a verification`, figures.traced],
    ] as const;
    return {
      title: 'Tracing: what does it cost the verdicts?',
      text: `${markdownTable(
        ['Traces', 'p50, ms', 'p95, ms', 'p50 to the first'],
        rows.map(([name, ms]) => [
          name,
          ...[0.5, 0.95].map((share) => figureText(percentile(ms, share))),
          (median(ms) / median(figures.untraced)).toFixed(3),
        ]),
      )}

${verifications} verifications of a JPEG 640x480 at each of two services, in turn and back again, one at a time. The second sends its spans
(\`FACEDESK_OTLP_ENDPOINT\`) to a collector on the same processors, which takes them and keeps them; each request was traced.`,
    };
  } finally {
    await Promise.all([untraced.close(), traced.close()]);
    sink.close();
  }
}

interface Sink {
  readonly url: string;
  /** How many spans belong to traces of requests to this route. */
  spansOf(route: string): number;
  close(): void;
}

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly { readonly traceId: string; readonly name: string }[];
    }[];
  }[];
}

/** Only keeps what comes while something is measured; it is read afterwards. */
async function openSink(): Promise<Sink> {
  const bodies: Buffer[] = [];
  const server: Server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spansOf: (route) => {
      const spans = bodies
        .flatMap((body) => (JSON.parse(body.toString()) as OtlpBody).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
      const traces = new Set(
        spans.filter(({ name }) => name.endsWith(` ${route}`)).map(({ traceId }) => traceId),
      );
      return spans.filter(({ traceId }) => traces.has(traceId)).length;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
