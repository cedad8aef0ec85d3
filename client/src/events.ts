/** What happened, and what happens. */
import type { CallOptions } from './connection.js';
import { type StreamOptions, streamEvents } from './event-stream.js';
import { type Pages, pagesOf } from './pages.js';
import { type Body, type Query, Resource } from './resource.js';
import type * as schemas from './schemas.generated.js';

/** Who was verified when, and what else happened. */
export class Events extends Resource {
  /** Newest first. */
  list(query: Query<'listEvents'> = {}, options?: CallOptions): Pages<schemas.Event> {
    return pagesOf((cursor) => this.call('listEvents', { query: { ...query, cursor } }, options));
  }

  get(eventId: string, options?: CallOptions): Promise<schemas.Event> {
    return this.call('readEvent', { params: { eventId } }, options);
  }

  /** Says whether a verdict was right, in place of what was said before; the event with it. */
  giveFeedback(eventId: string, body: Body<'giveFeedback'>, options?: CallOptions): Promise<schemas.Event> {
    return this.call('giveFeedback', { params: { eventId }, body }, options);
  }

  /** Events as they happen; it goes on by itself where the connection breaks, and ends when you stop or abort. */
  stream(options: StreamOptions = {}): AsyncGenerator<schemas.Event, never> {
    return streamEvents(this.connection, options);
  }
}
