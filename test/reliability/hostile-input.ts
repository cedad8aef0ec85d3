/** Mutated bodies and pictures in numbers, and every file of a folder of malformed pictures where there is one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchMemory } from '../e2e/processes.js';
import { faultsOf, type Upload } from '../e2e/sending.js';
import { startServing } from '../e2e/serving.js';
import { photoForm } from '../form-body.js';
import { fuzzService } from '../fuzz/fuzz-service.js';
import type { FuzzReport } from '../fuzz/fuzz-pictures.js';
import { readManifest } from '../manifest.js';
import { testData } from '../requirement.js';
import { seededRandom } from '../seeded-random.js';
import type { Finding } from './finding.js';

/** Of the process that holds the service and its clients; tests/e2e/hostile-uploads watches all of a service. */
const mostMib = 824;
const inFlight = 4;

export async function measureFuzz(counts: { bodies: number; pictures: number }): Promise<Finding[]> {
  const random = seededRandom();
  const { bodies, pictures, restarts } = await fuzzService({ ...counts, random });
  const row = (what: string, report: FuzzReport, restarted: number): Finding => ({
    what: `${report.count.toLocaleString('en')} ${what} (seed ${random.seed})`,
    must: `no exit, no 5xx, under ${mostMib} MiB`,
    seen:
      `${restarted} processes ended, ${report.faults.length} faults${report.faults.length > 0 ? ` (${report.faults[0]!})` : ''}, ` +
      `at most ${report.peakMib} MiB`,
    ok: report.faults.length === 0 && restarted === 0 && report.peakMib < mostMib,
  });
  return [row('mutated bodies', bodies, 0), row('mutated pictures', pictures, restarts)];
}

/** Empty where the pictures are not here. */
export async function measureMalformed(): Promise<Finding[]> {
  const folder = testData('malformed-dev');
  if (folder === undefined) return [];
  const sandbox = mkdtempSync(join(tmpdir(), 'facedesk-malformed-'));
  const server = await startServing({
    dataDir: join(sandbox, 'data'),
    env: { FACEDESK_VISION_TASK_TIMEOUT_MS: '20000', FACEDESK_VISION_QUEUE_TIMEOUT_MS: '60000' },
  });
  try {
    const memory = watchMemory(server.pid);
    const uploads = readManifest(folder).flatMap(({ file = '' }, at): Upload[] => {
      const image = readFileSync(join(folder, file));
      return (['/register/', '/verify/'] as const).map((path) => ({
        name: file,
        path,
        payload: () => photoForm({ id: `malformed ${at}`, image }),
      }));
    });
    const faults = await faultsOf(server.url, uploads, inFlight);
    const { peakMib } = memory.stop();
    const ended = server.logLines.filter((line) => line.includes('vision worker: ended')).length;
    const errors = server.logLines.filter((line) => /"level":(50|60)/.test(line)).length;
    return [
      {
        what: `${uploads.length} uploads of malformed pictures`,
        must: `2xx or 4xx in time, no error logged, all processes under ${mostMib} MiB`,
        seen: `${faults.length} faults${faults.length > 0 ? ` (${faults[0]!})` : ''}, ${errors} errors, ${ended} processes ended, at most ${peakMib} MiB`,
        ok: faults.length === 0 && errors === 0 && peakMib < mostMib,
      },
    ];
  } finally {
    await server.stop();
    rmSync(sandbox, { recursive: true });
  }
}
