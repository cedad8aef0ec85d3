/**
 * How long until the service is ready, with compiled nets and without, alone and with 100,000 people; what it holds in memory;
 * and how quick its help is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { crowdTable } from './crowd-start.js';
import { cleanEnvironment, entry, startDeskServer } from './desk-server.js';
import { otherAnswers, runLoad } from './load.js';
import { markdownTable } from './markdown-table.js';
import type { Section } from './parts.js';
import { deskPhoto, vga } from './photos.js';
import { alternate, figureText, ratio, spread, timeMs } from './statistics.js';

const rounds = 5;
const loadRequests = 200;
/** The second child is started when the first is ready. */
const settleMs = 2000;

export async function measureStart(): Promise<Section> {
  const starts = await alternate(rounds, { compiled: () => readyAfterMs(), empty: readyWithEmptyCacheMs });
  const helps = await alternate(2 * rounds, {
    node: () => timeMs(() => run(['-e', '0'])),
    help: () => timeMs(() => run([entry, '--help'])),
  });
  const rows = [
    ['start to ready, nets compiled', spread(starts.compiled), ''],
    ['start to ready, no nets yet', spread(starts.empty), ratio(starts.compiled, starts.empty)],
    ['`node -e 0`', spread(helps.node), ''],
    ['`facedesk --help`', spread(helps.help), ratio(helps.node, helps.help)],
  ];
  return {
    title: 'Start and memory',
    text: `${markdownTable(['What', 'ms', 'ratio'], rows)}

From the start of the process until \`/readyz\` answered 200, ${rounds} rounds; help ${2 * rounds} rounds.

${await memoryTable()}

Resident memory in MiB, in which pages that processes share count in each; after ${loadRequests} verifications of a JPEG 640x480.

${await crowdTable()}`,
  };
}

async function readyAfterMs(settings: Record<string, string> = {}): Promise<number> {
  const server = await startDeskServer(settings);
  await server.close();
  return server.readyAfterMs;
}

async function readyWithEmptyCacheMs(): Promise<number> {
  const modelsDir = await mkdtemp(join(tmpdir(), 'facedesk-bench-models-'));
  try {
    return await readyAfterMs({ FACEDESK_MODELS_DIR: modelsDir });
  } finally {
    await rm(modelsDir, { recursive: true });
  }
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { env: cleanEnvironment(), stdio: 'ignore' });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}`);
}

async function memoryTable(): Promise<string> {
  const server = await startDeskServer();
  try {
    await setTimeout(settleMs);
    const idle = server.residentMib();
    const image = await deskPhoto(vga);
    const load = {
      url: server.url,
      image,
      nextId: () => 'carla',
      clients: 1,
      until: { requests: 1 },
    } as const;
    const enrolled = await runLoad({ ...load, path: '/register/' });
    const until = { requests: loadRequests };
    const verified = await runLoad({ ...load, path: '/verify/', clients: 8, until });
    const failures = [otherAnswers([enrolled], 201), otherAnswers([verified], 200)];
    if (failures.some((text) => text !== 'none')) throw new Error(`the load failed: ${failures.join('; ')}`);
    const loaded = server.residentMib();
    const row = (name: string, { server: own, children }: typeof idle) => [
      name,
      figureText(own),
      children.map(figureText).join(', '),
      figureText(children.reduce((sum, mib) => sum + mib, own)),
    ];
    return markdownTable(
      ['Memory, MiB', 'server', 'its child processes', 'together'],
      [row('idle', idle), row('after load', loaded)],
    );
  } finally {
    await server.close();
  }
}
