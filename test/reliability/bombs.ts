/** Sends pictures that claim or unpack to far more than they weigh, and measures how long each takes and how much memory it costs, beside a plain one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../../bench/statistics.js';
import { bombs, type HostilePicture, plainPicture } from '../e2e/hostile-pictures.js';
import { descendantsOf } from '../e2e/processes.js';
import { verify } from '../e2e/sending.js';
import { type Serving, startServing } from '../e2e/serving.js';
import { face } from '../faces.js';
import type { Finding } from './finding.js';

/** A refusal whose bytes have to be read, moved to another process and looked at there; and what is left out of a picture. */
const most = { ms: 50, mib: 30 };

interface Taken {
  readonly what: string;
  readonly tookMs: readonly number[];
  readonly moreMib: number;
  /** Status and code of the last answer. */
  readonly answer: string;
}

export async function measureBombs({ times }: { readonly times: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-bombs-'));
  const server = await startServing({ dataDir: join(folder, 'data'), env: { FACEDESK_VISION_WORKERS: '1' } });
  try {
    const photo = await face('anna');
    for (let warmUp = 0; warmUp < 5; warmUp++) await verify(server.url, 'nobody', photo);
    const plain = await take(server, plainPicture(), times);
    const findings = [{ ...examinedFinding(plain), must: 'examined: what the others are compared with' }];
    for (const bomb of bombs()) {
      const taken = await take(server, bomb, times);
      findings.push(
        isExamined(taken) ? examinedFinding(taken, median(plain)) : refusedFinding(taken),
        memoryFinding(taken),
      );
    }
    return findings;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function take(server: Serving, { name, bytes }: HostilePicture, times: number): Promise<Taken> {
  const send = (id: string) => verify(server.url, id, bytes);
  await send(name);
  const tookMs: number[] = [];
  let [moreMib, answer] = [0, ''];
  for (let time = 0; time < times; time++) {
    // Each under an id of its own, or a pause would answer for the picture.
    const peak = watchPeaks([server.pid, ...descendantsOf(server.pid)]);
    const { status, body, tookMs: ms } = await send(`${name} ${time}`);
    moreMib = Math.max(moreMib, peak());
    tookMs.push(ms);
    answer = `${status} ${(body as { code?: string }).code ?? 'answered'}`;
  }
  return { what: `${name}, ${Math.ceil(bytes.length / 1024)} kB, ${times} times`, tookMs, moreMib, answer };
}

const median = ({ tookMs }: Taken): number => percentile(tookMs, 0.5);
const isExamined = ({ answer }: Taken): boolean => answer.endsWith('no_face_found');
const seen = (taken: Taken): string =>
  `${taken.answer}, median ${median(taken).toFixed(0)} ms, at most ${Math.max(...taken.tookMs).toFixed(0)} ms`;

/** Its picture is a small one, and what comes with it is not unpacked. */
function examinedFinding(taken: Taken, plainMs = Infinity): Finding {
  return {
    what: taken.what,
    must: `examined as a plain picture, ${most.ms} ms slower at the most (median)`,
    seen: seen(taken),
    ok: isExamined(taken) && median(taken) < plainMs + most.ms,
    ofSpeed: true,
  };
}

function refusedFinding(taken: Taken): Finding {
  return {
    what: taken.what,
    must: `refused in under ${most.ms} ms (median)`,
    seen: seen(taken),
    ok: taken.answer.startsWith('400') && median(taken) < most.ms,
    ofSpeed: true,
  };
}

function memoryFinding({ moreMib }: Taken): Finding {
  return {
    what: 'its memory',
    must: `under ${most.mib} MiB more in all processes (at most)`,
    seen: `${moreMib.toFixed(1)} MiB`,
    ok: moreMib < most.mib,
  };
}

/** Begins to note the highest resident memory of each (proc(5), clear_refs); what it returns tells by how many MiB they grew in sum. */
function watchPeaks(pids: readonly number[]): () => number {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = pids.map((pid) => mebibytes(pid, 'VmRSS'));
  return () => pids.reduce((sum, pid, at) => sum + Math.max(0, mebibytes(pid, 'VmHWM') - before[at]!), 0);
}

function mebibytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
