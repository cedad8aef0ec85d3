/** What the process and the disk under it say of themselves, for the report on the system. A part of container.ts. */
import { statfs } from 'node:fs/promises';
import type { Machine } from '../services/system-report.js';

export function thisMachine(dataDir: string): Machine {
  return {
    startedAt: new Date(Date.now() - process.uptime() * 1000),
    runtime: `Node ${process.versions.node}`,
    residentBytes: () => process.memoryUsage.rss(),
    disk: async () => {
      try {
        const { bsize, bavail, blocks } = await statfs(dataDir);
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      } catch {
        // A service on a database server may never have made the folder.
        return null;
      }
    },
  };
}
