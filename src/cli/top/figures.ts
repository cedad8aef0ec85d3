/** The figures that `facedesk top` shows, out of readings of /metrics: what --json prints, and what the picture is drawn of. */
import type { Span } from './reading.js';

type Counts = Readonly<Record<string, number>>;

export interface StageFigures {
  readonly stage: string;
  readonly perSecond: number;
  /** Seconds; null where nothing was measured. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface Figures {
  readonly version: string;
  readonly model: string;
  readonly database: string;
  /** What is counted happened in these seconds. */
  readonly seconds: number;
  readonly sinceStart: boolean;
  readonly verdicts: Counts;
  /** Why claims did not match, by the reason of the verdict or the code of the refusal. */
  readonly reasons: Counts;
  readonly registrations: Counts;
  readonly requests: number;
  readonly errors: Counts;
  readonly stages: readonly StageFigures[];
  /** The value of each gauge at the last reading; absent where the service does not tell. */
  readonly now: Readonly<Partial<Record<keyof typeof gauges, number>>>;
  /** Of one core, between 0 and the number of cores. */
  readonly cpu: number;
  readonly restarts: number;
  readonly databaseP95: number | null;
  readonly databaseErrors: number;
}

/** In the order in which they happen, the whole first. */
const shownStages = [
  ...['verification', 'acquire', 'queue', 'examine', 'decode'],
  ...['detect', 'landmarks', 'embed', 'search', 'decide'],
];

const gauges = {
  people: ['facedesk_gallery_people'],
  targetFmr: ['facedesk_calibration_target_fmr'],
  estimatedFmr: ['facedesk_calibration_estimated_fmr'],
  queued: ['facedesk_queue_pictures'],
  queuedBytes: ['facedesk_queue_bytes'],
  workSeconds: ['facedesk_queue_work_seconds'],
  uploadBytes: ['facedesk_uploads_held_bytes'],
  workers: ['facedesk_workers'],
  workersReady: ['facedesk_workers_ready'],
  workersBusy: ['facedesk_workers_busy'],
  workersFailing: ['facedesk_workers_failing'],
  workersBytes: ['facedesk_workers_resident_bytes'],
  residentBytes: ['process_resident_memory_bytes'],
  openFiles: ['process_open_fds'],
  loopP50: ['facedesk_event_loop_delay_seconds', { quantile: '0.5' }],
  loopP99: ['facedesk_event_loop_delay_seconds', { quantile: '0.99' }],
  loopMost: ['facedesk_event_loop_delay_seconds', { quantile: '1' }],
  locked: ['facedesk_locked_attempts'],
  deliveriesWaiting: ['facedesk_webhook_deliveries', { state: 'waiting' }],
  deliveriesDead: ['facedesk_webhook_deliveries', { state: 'dead' }],
} as const satisfies Record<string, readonly [name: string, labels?: Readonly<Record<string, string>>]>;

export function figuresOf(span: Span): Figures {
  const { latest, seconds, sinceStart } = span;
  const counts = (name: string, label: string): Counts => Object.fromEntries(span.counts(name, label));
  const { none: _, ...reasons } = counts('facedesk_verifications_total', 'reason');
  return {
    version: latest.label('facedesk_info', 'version'),
    model: latest.label('facedesk_info', 'model'),
    database: latest.label('facedesk_info', 'database'),
    ...{ seconds, sinceStart, reasons },
    verdicts: counts('facedesk_verifications_total', 'outcome'),
    registrations: counts('facedesk_enrolments_total', 'outcome'),
    requests: span.count('facedesk_http_requests_total'),
    errors: counts('facedesk_http_refusals_total', 'code'),
    stages: shownStages.map((stage) => stageFigures(span, stage)),
    now: Object.fromEntries(
      Object.entries(gauges).flatMap(([key, [name, labels]]) => {
        const value = latest.sum(name, labels);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    cpu: span.count('process_cpu_seconds_total') / seconds,
    restarts: latest.sum('facedesk_worker_restarts_total') ?? 0,
    databaseP95: span.quantile(0.95, 'facedesk_database_statement_seconds'),
    databaseErrors: span.count('facedesk_database_errors_total'),
  };
}

function stageFigures(span: Span, stage: string): StageFigures {
  const name = 'facedesk_stage_seconds';
  return {
    stage,
    perSecond: span.count(`${name}_count`, { stage }) / span.seconds,
    p50: span.quantile(0.5, name, { stage }),
    p95: span.quantile(0.95, name, { stage }),
  };
}
