/** Keeps a service at 70 % of its capacity for a long time, and measures what creeps: memory, handles, the log of writes, times. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../bench/statistics.js';
import { descendantsOf } from '../e2e/processes.js';
import { startServing } from '../e2e/serving.js';
import { face } from '../faces.js';
import type { Finding } from './finding.js';
import { deskOf, measureCapacity, offer } from './load-desk.js';

const share = 0.7;
const lookEveryMs = 2000;
/** Before it caches fill, heaps find their size and code is compiled. */
const warmUpShare = 1 / 3;
/** Minutes; what grows in less is warming up. */
const leastForTrends = 5;
/** SQLite takes the log into the database at 1000 pages; readers can put that off a little. */
const mostWalMib = 8;

interface Sample {
  readonly atMs: number;
  readonly serverMib: number;
  readonly handles: number;
  readonly walMib: number;
}

export async function measureSoak({ minutes }: { readonly minutes: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-soak-'));
  const env = { FACEDESK_RATE_LIMIT_PER_ADDRESS: '0', FACEDESK_REPLAYS: 'off' };
  const server = await startServing({ dataDir: folder, env });
  try {
    const desk = deskOf(server, await face('anna'));
    await desk.register();
    const { capacityPerS } = await measureCapacity(desk);
    const samples: Sample[] = [];
    const over = new AbortController();
    const looking = (async () => {
      for (; !over.signal.aborted; await sleep(lookEveryMs)) samples.push(sampleOf(server.pid, folder));
    })();
    const seconds = minutes * 60;
    const answers = await Promise.all(await offer(desk, { seconds, perS: share * capacityPerS }));
    over.abort();
    await looking;
    const warm = samples.slice(Math.floor(samples.length * warmUpShare));
    const [early, late] = [warm.slice(0, warm.length / 2), warm.slice(warm.length / 2)];
    const slope = slopePerHour(warm);
    const handles = [early, late].map((part) =>
      percentile(
        part.map((one) => one.handles),
        0.5,
      ),
    );
    const walMib = Math.max(...samples.map((one) => one.walMib));
    const settled = answers.slice(Math.floor(answers.length * warmUpShare)).map(({ tookMs }) => tookMs);
    const [before, after] = [settled.slice(0, settled.length / 2), settled.slice(settled.length / 2)].map(
      (part) => percentile(part, 0.99),
    ) as [number, number];
    const notServed = answers.filter(({ status }) => status !== 200).length;
    const what = `${minutes} minutes at ${share * 100} % of ${capacityPerS.toFixed(1)} photos/s`;
    const trends: Finding[] = [
      {
        what: "the server's resident memory",
        must: 'grows by less than 1 MB an hour after the first third',
        seen: `${slope.toFixed(1)} MB an hour, at ${warm.at(-1)!.serverMib.toFixed(0)} MiB`,
        ok: slope < 1,
        ofSpeed: true,
      },
      {
        what: 'p99 of the answers',
        must: 'in the last third less than 10 % above the second',
        seen: `${Math.round(before)} and ${Math.round(after)} ms (${(100 * (after / before - 1)).toFixed(0)} %)`,
        ok: after < 1.1 * before,
        ofSpeed: true,
      },
    ];
    return [
      {
        what,
        must: 'everybody served',
        seen: `${notServed} of ${answers.length} not`,
        ok: notServed === 0,
        ofSpeed: true,
      },
      {
        what: 'open handles of all processes',
        must: 'as many in the last third as in the second',
        seen: handles.join(' and '),
        ok: handles[1]! <= handles[0]!,
      },
      {
        what: 'the log of writes',
        must: `at most ${mostWalMib} MiB`,
        seen: `${walMib.toFixed(1)} MiB`,
        ok: walMib <= mostWalMib,
      },
      ...(minutes < leastForTrends ? [] : trends),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

function sampleOf(pid: number, folder: string): Sample {
  const wal = statSync(join(folder, 'facedesk.sqlite-wal'), { throwIfNoEntry: false });
  const handles = [pid, ...descendantsOf(pid)].map(handlesOf);
  return {
    atMs: performance.now(),
    serverMib: Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    handles: handles.reduce((sum, count) => sum + count, 0),
    walMib: (wal?.size ?? 0) / 2 ** 20,
  };
}

/** 0 where the process has ended just now. */
function handlesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Of the line of least squares through the server's memory, in MB (10^6 bytes) an hour. */
function slopePerHour(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [meanMs, meanMib] = [mean(({ atMs }) => atMs), mean(({ serverMib }) => serverMib)];
  const covariance = mean(({ atMs, serverMib }) => (atMs - meanMs) * (serverMib - meanMib));
  const variance = mean(({ atMs }) => (atMs - meanMs) ** 2);
  return ((covariance / variance) * 3_600_000 * 2 ** 20) / 1e6;
}
