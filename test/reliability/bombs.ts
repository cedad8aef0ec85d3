/** Sends pictures that claim or unpack to far more than they weigh, and measures how long each takes and how much memory it costs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../../bench/statistics.js';
import { bombs } from '../e2e/hostile-pictures.js';
import { descendantsOf } from '../e2e/processes.js';
import { verify } from '../e2e/sending.js';
import { startServing } from '../e2e/serving.js';
import { face } from '../faces.js';
import type { Finding } from './finding.js';

/** A refusal whose bytes have to be read, moved to another process and looked at there. */
const most = { ms: 50, mib: 30 };

export async function measureBombs({ times }: { readonly times: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-bombs-'));
  const server = await startServing({ dataDir: join(folder, 'data'), env: { FACEDESK_VISION_WORKERS: '1' } });
  try {
    const send = (id: string, image: Uint8Array) => verify(server.url, id, image);
    const photo = await face('anna');
    for (let warmUp = 0; warmUp < 5; warmUp++) await send('nobody', photo);
    const findings: Finding[] = [];
    for (const { name, bytes } of bombs()) {
      await send(name, bytes);
      const tookMs: number[] = [];
      let [moreMib, code] = [0, ''];
      for (let time = 0; time < times; time++) {
        // Each under an id of its own, or a pause would answer for the picture.
        const peak = watchPeaks([server.pid, ...descendantsOf(server.pid)]);
        const answer = await send(`${name} ${time}`, bytes);
        moreMib = Math.max(moreMib, peak());
        tookMs.push(answer.tookMs);
        code = `${answer.status} ${(answer.body as { code?: string }).code ?? 'answered'}`;
      }
      const medianMs = percentile(tookMs, 0.5);
      // What claims to be small is unpacked no further than it claims, and examined as any small picture.
      const isExamined = code.endsWith('no_face_found');
      const what = `${name}, ${Math.ceil(bytes.length / 1024)} kB, ${times} times`;
      const seen = `${code}, median ${medianMs.toFixed(0)} ms, at most ${Math.max(...tookMs).toFixed(0)} ms`;
      findings.push({
        what,
        must: isExamined ? 'examined as what it claims to be' : `refused in under ${most.ms} ms (median)`,
        seen,
        ok: code.startsWith('400') && (isExamined || medianMs < most.ms),
        ofSpeed: true,
      });
      findings.push({
        what: 'its memory',
        must: `under ${most.mib} MiB more in all processes (at most)`,
        seen: `${moreMib.toFixed(1)} MiB`,
        ok: moreMib < most.mib,
      });
    }
    return findings;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
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
