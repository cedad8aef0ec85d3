/** Times as the database keeps them: UTC text to the second, YYYY-MM-DD HH:MM:SS, as SQLite's CURRENT_TIMESTAMP writes. */

/** Stands for a time that another program left out or wrote unreadably; such a user counts as the oldest. */
export const unknownTime = '1970-01-01 00:00:00';

export function utcNow(): string {
  return new Date().toISOString().slice(0, 19).replace('T', ' ');
}

/** A time some seconds after another, both as utcNow writes them. */
export function secondsLater(utcSeconds: string, seconds: number): string {
  const time = new Date(`${toWireTime(utcSeconds)}Z`).getTime() + 1000 * seconds;
  return fromWireTime(new Date(time).toISOString().slice(0, 19));
}

/** Reads `users.timestamp` as any program may have written it: with a T, with fractions of a second, or the date alone. */
export function toUtcSeconds(timestamp: unknown): string {
  if (typeof timestamp !== 'string') return unknownTime;
  const [, date, time = '00:00:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:[.Z+].*)?)?$/.exec(timestamp) ?? [];
  return date === undefined ? unknownTime : `${date} ${time}`;
}

/**
 * Whether a row of `users` is another one than the subject was made for: deleted and inserted again, it has another time.
 * One that was put back as it was, or within the second, cannot be told.
 */
export function isOfOtherTime(row: { readonly registered_at: string; readonly timestamp: unknown }): boolean {
  return row.timestamp !== row.registered_at && toUtcSeconds(row.timestamp) !== row.registered_at;
}

/** As the library API writes it: 2023-07-23T12:34:56. */
export function toWireTime(utcSeconds: string): string {
  return utcSeconds.replace(' ', 'T');
}

/** The way back from toWireTime. */
export function fromWireTime(wireTime: string): string {
  return wireTime.replace('T', ' ');
}

/** The kept photo's name in the library API: `<ID>_<YYYYMMDDhhmmss>.jpg`. A name only, never a path that is opened. */
export function photoFileName(id: string, utcSeconds: string): string {
  return `${id}_${utcSeconds.replace(/\D/g, '')}.jpg`;
}
