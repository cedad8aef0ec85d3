/**
 * Every metric of the service: its kind, what it counts, and which values its labels may have. /metrics and docs/metrics.md
 * come from here. Nothing in it can name a person, a key or an address.
 */
import { errorTable } from '../../domain/errors.js';

export type MetricKind = 'counter' | 'gauge' | 'histogram';

export interface MetricEntry {
  readonly kind: MetricKind;
  readonly help: string;
  /** By the label's name: the values that it may have, or `routes` for the service's own routes. Others become `other`. */
  readonly labels: Readonly<Record<string, readonly string[] | 'routes' | 'statuses' | 'parts'>>;
  /** Upper bounds, of histograms alone. */
  readonly buckets?: readonly number[];
}

const errorCodes = Object.keys(errorTable);
const none = 'none';
/** Seconds. From a lookup in memory to a request that timed out. */
const seconds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 4, 8, 16,
];

/** Where the time of a picture and of a verdict goes; the names of spans as well. */
export const stages = {
  queue: 'a picture waits for a worker',
  decode: 'the file becomes pixels',
  detect: 'faces are looked for',
  landmarks: 'their points are found',
  measure: 'pose, light and sharpness are measured',
  align: 'the face is cut out upright',
  embed: 'the face becomes features',
  attack: 'signs of a presentation attack are looked for',
  keep: 'the photo to be kept is made',
  examine: 'all of that together, within the worker',
  acquire: 'photos of a claim become the features of a face, waiting included',
  search: 'the features are compared with everybody enrolled',
  decide: 'the scores become a verdict',
  verification: 'a claim becomes a verdict, without reading the request',
} as const;
export type Stage = keyof typeof stages;

const outcomes = {
  verification: ['match', 'uncertain', 'nonMatch', 'refused'],
  verificationReasons: [
    ...[none, 'unknownSubject', 'notEnrolled', 'belowThreshold', 'someoneElseNearer'],
    ...['justBelowThreshold', 'someoneElseNear', 'attackSuspected'],
    ...['abandoned', ...errorCodes],
  ],
  handlings: ['flagged', 'refused'],
  refusable: ['done', 'refused'],
  refusals: [none, 'abandoned', ...errorCodes],
};

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const purposes = ['verification', 'enrolment', 'bulk'];
const statements = ['select', 'insert', 'update', 'delete', 'transaction'];
/** The parts of /metrics that ask the database or another part, and can fail to answer. */
export const readParts = ['store', 'process'] as const;

