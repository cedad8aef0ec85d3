/**
 * A web site of somebody else's, on a port of its own, with a page that embeds the kiosk under a strict content security policy, and
 * examples/embed.html with the address and the key put in.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  readonly origin: string;
  close(): Promise<void>;
}

export interface HostPageSettings {
  /** Of facedesk. */
  readonly service: string;
  /** Attributes of the element. */
  readonly attributes: string;
  /** A port to take, where it has to be known beforehand. */
  readonly port?: number;
}

/** Keeps the element's events for the test to read. */
const script = `
  window.told = [];
  for (const name of ['ready', 'verdict', 'refused', 'offline', 'online'])
    document.addEventListener('facedesk-' + name, ({ type, detail }) => window.told.push({ type, ...detail }));`;

const pageFor = ({ service, attributes }: HostPageSettings): string => `<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>The library</title>
      <style nonce="ours">h1, p, button { color: rgb(1, 2, 3); text-transform: uppercase } html { font-family: serif }</style>
      <script nonce="ours">${script}</script>
      <script type="module" src="${service}/assets/embed.js"></script>
    </head>
    <body>
      <h1>The library</h1>
      <input id="search" />
      <facedesk-kiosk ${attributes}></facedesk-kiosk>
    </body>
  </html>`;

/** As docs/embedding.md has it. */
const policyFor = (service: string): string =>
  `default-src 'none'; script-src ${service} 'nonce-ours'; style-src ${service} 'nonce-ours'; connect-src ${service}; img-src blob:`;

export async function openHostPage(settings: HostPageSettings): Promise<HostPage> {
  const files = await filesFor(settings);
  const server = createServer(({ url = '' }, response) => {
    const file = files[url];
    if (file === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
    if (url === '/') response.setHeader('content-security-policy', policyFor(settings.service));
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** By their addresses. The example's names are put right as whoever copies it does. */
async function filesFor(settings: HostPageSettings): Promise<Readonly<Record<string, string>>> {
  const example = async (name: string): Promise<string> =>
    (await readFile(new URL(`../../examples/${name}`, import.meta.url), 'utf8'))
      .replaceAll('https://faces.example', settings.service)
      .replace('key="YOUR_KIOSK_KEY"', settings.attributes);
  return {
    '/': pageFor(settings),
    '/embed.html': await example('embed.html'),
    '/embed.js': await example('embed.js'),
    '/favicon.ico': '',
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
