/**
 * The whole service over HTTP: registering, verifying by one and by several people at once, whether it still answers meanwhile,
 * and what it does with more requests than it can take. Clients and server share the machine's processors.
 */
import { setTimeout } from 'node:timers/promises';
import { startDeskServer, type DeskServer } from './desk-server.js';
import { latencies, otherAnswers, runLoad, type Load, type LoadResult } from './load.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, nextPhoto, vga } from './photos.js';
import { alternate, figureText, percentile, ratio, spread, timeMs } from './statistics.js';

const rounds = 3;
const secondsPerRound = 4;
const crowdSeconds = 6;
const burstRequests = 128;
/** Between two looks at /livez. */
const livezPauseMs = 20;
/** Without any load, before each step that is compared with it. */
const idleMs = 1000;

export async function measureHttp(): Promise<Section> {
  const server = await startDeskServer();
  try {
    const desk = await openDesk(server);
    const steps = await measureSteps(desk);
    const overload = [
      ['64 clients, one request after another', await desk.verify(64, { seconds: crowdSeconds })],
      ['128 requests at the same moment', await desk.verify(burstRequests, { requests: burstRequests })],
    ] as const;
    return {
      title: 'HTTP: the service as its callers see it',
      text: [
        stepsTable(steps),
        `JPEG 640x480; ${rounds} rounds of ${secondsPerRound} s, each client sending its next request when it has its answer. Latencies are those of
all rounds together. The clients ran on the same processors as the server.`,
        livezTable(steps),
        '`/livez`, asked every 20 ms: does the service still answer while it examines photos?',
        overloadTable(overload),
        `More than it can take, with the default queue of 64 photos: what does not fit is refused with 503, what was accepted is
answered. 64 clients still fit, as each of their photos is either examined or waits. Requests under way at the end of a
step do not count.`,
      ].join('\n\n'),
    };
  } finally {
    await server.close();
  }
}

interface Desk {
  readonly url: string;
  verify(clients: number, until: Load['until']): Promise<LoadResult>;
  register(clients: number, until: Load['until']): Promise<LoadResult>;
}

/** Enrols the one person who verifies; all the registrations that are measured are of another one. */
async function openDesk({ url }: DeskServer): Promise<Desk> {
  const dora = await deskPhoto(vga, { person: 'dora' });
  const load = { url, path: '/register/', image: dora, nextId: () => 'dora', clients: 1 } as const;
  const enrolled = await runLoad({ ...load, until: { requests: 1 } });
  if (latencies([enrolled], 201).length !== 1)
    throw new Error(`not enrolled: ${otherAnswers([enrolled], 201)}`);

  const probe = await nextPhoto(vga, 'dora');
  const carla = await deskPhoto(vga);
  let registered = 0;
  return {
    url,
    verify: (clients, until) =>
      runLoad({ url, path: '/verify/', image: probe, nextId: () => 'dora', clients, until }),
    register: (clients, until) =>
      runLoad({
        url,
        path: '/register/',
        image: carla,
        nextId: () => `carla-${registered++}`,
        clients,
        until,
      }),
  };
}

interface Step {
  readonly load: LoadResult;
  /** Latencies of /livez in milliseconds: before, and while the load runs. */
  readonly livez?: { readonly idle: number[]; readonly busy: number[] };
}

async function measureSteps(desk: Desk) {
  const until = { seconds: secondsPerRound };
  return alternate<string, Step>(rounds, {
    'verify, 1 client': async () => ({ load: await desk.verify(1, until) }),
    'verify, 2 clients': async () => ({ load: await desk.verify(2, until) }),
    'verify, 8 clients': async () => {
      const idle = await watchLivez(desk.url, setTimeout(idleMs));
      const load = desk.verify(8, until);
      const busy = await watchLivez(desk.url, load);
      return { load: await load, livez: { idle, busy } };
    },
    'register, 1 client': async () => ({ load: await desk.register(1, until) }),
    'register, 2 clients': async () => ({ load: await desk.register(2, until) }),
    'register, 8 clients': async () => ({ load: await desk.register(8, until) }),
  });
}

type Steps = Awaited<ReturnType<typeof measureSteps>>;

/** Latencies of /livez in milliseconds, until the other thing is over. */
async function watchLivez(url: string, other: Promise<unknown>): Promise<number[]> {
  const state = { isOver: false };
  const ended = other.finally(() => (state.isOver = true));
  const figures: number[] = [];
  const ask = async () => {
    const answer = await fetch(`${url}/livez`);
    await answer.text();
    if (answer.status !== 200) throw new Error(`/livez answered ${answer.status}`);
  };
  while (!state.isOver) {
    figures.push(await timeMs(ask));
    await setTimeout(livezPauseMs);
  }
  await ended;
  return figures;
}

const percentiles = (ms: readonly number[]) =>
  ms.length === 0 ? ['', '', ''] : [0.5, 0.95, 0.99].map((share) => figureText(percentile(ms, share)));

function stepsTable(steps: Steps): string {
  const rows = Object.entries(steps).map(([name, taken]) => {
    const results = taken.map(({ load }) => load);
    const expected = name.startsWith('register') ? 201 : 200;
    const perSecond = results.map((result) => latencies([result], expected).length / result.durationS);
    const ms = latencies(results, expected);
    return [name, spread(perSecond), ...percentiles(ms), String(ms.length), otherAnswers(results, expected)];
  });
  return markdownTable(
    ['Requests', 'per second', 'p50, ms', 'p95, ms', 'p99, ms', 'answers', 'other answers'],
    rows,
  );
}

function livezTable(steps: Steps): string {
  const watched = Object.values(steps).flatMap((taken) => taken.flatMap(({ livez }) => livez ?? []));
  const idle = watched.flatMap((livez) => livez.idle);
  const busy = watched.flatMap((livez) => livez.busy);
  return markdownTable(
    ['/livez', 'p50, ms', 'p95, ms', 'p99, ms', 'answers', 'ratio'],
    [
      ['idle', ...percentiles(idle), String(idle.length), ''],
      ['8 clients verifying', ...percentiles(busy), String(busy.length), ratio(idle, busy)],
    ],
  );
}

function overloadTable(overload: readonly (readonly [string, LoadResult])[]): string {
  const rows = overload.map(([name, result]) => {
    const [accepted, refused] = [latencies([result], 200), latencies([result], 503)];
    const others = result.latenciesMs.size - Number(accepted.length > 0) - Number(refused.length > 0);
    if (others > 0) throw new Error(`${name}: ${otherAnswers([result], 200)}`);
    const p99 = (ms: number[]) => (ms.length === 0 ? '' : figureText(percentile(ms, 0.99)));
    const counts = [accepted.length, refused.length].map(String);
    return [name, counts[0]!, p99(accepted), counts[1]!, p99(refused), String(result.errors)];
  });
  return markdownTable(['Overload', '200', 'p99 of 200, ms', '503', 'p99 of 503, ms', 'no answer'], rows);
}
