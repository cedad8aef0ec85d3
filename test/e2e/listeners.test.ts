/** TLS, a second listener and settings read again, with the service as its users run it. */
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { selfSigned } from '../../src/listening/self-signed.js';
import { face } from '../faces.js';
import { multipartType, photoForm } from '../form-body.js';
import { facedesk } from './facedesk-command.js';
import { startServing, type Serving } from './serving.js';

/** A start takes a second, and four of them on a busy machine rather more. */
vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let dataDir: string;
let serving: Serving | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-listeners-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await serving?.stop();
  serving = undefined;
  await rm(folder, { recursive: true });
});

const start = async (env: Record<string, string>): Promise<Serving> =>
  (serving = await startServing({ dataDir, env }));

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function send(send: typeof tlsRequest, options: RequestOptions, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send({ ...options, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.on('error', reject).end(body);
  });
}

const overTls = (url: string, path: string, ca: string): Promise<Answer> => {
  const { hostname, port } = new URL(url);
  return send(tlsRequest, { hostname, port, path, ca });
};

/** The certificate that a caller is shown. */
function shownBy(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = tlsConnect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    }).on('error', reject);
  });
}

async function writeCertificate(name: string): Promise<{ cert: string; key: string }> {
  const made = await selfSigned({ folder: join(folder, name), names: ['localhost', '127.0.0.1'] });
  const files = { cert: join(folder, 'desk.crt'), key: join(folder, 'desk.key') };
  await writeFile(files.cert, made.cert);
  await writeFile(files.key, made.key);
  return files;
}

describe('TLS', () => {
  test('with its own certificate the service answers https, and shows the same one when it starts again', async () => {
    const first = await start({ FACEDESK_TLS_SELF_SIGNED: 'true' });
    expect(first.url).toMatch(/^https:/);
    const ca = await readFile(join(dataDir, 'tls', 'self-signed.cert.pem'), 'utf8');
    const answer = await overTls(first.url, '/livez', ca);
    expect(answer.status).toBe(200);
    // Browsers would hold it to a certificate that they warn of.
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    const fingerprint = await shownBy(first.url);
    await first.stop();
    const again = await start({ FACEDESK_TLS_SELF_SIGNED: 'true' });
    expect(await shownBy(again.url)).toBe(fingerprint);
  });

  test('who speaks plain http to it is cut off, and others are served on', async () => {
    const { url } = await start({ FACEDESK_TLS_SELF_SIGNED: 'true' });
    await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow();
    const ca = await readFile(join(dataDir, 'tls', 'self-signed.cert.pem'), 'utf8');
    expect((await overTls(url, '/livez', ca)).status).toBe(200);
  });

  test("with an operator's certificate it promises https to browsers, and takes a renewed one on SIGHUP", async () => {
    const { cert, key } = await writeCertificate('first');
    const { url, pid, logLines } = await start({ FACEDESK_TLS_CERT_FILE: cert, FACEDESK_TLS_KEY_FILE: key });
    const before = await shownBy(url);
    const answer = await overTls(url, '/livez', await readFile(cert, 'utf8'));
    expect(answer.headers['strict-transport-security']).toBe('max-age=15552000');
    await writeCertificate('second');
    process.kill(pid, 'SIGHUP');
    await expect.poll(() => logLines.some((line) => line.includes('settings read again'))).toBe(true);
    const renewed = await shownBy(url);
    expect(renewed).not.toBe(before);
    // A file that is broken in the middle of being replaced changes nothing.
    await writeFile(cert, 'half a file');
    process.kill(pid, 'SIGHUP');
    await expect.poll(() => logLines.some((line) => line.includes('not taken over'))).toBe(true);
    expect(await shownBy(url)).toBe(renewed);
  });

  test.each([
    ['a key of another certificate', 'is not the key of the certificate'],
    ['no file', 'cannot be read (ENOENT)'],
    ['no certificate', 'holds no certificate'],
  ])('%s stops the start with a sentence', async (what, sentence) => {
    const { cert, key } = await writeCertificate('first');
    if (what === 'no file') await rm(cert);
    if (what === 'no certificate') await writeFile(cert, 'nothing');
    const other = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    if (what.startsWith('a key')) await writeFile(key, other.privateKey);
    const starting = start({ FACEDESK_TLS_CERT_FILE: cert, FACEDESK_TLS_KEY_FILE: key });
    await expect(starting).rejects.toThrow(sentence);
  });
});

