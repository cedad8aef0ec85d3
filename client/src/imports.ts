/** Many people at once: an archive is sent, worked through by the service, and reported on photo by photo. */
import type { CallOptions } from './connection.js';
import { type Pages, pagesOf } from './pages.js';
import { type Body, type Query, Resource } from './resource.js';
import { pause } from './retries.js';
import type * as schemas from './schemas.generated.js';

/** How long sending an archive may take, unless the call says otherwise. */
const sendWithinMs = 3_600_000;
/** How long `wait` waits before it asks again. */
const askEveryMs = 2000;

export interface WaitOptions extends CallOptions {
  /** Hears how far it is, each time it was asked. */
  readonly onProgress?: (state: schemas.Import) => void;
  /** How long to wait before asking again, in ms; 2000 unless given. */
  readonly everyMs?: number;
}

export class Imports extends Resource {
  /** Sends an archive; the answer comes before any photo is examined. */
  start(body: Body<'startImport'>, options?: CallOptions): Promise<schemas.Import> {
    return this.call('startImport', { body }, { timeoutMs: sendWithinMs, ...options });
  }

  get(importId: string, options?: CallOptions): Promise<schemas.Import> {
    return this.call('readImport', { params: { importId } }, options);
  }

  list(query: Query<'listImports'> = {}, options?: CallOptions): Pages<schemas.Import> {
    return pagesOf((cursor) => this.call('listImports', { query: { ...query, cursor } }, options));
  }

  /** What became of each photo, once the import has ended. */
  rows(
    importId: string,
    query: Query<'listImportRows'> = {},
    options?: CallOptions,
  ): Pages<schemas.ImportRow> {
    return pagesOf((cursor) =>
      this.call('listImportRows', { params: { importId }, query: { ...query, cursor } }, options),
    );
  }

  /** Whom it has enrolled stays enrolled. */
  cancel(importId: string, options?: CallOptions): Promise<schemas.Import> {
    return this.call('cancelImport', { params: { importId } }, options);
  }

  /** Asks until the import has finished, failed or been cancelled; ended early by `signal`. */
  async wait(
    importId: string,
    { onProgress, everyMs = askEveryMs, ...options }: WaitOptions = {},
  ): Promise<schemas.Import> {
    for (;;) {
      const state = await this.get(importId, options);
      onProgress?.(state);
      if (state.endedAt !== null) return state;
      await pause(everyMs, options.signal);
    }
  }
}
