/** Where a listener listens, read from and written as text. */

export type Endpoint =
  | { readonly host: string; readonly port: number }
  /** A Unix socket. */
  | { readonly path: string };

/** `127.0.0.1:8001`, `[::1]:8001`, `localhost:0` or `unix:/run/facedesk/admin.sock`. @throws RangeError where it is none of these */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith('unix:/')) return { path: text.slice('unix:'.length) };
  const [, bracketed, plain, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535) throw new RangeError('no endpoint');
  return { host, port: Number(port) };
}

export function isEndpoint(text: string): boolean {
  try {
    parseEndpoint(text);
    return true;
  } catch {
    return false;
  }
}
