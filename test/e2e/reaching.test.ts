/** The command line on services that an address alone does not lead to: at a Unix socket, and with certificates of all kinds. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../src/listening/self-signed.js';
import { face } from '../faces.js';
import { facedeskReading, facedeskWith } from './facedesk-command.js';
import { startServing, type Serving } from './serving.js';

let folder: string;
let dataDir: string;
let serving: Serving | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-reaching-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await serving?.stop();
  serving = undefined;
  await rm(folder, { recursive: true });
});

/** The service, and the settings by which a command on this machine finds it. */
async function start(
  env: Record<string, string>,
): Promise<{ url: string; settings: Record<string, string> }> {
  serving = await startServing({ dataDir, env });
  const { url } = serving;
  const settings = {
    ...env,
    HOME: folder,
    FACEDESK_DATA_DIR: dataDir,
    FACEDESK_HOST: '127.0.0.1',
    FACEDESK_PORT: new URL(url).port,
  };
  return { url, settings };
}

const add = (url: string, ...args: string[]) =>
  facedeskReading('\n', { HOME: folder }, 'profile', 'add', 'there', '--url', url, ...args);
const there = (...args: string[]) => facedeskWith({ HOME: folder }, ...args, '--profile', 'there', '--json');

/** Writes and asks: a form with a photo one way, JSON and an answer without a body the other. */
async function expectUsable(): Promise<void> {
  const photo = join(folder, 'anna.jpg');
  await writeFile(photo, await face('anna'));
  expect(await there('register', 'anna', photo)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await there('verify', 'anna', photo)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await there('people', 'metadata', 'anna', 'year=3')).toMatchObject({ exitCode: 0 });
  expect(JSON.parse((await there('top')).stdout)).toMatchObject({
    verdicts: { match: 1 },
    now: { people: 1 },
  });
  expect(await there('delete', 'anna')).toMatchObject({ exitCode: 0 });
  expect(await there('delete', 'anna')).toMatchObject({ exitCode: 1 });
}

/** A certificate for a name that nobody here has, signed by an authority; PEM texts. */
async function signedBy(authority: { cert: string; key: string }): Promise<{ cert: string; key: string }> {
  const own = await selfSigned({ folder: join(folder, 'own'), names: ['faces.example.org'] });
  const signed = forge.pki.certificateFromPem(own.cert);
  signed.setIssuer([{ shortName: 'CN', value: 'authority' }]);
  signed.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(signed), key: own.key };
}

async function makeAuthority(): Promise<{ cert: string; key: string }> {
  const { cert, key } = await selfSigned({ folder: join(folder, 'authority'), names: ['authority'] });
  const made = forge.pki.certificateFromPem(cert);
  const name = [{ shortName: 'CN', value: 'authority' }];
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([{ name: 'basicConstraints', cA: true, critical: true }]);
  made.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(made), key };
}

async function writePair(name: string, { cert, key }: { cert: string; key: string }) {
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  await writeFile(files.cert, cert);
  await writeFile(files.key, key);
  return files;
}

describe('a service at a Unix socket', { timeout: 120_000 }, () => {
  it('is watched with its settings alone, and used behind a profile', async () => {
    const socket = `unix:${join(folder, 'admin.sock')}`;
    const { settings } = await start({ FACEDESK_ADMIN_LISTEN: socket, FACEDESK_TLS_SELF_SIGNED: 'true' });
    expect(await facedeskWith(settings, 'top', '--once')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await add(socket)).toMatchObject({ exitCode: 0, stderr: '' });
    await expectUsable();
  });

  it('is named where nobody answers there', async () => {
    const socket = `unix:${join(folder, 'nobody.sock')}`;
    expect(await facedeskWith({ FACEDESK_ADMIN_LISTEN: socket }, 'top')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining(`No service answers at ${socket} (ENOENT)`) as string,
    });
  });
});

describe('a service with a certificate of its own', { timeout: 120_000 }, () => {
  it('is watched with its settings alone, and used behind a profile that trusts it', async () => {
    const { url, settings } = await start({ FACEDESK_TLS_SELF_SIGNED: 'true' });
    expect(await facedeskWith(settings, 'top', '--once')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await add(url, '--ca', join(dataDir, 'tls', 'self-signed.cert.pem'))).toMatchObject({
      exitCode: 0,
    });
    await expectUsable();
  });

  it('is not believed without its certificate, nor with another one', async () => {
    const { url, settings } = await start({ FACEDESK_TLS_SELF_SIGNED: 'true' });
    await add(url);
    const distrusted = { exitCode: 4, stdout: expect.stringMatching(/not trusted.*--ca/) as string };
    expect(await there('list')).toMatchObject(distrusted);
    const other = await writePair('other', await selfSigned({ folder: join(folder, 'other') }));
    await add(url, '--ca', other.cert);
    expect(await there('list')).toMatchObject(distrusted);
    expect(await there('top')).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('a certificate that is not the one') as string,
    });
    await rm(join(dataDir, 'tls'), { recursive: true });
    expect(await facedeskWith(settings, 'top')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('self-signed.cert.pem should be a certificate') as string,
    });
  });
});

describe("a service with an operator's certificate", { timeout: 120_000 }, () => {
  it('is watched on its own machine, whatever name the certificate is for and whoever has signed it', async () => {
    const authority = await makeAuthority();
    const files = await writePair('desk', await signedBy(authority));
    const { url, settings } = await start({
      FACEDESK_TLS_CERT_FILE: files.cert,
      FACEDESK_TLS_KEY_FILE: files.key,
    });
    expect(await facedeskWith(settings, 'top', '--once')).toMatchObject({ exitCode: 0, stderr: '' });
    // Of those whom the authority has signed only the one with the right name is the service.
    const { cert } = await writePair('authority', authority);
    await add(url, '--ca', cert);
    expect(await there('list')).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string,
    });
  });
});

describe('--ca', { timeout: 60_000 }, () => {
  it('has to be a certificate, for an address with https', async () => {
    const file = join(folder, 'notes.txt');
    await writeFile(file, 'nothing');
    for (const [url, ca, sentence] of [
      ['https://faces.example.org', file, 'is none'],
      ['https://faces.example.org', join(folder, 'missing.pem'), 'cannot be read (ENOENT)'],
      ['http://faces.example.org', file, 'for an https:// address'],
    ] as const) {
      expect(await add(url, '--ca', ca)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(sentence) as string,
      });
    }
    await expect(readFile(join(folder, '.config/facedesk/profiles.json'))).rejects.toThrow('ENOENT');
  });
});