const table = {
  facedesk_info: {
    kind: 'gauge',
    help: 'Always 1; its labels say which version, model and database are running.',
    labels: { version: 'parts', model: 'parts', database: 'parts' },
  },
  facedesk_http_requests_total: {
    kind: 'counter',
    help: 'Requests that were answered, by route as it is declared.',
    labels: { method: methods, route: 'routes', status: 'statuses' },
  },
  facedesk_http_request_seconds: {
    kind: 'histogram',
    help: 'From the headers of a request to the end of its answer.',
    labels: { method: methods, route: 'routes' },
    buckets: seconds,
  },
  facedesk_http_refusals_total: {
    kind: 'counter',
    help: 'Requests that were answered with an error, by its code (docs/errors.md).',
    labels: { code: errorCodes },
  },
  facedesk_verifications_total: {
    kind: 'counter',
    help: 'Claims, by what became of them; the reason is that of the verdict, or the code of the refusal.',
    labels: { outcome: outcomes.verification, reason: outcomes.verificationReasons },
  },
  facedesk_attack_suspicions_total: {
    kind: 'counter',
    help: 'Claims whose photos look like paper or a screen, by whether they were refused for it; nothing is looked for unless FACEDESK_PRESENTATION_ATTACKS says so.',
    labels: { handling: outcomes.handlings },
  },
  facedesk_repeated_photos_total: {
    kind: 'counter',
    help: 'Claims with a photo that was shown before, by whether they were refused for it (FACEDESK_REPLAYS).',
    labels: { handling: outcomes.handlings },
  },
  facedesk_enrolments_total: {
    kind: 'counter',
    help: 'Registrations, by whether they were done, and the code where they were refused.',
    labels: { outcome: outcomes.refusable, reason: outcomes.refusals },
  },
  facedesk_identifications_total: {
    kind: 'counter',
    help: 'Searches for the person in a photo, by whether they were done, and the code where they were refused.',
    labels: { outcome: outcomes.refusable, reason: outcomes.refusals },
  },
  facedesk_stage_seconds: {
    kind: 'histogram',
    help: 'Where the time of pictures and verdicts goes.',
    labels: { stage: Object.keys(stages) },
    buckets: seconds,
  },
  facedesk_pictures_total: {
    kind: 'counter',
    help: 'Pictures handed to the vision engine, by what for and what became of them: done, abandoned where whoever asked was gone, or the code of the refusal.',
    labels: { purpose: purposes, outcome: ['done', 'abandoned', ...errorCodes] },
  },
  facedesk_queue_pictures: { kind: 'gauge', help: 'Pictures that wait for a worker.', labels: {} },
  facedesk_queue_bytes: { kind: 'gauge', help: 'Bytes of the pictures that wait.', labels: {} },
  facedesk_queue_work_seconds: {
    kind: 'gauge',
    help: 'How long what is examined and what waits is going to take, by estimate.',
    labels: {},
  },
  facedesk_workers: { kind: 'gauge', help: 'Vision processes that there shall be.', labels: {} },
  facedesk_workers_ready: { kind: 'gauge', help: 'Vision processes that can examine pictures.', labels: {} },
  facedesk_workers_busy: { kind: 'gauge', help: 'Vision processes that examine a picture.', labels: {} },
  facedesk_workers_failing: {
    kind: 'gauge',
    help: '1 while vision processes end again and again without having finished a picture.',
    labels: {},
  },
  facedesk_workers_resident_bytes: {
    kind: 'gauge',
    help: 'Memory of the vision processes together, each as it was after its last picture.',
    labels: {},
  },
  facedesk_worker_restarts_total: {
    kind: 'counter',
    help: 'Vision processes that ended and were replaced.',
    labels: {},
  },
  facedesk_uploads_held_bytes: { kind: 'gauge', help: 'Memory that uploads hold.', labels: {} },
  facedesk_gallery_people: { kind: 'gauge', help: 'People who can be recognised.', labels: {} },
  facedesk_gallery_templates: {
    kind: 'gauge',
    help: 'Templates that are searched.',
    labels: {},
  },
  facedesk_gallery_filled: { kind: 'gauge', help: '0 while the gallery is read at the start.', labels: {} },
  facedesk_calibration_target_fmr: {
    kind: 'gauge',
    help: 'The false match rate that verdicts have to keep.',
    labels: {},
  },
  facedesk_calibration_estimated_fmr: {
    kind: 'gauge',
    help: 'The rate at the line as measured on this gallery; absent where it is too small to tell.',
    labels: {},
  },
  facedesk_calibration_measured_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the line was drawn, in seconds since 1970; absent until the first verdict.',
    labels: {},
  },
  facedesk_calibration_basis: {
    kind: 'gauge',
    help: '1 for what the line rests on, 0 for what it does not.',
    labels: { basis: ['gallery', 'gallery and model', 'model'] },
  },
  facedesk_database_statement_seconds: {
    kind: 'histogram',
    help: 'How long statements took, by their kind; beginning and ending transactions is one.',
    labels: { kind: statements },
    buckets: seconds,
  },
  facedesk_database_errors_total: {
    kind: 'counter',
    help: 'Statements that failed, by their kind. One that another program forestalled is among them.',
    labels: { kind: statements },
  },
  facedesk_database_connections: {
    kind: 'gauge',
    help: 'Connections to a database server; a SQLite file has none.',
    labels: { state: ['busy', 'idle'] },
  },
  facedesk_database_waiting: {
    kind: 'gauge',
    help: 'Who waits for a connection to the database server.',
    labels: {},
  },
  facedesk_webhook_deliveries: {
    kind: 'gauge',
    help: 'Deliveries that are tried again, and those that were given up and can be replayed.',
    labels: { state: ['waiting', 'dead'] },
  },
  facedesk_webhooks: {
    kind: 'gauge',
    help: 'Webhooks.',
    labels: { state: ['active', 'paused', 'disabled'] },
  },
  facedesk_locked_attempts: {
    kind: 'gauge',
    help: 'How many claims failed attempts have locked at an origin.',
    labels: {},
  },
  facedesk_event_loop_delay_seconds: {
    kind: 'gauge',
    help: 'How late the event loop was in the last ten seconds; quantile 1 is the latest.',
    labels: { quantile: ['0.5', '0.99', '1'] },
  },
  facedesk_metrics_failed_total: {
    kind: 'counter',
    help: 'Readings of /metrics in which a part could not be asked in time; its metrics are the last known ones.',
    labels: { part: readParts },
  },
  process_cpu_seconds_total: {
    kind: 'counter',
    help: 'Processor time of the service’s own process.',
    labels: {},
  },
  process_resident_memory_bytes: { kind: 'gauge', help: 'Memory of the service’s own process.', labels: {} },
  process_heap_bytes: { kind: 'gauge', help: 'Of that, what JavaScript uses.', labels: {} },
  process_open_fds: { kind: 'gauge', help: 'Open files and sockets; Linux only.', labels: {} },
  process_start_time_seconds: {
    kind: 'gauge',
    help: 'When it was started, in seconds since 1970.',
    labels: {},
  },
} as const satisfies Record<string, MetricEntry>;

export type MetricName = keyof typeof table;
export type NameOf<Kind extends MetricKind> = {
  [Name in MetricName]: (typeof table)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];
export type LabelsOf<Name extends MetricName> = Readonly<
  Record<keyof (typeof table)[Name]['labels'], string>
>;

export const metricTable: Readonly<Record<MetricName, MetricEntry>> = table;
