/** A model pack cannot be used. The message is a sentence for whoever installs packs, and says what to do where that is known. */
export class ModelPackError extends Error {
  override readonly name = 'ModelPackError';

  constructor(
    message: string,
    {
      cause,
      fault = 'other',
    }: {
      readonly cause?: unknown;
      /** What callers tell apart: no pack of the name, another file than the pack's, a folder that cannot be written. */
      readonly fault?: 'unknown' | 'another file' | 'not writable' | 'other';
    } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }

  readonly fault: 'unknown' | 'another file' | 'not writable' | 'other';
}
