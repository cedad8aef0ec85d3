/** One row of what a reliability measurement found, and the table that they make. */
import { loadavg } from 'node:os';

export interface Finding {
  /** What was done. */
  readonly what: string;
  readonly must: string;
  readonly seen: string;
  readonly ok: boolean;
  /** True where a machine that is busy with other work can make it fail; tests only print these. */
  readonly ofSpeed?: true;
}

/** Those that tell of a fault whatever else the machine does. */
export function faultsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ ok, ofSpeed }) => !ok && ofSpeed === undefined);
}

/** Markdown, with the load of the machine when it ended: figures of a busy machine are worse than the service is. */
export function findingsTable(findings: readonly Finding[]): string {
  const rows = findings.map(
    ({ what, must, seen, ok }) => `| ${what} | ${must} | ${seen} | ${ok ? 'yes' : 'NO'} |`,
  );
  const load = loadavg().map((figure) => figure.toFixed(1));
  return [
    '| what was done | must | seen | reached |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    `Load of the machine over the last 1, 5 and 15 minutes: ${load.join(', ')}.`,
  ].join('\n');
}
