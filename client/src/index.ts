/** What programs import. */
export { Facedesk } from './facedesk.js';
export type { WaitOptions } from './imports.js';
export type { TaggedSubject } from './people.js';
export type { CallOptions, FacedeskOptions } from './connection.js';
export type { StreamOptions } from './event-stream.js';
export { FacedeskError, type FailureCode } from './facedesk-error.js';
export type { Page, Pages } from './pages.js';
export type { PhotoFile } from './photo-file.js';
export type { OperationName, Operations } from './operations.generated.js';
export type * from './schemas.generated.js';
