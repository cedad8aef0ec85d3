/** Sets, whenever /metrics is read, the gauges of what other parts know anyway: engine, gallery, calibration, database. */
import type { UploadRoom } from '../http/forms/upload-room.js';
import type { Metrics } from '../observability/metrics/metrics.js';
import { watchProcess } from '../observability/metrics/process-metrics.js';
import type { Calibration } from '../services/calibration.js';
import type { SystemReport } from '../services/system-report.js';
import type { Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';

export interface ReadingParts {
  readonly system: SystemReport;
  readonly vision: Pick<VisionEngine, 'status'>;
  readonly calibration: Pick<Calibration, 'standing' | 'targetFmr'>;
  readonly store: Pick<Store, 'attempts' | 'webhooks'>;
  readonly room: Pick<UploadRoom, 'heldBytes'>;
}

const bases = ['gallery', 'gallery and model', 'model'];

/** Begins; what is returned ends what watches this process. */
export function startReadings(
  metrics: Metrics,
  { system, vision, calibration, store, room }: ReadingParts,
): () => void {
  metrics.onRead(null, () => {
    metrics.set('facedesk_uploads_held_bytes', {}, room.heldBytes);
    const { version, model, database, gallery } = system.read();
    metrics.unset('facedesk_info');
    metrics.set('facedesk_info', { version, model, database }, 1);
    metrics.set('facedesk_gallery_people', {}, gallery.people);
    metrics.set('facedesk_gallery_templates', {}, gallery.templates);
    metrics.set('facedesk_gallery_filled', {}, Number(gallery.filled));
    readEngine(metrics, vision);
    readCalibration(metrics, calibration);
  });
  metrics.onRead('store', async () => {
    const { webhooks, deliveries } = await store.webhooks.counts();
    for (const state of ['active', 'paused', 'disabled'] as const)
      metrics.set('facedesk_webhooks', { state }, webhooks[state] ?? 0);
    for (const state of ['waiting', 'dead'] as const)
      metrics.set('facedesk_webhook_deliveries', { state }, deliveries[state] ?? 0);
    metrics.set('facedesk_locked_attempts', {}, await store.attempts.countLocked());
  });
  return watchProcess(metrics);
}

function readEngine(metrics: Metrics, vision: ReadingParts['vision']): void {
  const status = vision.status();
  metrics.set('facedesk_queue_pictures', {}, status.queued);
  metrics.set('facedesk_queue_bytes', {}, status.queuedBytes);
  metrics.set('facedesk_queue_work_seconds', {}, status.workMsAhead / 1000);
  metrics.set('facedesk_workers', {}, status.workers);
  metrics.set('facedesk_workers_ready', {}, status.workersReady);
  metrics.set('facedesk_workers_busy', {}, status.running);
  metrics.set('facedesk_workers_failing', {}, Number(status.failing));
  metrics.set('facedesk_workers_resident_bytes', {}, status.residentBytes);
  metrics.total('facedesk_worker_restarts_total', status.restarts);
}

function readCalibration(metrics: Metrics, { standing, targetFmr }: ReadingParts['calibration']): void {
  metrics.set('facedesk_calibration_target_fmr', {}, targetFmr);
  const fmr = standing?.fmr ?? null;
  if (fmr === null) metrics.unset('facedesk_calibration_estimated_fmr');
  else metrics.set('facedesk_calibration_estimated_fmr', {}, fmr.value);
  if (standing === undefined) metrics.unset('facedesk_calibration_measured_timestamp_seconds');
  else {
    const seconds = Date.parse(standing.measuredAt) / 1000;
    metrics.set('facedesk_calibration_measured_timestamp_seconds', {}, seconds);
  }
  for (const basis of bases)
    metrics.set('facedesk_calibration_basis', { basis }, Number(basis === standing?.basis));
}
