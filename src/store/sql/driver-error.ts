/**
 * What a database server or its driver reported, without the values of the statement. The drivers' own errors carry those
 * along, in a property or quoted in the message: ids, and the bytes of templates. So they are replaced by this one where
 * they appear, and never get further.
 */
export class DriverError extends Error {
  override readonly name = 'DriverError';

  /** @param code the server's number or SQLSTATE, or the word of the driver or the system; '' where there is none. */
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** The word for a server that did not answer in time. */
export const timedOut = 'TIMED_OUT';
/** The word for a connection that was lost or could not be made. */
export const connectionLost = 'CONNECTION_LOST';

/** Everything between the first and the last quotation mark can hold a value, also one with quotation marks in it. */
export function withoutValues(message: string): string {
  return message.replace(/'.*'/s, "'…'").replace(/".*"/s, '"…"');
}
