/** A whole set of services on a database of its own, for tests that move people into it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.js';
import { createContainer, type Container } from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import type { SubjectRecord } from '../../src/store/index.js';

export interface OpenServices extends Container {
  readonly dataDir: string;
  /** Everything that the store keeps, as it would be exported. */
  records(): Promise<SubjectRecord[]>;
  dispose(): Promise<void>;
}

/** Opens services with one vision process, on a new SQLite file unless a URL is given. */
export async function openServices(databaseUrl?: string): Promise<OpenServices> {
  const dataDir = await mkdtemp(join(tmpdir(), 'facedesk-moving-'));
  const env = {
    FACEDESK_DATA_DIR: dataDir,
    FACEDESK_VISION_WORKERS: '1',
    // The machine may be busy with other suites, and nobody waits here.
    FACEDESK_VISION_TASK_TIMEOUT_MS: '20000',
    FACEDESK_MIGRATE: 'auto',
    ...(databaseUrl === undefined ? {} : { FACEDESK_DATABASE_URL: databaseUrl }),
  };
  const log = createLogger({ level: 'silent' });
  const container = await createContainer(loadConfig({ env }), log);
  return {
    ...container,
    dataDir,
    records: async () => {
      const records: SubjectRecord[] = [];
      for await (const record of container.store.listRecords()) records.push(record);
      return records;
    },
    dispose: async () => {
      await container.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
