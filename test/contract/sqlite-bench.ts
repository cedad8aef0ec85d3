/** A fresh SQLite database in a folder of its own, and another program's connection to it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Bench } from './store-desk.js';

export interface SqliteBench extends Bench {
  /** Of the database; it and its folder do not exist until a store is opened. */
  readonly path: string;
}

export function createSqliteBench(): SqliteBench {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-store-'));
  const path = join(folder, 'data', 'facedesk.sqlite');
  let other: InstanceType<typeof DatabaseSync> | undefined;
  return {
    path,
    url: `sqlite:${path}`,
    async sql(text, ...parameters) {
      if (!existsSync(path)) throw new Error('open a store first');
      other ??= new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: false });
      const rows: Record<string, unknown>[] = other.prepare(text).all(...parameters);
      return rows.map((row) => ({ ...row }));
    },
    async dispose() {
      other?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
