/** What the service's own process uses, and how late its event loop is, over windows that do not depend on who reads them. */
import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.js';

const windowMs = 10_000;
/** How often the delay is looked at; a timer that is on time is seen this late, which is no delay. */
const resolutionMs = 10;
const quantiles = { '0.5': 50, '0.99': 99, '1': 100 } as const;

/** Begins to watch; what is returned ends it. */
export function watchProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const take = (): void => {
    for (const [quantile, percentile] of Object.entries(quantiles)) {
      const seconds = (delay.percentile(percentile) / 1e6 - resolutionMs) / 1000;
      metrics.set('facedesk_event_loop_delay_seconds', { quantile }, Math.max(0, seconds));
    }
  };
  let isFirstWindow = true;
  const windows = setInterval(() => {
    isFirstWindow = false;
    take();
    delay.reset();
  }, windowMs);
  windows.unref();
  metrics.onRead('process', async () => {
    // Before the first window is over, what there is of it.
    if (isFirstWindow) take();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    metrics.total('process_cpu_seconds_total', (user + system) / 1e6);
    metrics.set('process_resident_memory_bytes', {}, rss);
    metrics.set('process_heap_bytes', {}, heapUsed);
    metrics.set('process_start_time_seconds', {}, performance.timeOrigin / 1000);
    if (process.platform !== 'linux') return metrics.unset('process_open_fds');
    metrics.set('process_open_fds', {}, (await readdir('/proc/self/fd')).length);
  });
  return () => {
    clearInterval(windows);
    delay.disable();
  };
}
