/** Five times what the service can do, for five seconds; `npm run reliability -- overload` does it for a minute. */
import { expect, test } from 'vitest';
import { measureOverload } from './overload.js';

test('under five times its capacity the service serves some, refuses the rest with 503 and recovers', async () => {
  const queueLength = 8;
  const env = { FACEDESK_VISION_QUEUE_LENGTH: String(queueLength), FACEDESK_VISION_TASK_TIMEOUT_MS: '20000' };
  const report = await measureOverload({ seconds: 5, times: 5, env });
  console.log(report);
  expect(report.faults).toEqual([]);
  expect(report.served).toBeGreaterThan(0);
  expect(report.refused).toBeGreaterThan(report.served);
  expect(report.served + report.refused).toBe(report.offered);
}, 120_000);
