/**
 * SQLite 3.7.0 to 3.51.2 can damage a database in WAL mode that two connections write and checkpoint at the same moment
 * (sqlite.org/wal.html, "the WAL-reset bug"). The server and the command line do just that, so such a library is refused.
 */
const firstAffected = [3, 7, 0];
const firstFixed = [3, 51, 3];
/** Older lines that got the correction, from the named version on. */
const backports = [
  [3, 44, 6],
  [3, 50, 7],
];

/** `version` as sqlite_version() returns it: "3.51.3". */
export function hasWalResetDefect(version: string): boolean {
  const found = version.split('.').map(Number);
  if (isBefore(found, firstAffected) || !isBefore(found, firstFixed)) return false;
  return !backports.some((fix) => fix[1] === found[1] && !isBefore(found, fix));
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = b.findIndex((part, i) => part !== (a[i] ?? 0));
  return at !== -1 && (a[at] ?? 0) < b[at]!;
}
