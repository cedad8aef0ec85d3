/** The old service's names for its photos: `<ID>_<YYYYMMDDhhmmss>.jpg`, where the ID may hold underscores itself. */

export interface LegacyName {
  readonly id: string;
  /** As the library API writes times; the old service wrote its own clock's time, which is taken for UTC. */
  readonly takenAt: string;
}

const pattern = /^(.+)_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(?:jpe?g|png|webp)$/isu;

/** Splits at the last underscore; null where the rest is no time that a calendar and a clock have. */
export function parseLegacyName(fileName: string): LegacyName | null {
  const [, id, year, month, day, hour, minute, second] = pattern.exec(fileName) ?? [];
  if (id === undefined) return null;
  const takenAt = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return isTime(takenAt) ? { id, takenAt } : null;
}

/** The name that a kept photo goes by. A name only, never a path that is opened. */
export function legacyName(id: string, takenAt: string): string {
  return `${id}_${takenAt.replace(/\D/g, '')}.jpg`;
}

/** True for a UTC time to the second as the library API writes it: 2023-07-23T12:34:56. */
export function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
  const time = new Date(`${text}Z`);
  // Date moves 31 June to 1 July instead of refusing it.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