describe('a second listener', () => {
  const onSocket = (path: string, options: RequestOptions = {}, body?: Buffer) =>
    send(plainRequest, { socketPath: join(folder, 'admin.sock'), path, ...options }, body);
  const admin = () => `unix:${join(folder, 'admin.sock')}`;

  test('those who run the service are answered there only, whatever key they have', async () => {
    const env = { FACEDESK_DATA_DIR: dataDir };
    const made = await facedesk(
      'keys',
      'create',
      '--role',
      'admin',
      '--name',
      'me',
      '--json',
      '--data-dir',
      dataDir,
    );
    const { secret } = JSON.parse(made.stdout) as { secret: string };
    const headers = { authorization: `Bearer ${secret}` };
    const { url } = await start({ ...env, FACEDESK_ADMIN_LISTEN: admin() });
    for (const path of ['/v1/keys', '/v1/webhooks', '/v1/settings', '/v1/system', '/metrics', '/console']) {
      expect((await onSocket(path, { headers })).status).toBe(200);
      const outside = await fetch(`${url}${path}`, { headers });
      expect(outside.status).toBe(404);
      if (path.startsWith('/v1/')) expect(await outside.json()).toMatchObject({ code: 'route_not_found' });
    }
    for (const path of ['/v1/subjects', '/livez', '/kiosk']) {
      expect((await onSocket(path, { headers })).status).toBe(200);
      expect((await fetch(`${url}${path}`, { headers })).status).toBe(200);
    }
    expect((await onSocket('/v1/keys')).status).toBe(401);
    expect((await stat(join(folder, 'admin.sock'))).mode & 0o777).toBe(0o660);
  });

  test('who is registered there is verified here', async () => {
    const { url } = await start({ FACEDESK_ADMIN_LISTEN: admin() });
    const body = photoForm({ id: 'anna', image: await face('anna') });
    const post = { method: 'POST', headers: { 'content-type': multipartType } };
    expect((await onSocket('/register/', post, body)).status).toBe(201);
    const verified = await fetch(`${url}/verify/`, { ...post, body: new Uint8Array(body) });
    expect(verified.status).toBe(200);
  });

  test("a killed service's socket is taken over, a living one's is not, and neither is a file", async () => {
    await (await start({ FACEDESK_ADMIN_LISTEN: admin() })).kill();
    const living = await start({ FACEDESK_ADMIN_LISTEN: admin() });
    expect((await onSocket('/livez')).status).toBe(200);
    const other = startServing({ dataDir: join(folder, 'other'), env: { FACEDESK_ADMIN_LISTEN: admin() } });
    await expect(other).rejects.toThrow('where another service listens');
    expect((await onSocket('/livez')).status).toBe(200);
    await living.stop();
    await writeFile(join(folder, 'admin.sock'), 'notes');
    await chmod(join(folder, 'admin.sock'), 0o600);
    await expect(start({ FACEDESK_ADMIN_LISTEN: admin() })).rejects.toThrow('something else lies');
    expect(await readFile(join(folder, 'admin.sock'), 'utf8')).toBe('notes');
  });

  test('it is refused on the network as long as there is no key', async () => {
    await expect(start({ FACEDESK_ADMIN_LISTEN: '0.0.0.0:0' })).rejects.toThrow('there is no API key');
  });
});

test('on SIGHUP the log level changes, and what needs a restart is named', async () => {
  const file = join(folder, 'settings.json');
  await writeFile(file, JSON.stringify({ logLevel: 'info' }));
  const { pid, url, logLines } = await start({ FACEDESK_CONFIG_FILE: file });
  await writeFile(file, JSON.stringify({ logLevel: 'warn', requestTimeoutMs: 20_000 }));
  process.kill(pid, 'SIGHUP');
  await fetch(`${url}/livez`);
  // The level is changed before the line about it is written, so that this one is the last of its kind.
  await expect
    .poll(async () => {
      const before = logLines.length;
      await fetch(`${url}/livez`);
      return logLines.length - before;
    })
    .toBe(0);
});
